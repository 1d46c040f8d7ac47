import type { Announcement, ExplainedStep, WaitingWork } from "@wirewatch/store";
import { describe, expect, test } from "vitest";
import { announcementWords, knownByWords } from "./announcement-words.ts";
import { orderedCut } from "./cut-words.ts";
import { clauseWords, matchPlace } from "./match-words.ts";
import { instant } from "./plain-words.ts";
import { outcomeWords, seenWords, unmatchedWords } from "./revision-words.ts";
import { stepTimes, stepWords } from "./step-words.ts";
import { unknownWords } from "./unknown-words.ts";
import { waitingWords } from "./waiting-words.ts";

const now = new Date("2026-03-02T12:00:00Z");
const item: Announcement = {
  sourceId: "times",
  feedUrl: "https://times.example/rss",
  url: null,
  title: null,
  publishedAt: null,
  seenAt: now,
  isBaseline: false,
  articleId: "7",
  outcome: null,
  reason: null,
};

test.each<[Partial<Announcement>, string, string[]]>([
  [{}, "times, https://times.example/rss", ["work opened as article 7"]],
  [{ feedUrl: "push:times" }, "times, handed in", ["work opened as article 7"]],
  [
    { outcome: "knownUrl", reason: "the page is known" },
    "times, https://times.example/rss",
    ["no new work: the page is known"],
  ],
  [
    { articleId: null, isBaseline: true },
    "times, https://times.example/rss",
    ["it was in the feed's first document: archived, not alerted"],
  ],
])("an announcement: %o", (given, text, notes) => {
  expect(announcementWords({ ...item, ...given })).toEqual({ text, notes });
});

test("how an address leads to an article is said unless it is the one that was announced", () => {
  expect(knownByWords({ knownBy: "announced" })).toBeNull();
  expect(knownByWords({ knownBy: "canonical" })).toContain("its own address");
});

describe("steps", () => {
  const step: ExplainedStep = {
    at: now,
    stage: "fetch",
    result: "strip",
    reason: null,
    detail: null,
    waitMs: null,
    workMs: null,
    worker: null,
  };

  test.each<[Partial<ExplainedStep>, string]>([
    [{ detail: { status: 200, bytes: 1500 } }, "fetched: 200, 1.5 kB"],
    [{ detail: { status: "200", bytes: null } }, "fetched"],
    [{ result: "retry" }, "did not work, tried again later"],
    [{ stage: "classify", result: "notify", detail: { matched: ["a", 1, "b"] } }, "topics found: a, b"],
    [
      { stage: "strip", result: "deduplicate", detail: { characters: 1, template: 2 } },
      "read: 1 character, 2 blocks of its source's template left out",
    ],
    [{ stage: "strip", result: "notArticle" }, "no readable article"],
  ])("%o", (given, words) => {
    expect(stepWords({ ...step, ...given })).toBe(words);
  });

  test("say how long they waited and took, as far as it is known", () => {
    expect(stepTimes(step)).toBe("");
    expect(stepTimes({ waitMs: 1200, workMs: 5, worker: "w" })).toBe("waited 1.2 s, took 5 ms, by w");
  });
});

test("work that waits tells everything that is in its way", () => {
  const waiting: WaitingWork = {
    stage: "fetch",
    since: new Date("2026-03-02T11:00:00Z"),
    isRunning: false,
    dueAt: new Date("2026-03-02T12:05:00Z"),
    hostFreeAt: new Date("2026-03-02T12:01:00Z"),
    attempts: 2,
    starts: 3,
    lastError: null,
  };
  const around = { asOf: now, services: [], drainedSince: new Date("2026-03-02T10:00:00Z") };
  expect(waitingWords(waiting, around, instant)).toEqual({
    text: "waits for fetch, since 2026-03-02 11:00:00 (1 h)",
    notes: [
      'intake is stopped since 2026-03-02 10:00:00; "wirewatch drain --end" lets it go on',
      'no fetcher is running; "wirewatch run fetcher" starts one',
      "its host is asked again in 1 min",
      "it is due in 5 min",
      "it failed 2 times there so far",
      "it was started 3 times without an end: the process may have crashed",
      "the log of the fetcher says why",
    ],
  });
  const running = { ...waiting, isRunning: true, attempts: 0, starts: 1, hostFreeAt: null };
  expect(waitingWords(running, { asOf: now, services: ["fetcher"], drainedSince: null }, instant)).toEqual({
    text: "is being worked on in fetch, since 2026-03-02 11:00:00 (1 h)",
    notes: [],
  });
});

test("versions tell how they ended and where they were seen", () => {
  const revision = { outcome: "unchanged", reason: null, trigger: "template", matches: [] } as const;
  expect(outcomeWords(revision)).toBe("its text was cleaned again, nothing new was published");
  expect(outcomeWords({ ...revision, outcome: null })).toBe("still in progress");
  expect(outcomeWords({ ...revision, outcome: "matched", matches: [1, 2] })).toBe("matched 2 topics");
  expect(seenWords({ sourceId: "times", isBaseline: false, isTooOld: true })).toBe(
    "seen in times, too old for an alert by then",
  );
  const topics = Array.from({ length: 40 }, (_, at) => ({ id: `t${at}`, name: "" }));
  expect(unmatchedWords({ topicsAsked: { configVersion: "7", topics } })).toMatch(
    /none of 40 topics .*t29 and 10 more\)$/u,
  );
});

test("queries tell what they found and where; what was not recorded is empty", () => {
  const clause = {
    clause: "any[0]",
    query: "quay",
    words: ["quay", "Quays"],
    texts: ["title", "h0", "s0", "s1", "s2"],
  };
  expect(clauseWords(clause)).toEqual({
    place: "one of these, 1st",
    query: "quay",
    found: "found: quay, Quays",
    where: "in the title, the heading of section 1, section 1, section 2 and 1 more",
  });
  expect(clauseWords({ ...clause, words: [] })).toMatchObject({ found: "", where: "" });
  const place = { units: [null, 0, 2], configVersion: "7", topicVersion: "", language: null };
  expect(matchPlace(place)).toBe("in sections 1, 3, by configuration 7");
});

test("what other pages have is the first of what was left out, the rest keeps its order", () => {
  const cut = ["caption", "edge", "template"].map((reason) => ({ text: reason, reason: reason as "edge" }));
  expect(orderedCut(cut).map(({ text }) => text)).toEqual(["template", "caption", "edge"]);
});

test("an address that nothing covers is told with what to do", () => {
  const words = unknownWords({ url: "https://nobody.example/x", nearest: [], asOf: now, drainedSince: null }, instant);
  expect(words.notes).toEqual(["No source covers nobody.example."]);
  expect(words.advice).toContain('"wirewatch sources test https://nobody.example/"');
});
