import type { ReceiverConfig, RouteConfig } from "@wirewatch/config";
import type { Severity } from "@wirewatch/model";
import type { AlertGroup, StoredMatch } from "@wirewatch/store";
import { afterEach, describe, expect, test } from "vitest";
import { decideFlush } from "./flush.ts";
import type { FlushStep } from "./flush.ts";
import type { WaitingAlert } from "./group-facts.ts";

type Facts = Parameters<typeof decideFlush>[0];

const second = 1000;
const minute = 60 * second;
const day = 24 * 60 * minute;
const openedAt = new Date("2026-03-02T12:00:00Z");
const after = (ms: number): Date => new Date(openedAt.getTime() + ms);

const route: RouteConfig = {
  name: "default",
  receiver: "desk",
  groupBy: ["topic", "story"],
  groupWaitMs: 30 * second,
  groupIntervalMs: 5 * minute,
  closeAfterMs: day,
  updates: { newSources: 3, severityRaised: true, textChanged: "material" },
  matchers: [],
  continue: false,
  quietHours: null,
  routes: [],
};

const receiver: ReceiverConfig = {
  name: "desk",
  channels: [],
  timeZone: null,
  rateLimit: null,
  digest: null,
  remind: null,
  escalate: null,
  fallback: null,
  heartbeat: null,
};

/** From an hour before the groups are opened until an hour after. */
const night = { name: "night", timeZone: "UTC", times: [{ startMinute: 11 * 60, endMinute: 13 * 60 }], weekdays: [] };

function waiting(
  id: number,
  given: { severity?: Severity; verdict?: string; sourceId?: string; passage?: string; articleId?: string } = {},
): WaitingAlert {
  const { severity = "normal", verdict = "unique", sourceId = "site", passage = `Passage ${id}.` } = given;
  const articleId = given.articleId ?? String(100 + id);
  return {
    alertId: String(id),
    verdict,
    createdAt: after(0),
    match: {
      id: String(id),
      severity,
      clauses: [{ clause: "any[0]", query: "harbourmaster" }],
      snippet: { text: passage, marks: [], heading: null },
      snippets: [],
      is_brief: false,
      matched_at: after(0),
    } as unknown as StoredMatch,
    labels: { topic: "harbour", severity, story: "7", source: sourceId },
    article: {
      id: articleId,
      url: `https://${sourceId}.example/${articleId}`,
      title: `Article ${articleId}`,
      sourceId,
      sourceName: sourceId,
      language: "en",
      publishedAt: null,
      firstSeenAt: openedAt.toISOString(),
    },
  };
}

function facts(group: Partial<AlertGroup> = {}, rest: Partial<Omit<Facts, "group">> = {}): Facts {
  return {
    group: {
      id: "5",
      route: "default",
      receiver: "desk",
      topic_id: "harbour",
      story_id: "7",
      severity: "normal",
      opened_at: openedAt,
      flushed_at: null,
      closes_at: after(day),
      revision: 0,
      updates_today: 0,
      updates_on: null,
      ...group,
    } as AlertGroup,
    route,
    receiver,
    intervals: [night],
    mutes: { silences: [], inhibitRules: [], others: [] },
    share: { sentAt: [], overflowAt: null },
    waiting: [waiting(1)],
    isTold: group.revision !== undefined,
    hasSuppressed: false,
    attention: null,
    joinedSources: [],
    toldSources: [],
    toldPassages: [],
    storyTitle: "A story",
    storySources: 1,
    topicName: "Harbour",
    now: after(30 * second),
    drafts: [],
    noChannel: null,
    style: {
      event: group.revision === undefined ? "alert.opened" : "alert.updated",
      timeZone: "Europe/London",
      links: {},
    },
    reminded: [],
    escalated: [],
    linksFor: () => ({}),
    ...rest,
  };
}

/** A group that spoke once, at the time it was opened. */
const spoke: Partial<AlertGroup> = { revision: 1, flushed_at: after(0) };
const told = { toldSources: ["site"], toldPassages: ["Passage 1."] };

describe("the first message", () => {
  test("waits so that others can join, then leaves", () => {
    expect(stepOf(facts({}, { now: after(10 * second) }))).toEqual({ kind: "wait", untilMs: 20 * second });
    expect(stepOf(facts())).toMatchObject({ kind: "send", why: "groupWait", message: { revision: 1 } });
  });

  test("leaves at once when it is critical", () => {
    const critical = facts({}, { now: after(0), waiting: [waiting(1), waiting(2, { severity: "critical" })] });
    expect(stepOf(critical)).toMatchObject({ kind: "send", why: "critical", message: { severity: "critical" } });
  });

  test("is about the original, not about the copy that came first", () => {
    const decision = stepOf(
      facts(
        {},
        { waiting: [waiting(1, { verdict: "duplicate", sourceId: "copier" }), waiting(2, { severity: "low" })] },
      ),
    );
    expect(decision).toMatchObject({ kind: "send", first: { alertId: "2" }, message: { article: { id: "102" } } });
  });

  test("is about the most severe of several originals, else the first", () => {
    const three = [waiting(1), waiting(2, { severity: "high" }), waiting(3, { severity: "high" })];
    expect(stepOf(facts({}, { waiting: three }))).toMatchObject({ first: { alertId: "2" } });
  });

  test("names the others once each, and at most three passages", () => {
    const decision = stepOf(
      facts(
        {},
        {
          waiting: [
            waiting(1),
            waiting(2, { sourceId: "b", articleId: "200" }),
            waiting(3, { sourceId: "b", articleId: "200", passage: "Passage 1." }),
            waiting(4, { sourceId: "c" }),
            waiting(5, { sourceId: "d" }),
          ],
        },
      ),
    );
    if (decision.kind !== "send") throw new Error(decision.kind);
    expect(decision.message.alsoIn.map((article) => article.id)).toEqual(["200", "104", "105"]);
    expect(decision.message.why.map((why) => why.snippet.text)).toEqual(["Passage 1.", "Passage 2.", "Passage 4."]);
  });

  test("carries the story, the zone of its times, and the links it is given", () => {
    const links = { why: "https://wirewatch.example.org/l/x" };
    const style = { event: "alert.opened", timeZone: "Asia/Kolkata", links } as const;
    const { message } = sent(facts({}, { style, storySources: 4 }));
    expect(message).toMatchObject({
      alertId: "al_5",
      event: "alert.opened",
      topic: { id: "harbour", name: "Harbour" },
      story: { id: "st_7", title: "A story", sources: 4 },
      timeZone: "Asia/Kolkata",
      links,
    });
    expect(message).not.toHaveProperty("isBrief");
    expect(sent(facts({}, { storyTitle: "" })).message).toMatchObject({ story: { title: "Article 101" }, links: {} });
  });
});

describe("a further message", () => {
  test("leaves with the interval, for an original with a new passage", () => {
    const given = { ...told, waiting: [waiting(2)] };
    expect(stepOf(facts(spoke, { ...given, now: after(2 * minute) }))).toEqual({
      kind: "wait",
      untilMs: 3 * minute,
    });
    expect(stepOf(facts(spoke, { ...given, now: after(5 * minute) }))).toMatchObject({
      kind: "send",
      why: "newPassage",
      message: { revision: 2, event: "alert.updated" },
    });
  });

  test("leaves for a revision that says something else, unless the route wants none", () => {
    const given = {
      ...told,
      waiting: [waiting(2, { verdict: "revision", passage: "Passage 1." })],
      now: after(6 * minute),
    };
    expect(stepOf(facts(spoke, given))).toMatchObject({ kind: "send", why: "textChanged" });
    const silent = { ...route, updates: { ...route.updates, textChanged: "never" as const } };
    expect(stepOf(facts(spoke, { ...given, route: silent }))).toMatchObject({ kind: "join", why: "notMaterial" });
  });

  test("leaves for a higher severity, also of a copy, but not before the interval", () => {
    const given = { ...told, waiting: [waiting(2, { verdict: "duplicate", severity: "critical" })] };
    expect(stepOf(facts(spoke, { ...given, now: after(minute) }))).toEqual({ kind: "wait", untilMs: 4 * minute });
    expect(stepOf(facts(spoke, { ...given, now: after(6 * minute) }))).toMatchObject({
      kind: "send",
      why: "severityRaised",
      message: { severity: "critical" },
    });
  });

  test("leaves when enough new sources have it, counting those that joined silently", () => {
    const copies = [waiting(4, { verdict: "duplicate", sourceId: "d" })];
    const given = { ...told, waiting: copies, now: after(6 * minute) };
    expect(stepOf(facts(spoke, { ...given, joinedSources: ["b"] }))).toMatchObject({ kind: "join" });
    expect(stepOf(facts(spoke, { ...given, joinedSources: ["b", "c"] }))).toMatchObject({
      kind: "send",
      why: "newSources",
    });
  });

  test.each<[string, WaitingAlert]>([
    ["a copy", waiting(2, { verdict: "duplicate", sourceId: "b" })],
    ["a near copy", waiting(2, { verdict: "nearDuplicate", sourceId: "b" })],
    ["a passage that was told", waiting(2, { passage: "Passage 1." })],
  ])("does not leave for %s: it joins", (_what, alert) => {
    expect(stepOf(facts(spoke, { ...told, waiting: [alert], now: after(6 * minute) }))).toEqual({
      kind: "join",
      why: "notMaterial",
      untilMs: day - 6 * minute,
    });
  });

  test("does not leave a seventh time a day", () => {
    const six = { ...spoke, updates_today: 6, updates_on: new Date(2026, 2, 2) };
    const given = { ...told, waiting: [waiting(2)], now: after(6 * minute) };
    expect(stepOf(facts(six, given))).toMatchObject({ kind: "join", why: "dailyLimit" });
    expect(stepOf(facts({ ...six, updates_today: 5 }, given))).toMatchObject({ kind: "send" });
    const yesterday = { ...six, updates_on: new Date(2026, 2, 1) };
    expect(stepOf(facts(yesterday, given))).toMatchObject({ kind: "send" });
  });

  describe("in another time zone", () => {
    const zone = process.env.TZ;
    afterEach(() => {
      if (zone === undefined) delete process.env.TZ;
      else process.env.TZ = zone;
    });

    // The driver gives a date as midnight of the process's own zone.
    test.each(["Asia/Tokyo", "America/Los_Angeles", "UTC"])("(%s) has the same daily limit", (name) => {
      process.env.TZ = name;
      for (const hours of [0, 8, 16, 23]) {
        const now = new Date(Date.UTC(2026, 2, 2, hours, 30));
        const group = {
          ...spoke,
          opened_at: new Date(now.getTime() - 10 * minute),
          flushed_at: new Date(now.getTime() - 10 * minute),
          updates_today: 6,
        };
        const given = { ...told, waiting: [waiting(2)], now };
        expect(stepOf(facts({ ...group, updates_on: new Date(2026, 2, 2) }, given))).toMatchObject({
          kind: "join",
        });
        expect(stepOf(facts({ ...group, updates_on: new Date(2026, 2, 1) }, given))).toMatchObject({
          kind: "send",
        });
      }
    });
  });
});

describe("a group with nothing to tell", () => {
  test("stays open for newcomers until it has been quiet long enough, then closes", () => {
    const quiet = { waiting: [], ...told };
    expect(stepOf(facts(spoke, { ...quiet, now: after(minute) }))).toEqual({
      kind: "wait",
      untilMs: day - minute,
    });
    expect(stepOf(facts(spoke, { ...quiet, now: after(day) }))).toEqual({ kind: "close" });
  });

  test("tells what still waits before it closes", () => {
    expect(stepOf(facts({}, { now: after(2 * day) }))).toMatchObject({ kind: "send" });
  });
});

describe("when the configuration changed meanwhile", () => {
  test("a route that is gone leads to no message, and to the end of its group", () => {
    expect(stepOf(facts({}, { route: null }))).toEqual({
      kind: "suppress",
      reason: "no_route",
      detail: "route default is no longer in the configuration",
    });
    expect(stepOf(facts({}, { route: null, waiting: [] }))).toEqual({ kind: "close" });
  });

  test.each([
    ["no_route", "receiver desk is no longer in the configuration"],
    ["below_route", "no channel of desk asks for alert.opened"],
    ["disabled", "every channel of desk is disabled"],
  ] as const)("a receiver without a channel gets nothing (%s), and the reason is kept", (reason, detail) => {
    expect(stepOf(facts({}, { noChannel: { reason, detail } }))).toEqual({ kind: "suppress", reason, detail });
  });
});

function stepOf(given: Facts): FlushStep {
  return decideFlush(given).step;
}

function sent(given: Facts): Extract<FlushStep, { kind: "send" }> {
  const decision = stepOf(given);
  if (decision.kind !== "send") throw new Error(`it is not sent but: ${decision.kind}`);
  return decision;
}
