import type { Labels } from "@wirewatch/alerting";
import type { RouteConfig } from "@wirewatch/config";
import type { ArticleRevision, StoredMatch } from "@wirewatch/store";
import { describe, expect, test } from "vitest";
import { decideMatches } from "./notify.ts";
import type { MatchDecision } from "./notify.ts";
import type { MatchFacts } from "./match-facts.ts";

type Facts = MatchFacts;

const hour = 3_600_000;
const seenAt = new Date("2026-03-02T12:00:00Z");

const match = { id: "1", topic_id: "harbour", article_id: "10", story_id: "7", severity: "normal" } as StoredMatch;

const root: RouteConfig = {
  name: "default",
  receiver: "desk",
  groupBy: ["topic", "story"],
  groupWaitMs: 30_000,
  groupIntervalMs: 60_000,
  closeAfterMs: hour,
  updates: { newSources: 3, severityRaised: true, textChanged: "material" },
  matchers: [],
  continue: false,
  quietHours: null,
  routes: [],
};

function facts(row: Partial<ArticleRevision> = {}, rest: Partial<Omit<Facts, "row">> = {}): Facts {
  return {
    row: {
      article_id: "10",
      revision: 1,
      source_id: "site",
      baseline: false,
      too_old: false,
      seen_at: seenAt,
      published_at: null,
      verdict: "unique",
      of_article_id: null,
      ...row,
    } as ArticleRevision,
    matches: [match],
    earlier: [],
    root,
    labels: new Map([["harbour", { topic: "harbour", severity: "normal", story: "7", source: "site" }]]),
    severities: new Map(),
    mutes: { silences: [], inhibitRules: [], others: [] },
    maxAgeMs: null,
    now: seenAt,
    ...rest,
  };
}

describe("a match is not told about when", () => {
  test.each<[string, Facts, string, RegExp]>([
    ["its source was just added", facts({ baseline: true }), "baseline", /before the source was added/],
    ["the feed said that it is old", facts({ too_old: true }), "too_old", /too long ago/],
    [
      "its page says that it is old",
      facts({ published_at: new Date(seenAt.getTime() - 49 * hour) }, { maxAgeMs: 48 * hour }),
      "too_old",
      /^published 2026-02-28T11:00:00.000Z, seen 2026-03-02T12:00:00.000Z$/,
    ],
    [
      "it is a revision that says nothing else",
      facts(
        { verdict: "revision", revision: 2, material: false },
        { earlier: [{ topicId: "harbour", articleId: "10", isSuppressed: false, isOver: false }] },
      ),
      "not_material",
      /not what it says/,
    ],
    [
      "it is such a revision, the first that has the topic",
      facts({ verdict: "revision", revision: 2, material: false }),
      "not_material",
      /not what it says/,
    ],
    [
      "it is a revision of which nobody knows what changed",
      facts({ verdict: "revision", revision: 2, material: null }),
      "not_material",
      /not what it says/,
    ],
    [
      "it is a copy of one that was not told about",
      facts(
        { verdict: "duplicate", of_article_id: "3" },
        { earlier: [{ topicId: "harbour", articleId: "3", isSuppressed: true, isOver: false }] },
      ),
      "duplicate",
      /copy of article 3/,
    ],
    [
      "it is nearly a copy of such a one",
      facts(
        { verdict: "nearDuplicate", of_article_id: "3" },
        { earlier: [{ topicId: "harbour", articleId: "3", isSuppressed: true, isOver: false }] },
      ),
      "duplicate",
      /copy of article 3/,
    ],
    [
      "it is a copy of one that was told about, and that is over",
      facts(
        { verdict: "duplicate", of_article_id: "3" },
        { earlier: [{ topicId: "harbour", articleId: "3", isSuppressed: false, isOver: true }] },
      ),
      "duplicate",
      /which was told about before/,
    ],
  ])("%s", (_when, given, reason, detail) => {
    expect(decideOne(given)).toEqual({
      kind: "suppress",
      match,
      severity: "normal",
      reason,
      detail: expect.stringMatching(detail),
      inhibitorId: null,
    });
  });

  test("several reasons hold: the first is stored", () => {
    expect(decideOne(facts({ baseline: true, too_old: true }))).toMatchObject({ reason: "baseline" });
  });
});

describe("a match is told about", () => {
  test.each<[string, Facts]>([
    ["when nothing speaks against it", facts()],
    [
      "when it is as old as its source allows",
      facts({ published_at: new Date(seenAt.getTime() - 48 * hour) }, { maxAgeMs: 48 * hour }),
    ],
    ["when it is old and its source has no limit", facts({ published_at: new Date(0) })],
    ["when it has no date", facts({}, { maxAgeMs: hour })],
    [
      "when it is a revision that says something else",
      facts(
        { verdict: "revision", revision: 2, material: true },
        { earlier: [{ topicId: "harbour", articleId: "10", isSuppressed: false, isOver: false }] },
      ),
    ],
    [
      "when it is such a revision, the first that has the topic",
      facts({ verdict: "revision", revision: 2, material: true }),
    ],
    [
      "when it is a copy of one that was told about: it joins its group",
      facts(
        { verdict: "duplicate", of_article_id: "3" },
        { earlier: [{ topicId: "harbour", articleId: "3", isSuppressed: false, isOver: false }] },
      ),
    ],
    [
      "when it is a copy of an article that another one's suppression does not concern",
      facts(
        { verdict: "duplicate", of_article_id: "3" },
        { earlier: [{ topicId: "harbour", articleId: "4", isSuppressed: true, isOver: false }] },
      ),
    ],
    [
      "when the story is known and the article is its own",
      facts({}, { earlier: [{ topicId: "harbour", articleId: "3", isSuppressed: true, isOver: false }] }),
    ],
  ])("%s", (_when, given) => {
    expect(decideOne(given)).toEqual({
      kind: "alert",
      match,
      severity: "normal",
      routes: [{ route: root, key: expect.stringContaining("harbour") }],
    });
  });

  test("by every route that takes it, each with a group of its own", () => {
    const night = { ...root, name: "night", receiver: "pager", matchers: ["severity=normal"], continue: true };
    const all = { ...root, name: "all", receiver: "archive" };
    const decision = decideOne(facts({}, { root: { ...root, routes: [night, all] } }));
    expect(decision).toMatchObject({ kind: "alert", routes: [{ route: night }, { route: all }] });
    const keys = decision.kind === "alert" ? decision.routes.map(({ key }) => key) : [];
    expect(new Set(keys).size).toBe(2);
  });

  test("by the route for its labels only", () => {
    const other = { ...root, name: "sport", matchers: ["topic=sport"] };
    expect(decideOne(facts({}, { root: { ...root, routes: [other] } }))).toMatchObject({
      kind: "alert",
      routes: [{ route: { name: "default" } }],
    });
  });
});

describe("a match that a route takes", () => {
  const silence = {
    id: "3",
    matchers: ["topic=harbour"],
    startsAt: seenAt,
    endsAt: new Date(seenAt.getTime() + hour),
    author: "ada",
    comment: "drill",
  };
  const rule = {
    name: "confirmed-beats-rumour",
    sourceMatchers: ["topic=confirmed"],
    targetMatchers: ["topic=harbour"],
    equal: ["story"],
    forMs: hour,
  };
  const confirmed = { matchId: "9", labels: { topic: "confirmed", story: "7" }, at: seenAt };
  const mutes = { silences: [], inhibitRules: [rule], others: [confirmed] };

  test("is silenced with the silence's own words", () => {
    expect(decideOne(facts({}, { mutes: { ...mutes, silences: [silence] } }))).toMatchObject({
      kind: "suppress",
      reason: "silenced",
      detail: "silence 3 of ada (drill), until 2026-03-02T13:00:00.000Z",
      inhibitorId: null,
    });
  });

  test("is inhibited by the match that takes its place, which is remembered", () => {
    expect(decideOne(facts({}, { mutes }))).toMatchObject({ reason: "inhibited", inhibitorId: "9" });
    const elsewhere = { ...confirmed, labels: { topic: "confirmed", story: "8" } };
    expect(decideOne(facts({}, { mutes: { ...mutes, others: [elsewhere] } }))).toMatchObject({ kind: "alert" });
  });

  test("is told when the one that would take its place is inhibited by it: of two, one is told", () => {
    const two = [match, { ...match, id: "9", topic_id: "confirmed" }];
    const labels = new Map<string, Labels>([
      ["harbour", { topic: "harbour", severity: "normal", story: "7" }],
      ["confirmed", confirmed.labels],
    ]);
    const back = { ...rule, name: "back", sourceMatchers: ["topic=harbour"], targetMatchers: ["topic=confirmed"] };
    const others = [confirmed, { matchId: "1", labels: labels.get("harbour") ?? {}, at: seenAt }];
    const given = facts({}, { matches: two, labels, mutes: { ...mutes, inhibitRules: [rule, back], others } });
    expect(decideMatches(given)).toMatchObject([
      { kind: "suppress", reason: "inhibited", inhibitorId: "9" },
      { kind: "alert", match: { id: "9" } },
    ]);
  });

  test("goes by the severity that it has by now", () => {
    const pager = { ...root, name: "pager", matchers: ["severity=critical"] };
    const labels = new Map([["harbour", { topic: "harbour", severity: "critical", story: "7" }]]);
    const given = facts(
      {},
      { root: { ...root, routes: [pager] }, labels, severities: new Map([["harbour", "critical"]]) },
    );
    expect(decideOne(given)).toMatchObject({
      kind: "alert",
      severity: "critical",
      routes: [{ route: { name: "pager" } }],
    });
  });
});

function decideOne(given: Facts): MatchDecision {
  const [decision] = decideMatches(given);
  if (decision === undefined) throw new RangeError("nothing was decided");
  return decision;
}
