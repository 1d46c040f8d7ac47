import type { ReceiverConfig } from "@wirewatch/config";
import type { Digest } from "@wirewatch/store";
import { describe, expect, test } from "vitest";
import { decideDigest } from "./digest.ts";
import type { DigestFacts, WaitingItem } from "./digest-facts.ts";

const hour = 3_600_000;
const forAt = new Date("2026-03-02T07:30:00Z");
const after = (hours: number): Date => new Date(forAt.getTime() + hours * hour);

const receiver = { name: "desk", digest: null, heartbeat: null } as unknown as ReceiverConfig;
const schedule = {
  atMinute: 450,
  weekdays: [],
  timeZone: "UTC",
  sections: ["topic" as const],
  maxStories: 50,
  sendEmpty: false,
};
const draft = { receiver: "desk", channel: "webhook-0", channelKind: "webhook", repeat: "at-least-once" } as const;

function item(id: number, given: Partial<WaitingItem> = {}): WaitingItem {
  return {
    alertId: String(id),
    groupId: String(10 + id),
    matchId: String(100 + id),
    labels: { topic: "harbour", severity: "normal", story: "7" },
    at: after(-8),
    quietHours: null,
    topic: { id: "harbour", name: "Harbour" },
    severity: "normal",
    story: { id: `st_${id}`, title: `Story ${id}`, sources: 1 },
    article: {
      id: String(1000 + id),
      url: `https://site.example/${id}`,
      title: `Article ${id}`,
      sourceId: "site",
      sourceName: "The Site",
      language: "en",
      publishedAt: null,
      firstSeenAt: after(-8).toISOString(),
    },
    snippet: { text: "The quay.", marks: [], heading: null },
    ...given,
  };
}

function facts(digest: Partial<Digest>, given: Partial<DigestFacts> = {}): DigestFacts {
  const items = given.items ?? [item(1), item(2)];
  return {
    digest: { id: "5", receiver: "desk", kind: "held", channel: "", for_at: forAt, ...digest } as Digest,
    receiver,
    items,
    itemCount: items.length,
    drafts: [draft],
    noChannel: null,
    mutes: { silences: [], inhibitRules: [], others: [] },
    intervals: [{ name: "night", timeZone: "UTC", times: [{ startMinute: 19 * 60, endMinute: 9 * 60 }], weekdays: [] }],
    share: { sentAt: [], overflowAt: null },
    activity: null,
    timeZone: "UTC",
    publicUrl: null,
    nextAt: null,
    isOnSchedule: false,
    now: forAt,
    ...given,
  };
}

const daily = { nextAt: after(24), isOnSchedule: true, receiver: { ...receiver, digest: schedule } };

describe("a digest", () => {
  test("leaves with all that waits, each alert under the name that messages have for it", () => {
    expect(decideDigest(facts({}))).toMatchObject({
      outcome: "sent",
      leaves: ["1", "2"],
      next: null,
      message: {
        event: "alert.digest",
        why: "held",
        title: "2 alerts on 2 stories",
        sections: [{ entries: [{ alertId: "al_12" }, { alertId: "al_11" }] }],
      },
    });
  });

  test("waits when somebody looks at it too early", () => {
    expect(decideDigest(facts({}, { now: after(-1) }))).toEqual({ kind: "wait", untilMs: hour });
  });

  test("leaves behind what is still in quiet hours, for the end of those", () => {
    const night = { during: "night", action: "hold" as const, except: [] };
    const decision = decideDigest(facts({}, { items: [item(1), item(2, { quietHours: night })] }));
    expect(decision).toMatchObject({
      outcome: "sent",
      leaves: ["1"],
      moves: [{ to: { kind: "held", forAt: new Date("2026-03-02T09:00:00Z") }, alertIds: ["2"] }],
    });
  });

  test("of a schedule leaves in quiet hours as well, and the next one follows", () => {
    const night = { during: "night", action: "hold" as const, except: [] };
    const decision = decideDigest(facts({ kind: "scheduled" }, { ...daily, items: [item(1, { quietHours: night })] }));
    expect(decision).toMatchObject({
      outcome: "sent",
      leaves: ["1"],
      next: { receiver: "desk", kind: "scheduled", forAt: after(24), schedule },
    });
  });

  test.each([
    ["is no message", false, { outcome: "empty", message: null }],
    ["is one where the receiver wants it", true, { outcome: "sent", message: { title: "No alerts" } }],
  ])("without alerts %s, and the next one follows either way", (_what, sendEmpty, expected) => {
    const wanting = { ...daily, receiver: { ...receiver, digest: { ...schedule, sendEmpty } }, items: [] };
    expect(decideDigest(facts({ kind: "scheduled" }, wanting))).toMatchObject({
      ...expected,
      next: { forAt: after(24) },
    });
  });

  test("of an hour that the schedule does not have any more hands on what waits, before its time", () => {
    const moved = { ...daily, isOnSchedule: false, nextAt: after(5), now: after(-1) };
    expect(decideDigest(facts({ kind: "scheduled" }, moved))).toMatchObject({
      outcome: "moved",
      message: null,
      moves: [{ to: { forAt: after(5) }, alertIds: ["1", "2"] }],
    });
  });

  test("of a schedule that is gone leaves at once", () => {
    expect(decideDigest(facts({ kind: "scheduled" }, { now: after(-1) }))).toMatchObject({
      outcome: "sent",
      leaves: ["1", "2"],
    });
  });

  test.each<[string, Partial<DigestFacts>, string, string]>([
    ["its receiver is gone", { receiver: null }, "no_route", "receiver desk is no longer in the configuration"],
    [
      "no channel of it takes digests",
      { drafts: [], noChannel: { reason: "below_route", detail: "no channel of desk asks for alert.digest" } },
      "below_route",
      "no channel of desk asks for alert.digest",
    ],
    [
      "the room it was for is gone",
      { drafts: [] },
      "disabled",
      "channel slack-0 of desk is disabled, or no longer in the configuration",
    ],
  ])("ends with the reason when %s", (_when, given, reason, detail) => {
    const decision = decideDigest(facts({ channel: "slack-0" }, given));
    expect(decision).toMatchObject({
      outcome: "gone",
      reason: detail,
      message: null,
      leaves: [],
      suppressed: [
        { alertId: "1", reason, detail },
        { alertId: "2", reason, detail },
      ],
    });
  });
});

describe("a heartbeat", () => {
  const activity = { articles: 1, matches: 3, told: 2, suppressed: 1, sent: 2, failed: 0, failing: 1, feeds: 4 };
  const beating = { nextAt: after(24), isOnSchedule: true, items: [], activity };

  test("says what happened, and is followed by the next", () => {
    expect(decideDigest(facts({ kind: "heartbeat" }, beating))).toMatchObject({
      outcome: "sent",
      message: {
        event: "system.heartbeat",
        lines: [
          "In the last 24 hours:",
          "1 article read",
          "3 matches: 2 told, 1 suppressed",
          "2 messages delivered, 0 failed",
          "1 of 4 feeds cannot be read",
        ],
      },
      next: { kind: "heartbeat", forAt: after(24) },
    });
  });

  test("ends when nobody wants it any more", () => {
    const unwanted = { ...beating, nextAt: null, now: after(-1) };
    expect(decideDigest(facts({ kind: "heartbeat" }, unwanted))).toMatchObject({
      outcome: "gone",
      message: null,
      next: null,
    });
  });
});
