import { describe, expect, test } from "vitest";
import type { Silence } from "../silence.ts";
import { matchEnd } from "./match-end.ts";
import type { AlertEnd } from "./match-end.ts";
import { matchVerdict } from "./match-verdict.ts";

interface Route {
  readonly name: string;
  readonly groupBy: readonly string[];
  readonly matchers: readonly string[];
  readonly continue: boolean;
  readonly routes: readonly Route[];
}

const now = new Date("2026-03-02T09:00:00Z");
const desk: Route = { name: "desk", groupBy: ["topic"], matchers: ['topic="acme"'], continue: true, routes: [] };
const all: Route = { ...desk, name: "all", groupBy: ["story"], matchers: [], continue: false };
const root: Route = { ...all, name: "root", routes: [desk, all] };
const match = { matchId: "1", at: now, labels: { topic: "acme", story: "st_7" } };
const silence: Silence = {
  id: "4",
  matchers: ['story="st_7"'],
  startsAt: now,
  endsAt: new Date("2026-03-03T09:00:00Z"),
  author: "the desk",
  comment: "known",
};
const rule = {
  name: "beats",
  sourceMatchers: ['topic="big"'],
  targetMatchers: ['topic="acme"'],
  equal: ["story"],
  forMs: 1_000,
};
const other = { matchId: "2", at: now, labels: { topic: "big", story: "st_7" } };
const facts = { match, against: [], root, silences: [], inhibitRules: [rule], others: [] };

describe("a match", () => {
  test("joins a group on each of its routes", () => {
    const verdict = matchVerdict(facts);
    expect(verdict).toEqual({
      kind: "alert",
      routes: [
        { route: desk, key: "desk/topic=acme" },
        { route: all, key: "all/story=st_7" },
      ],
    });
  });

  test("that is silenced ends so, with who wants it and until when", () => {
    expect(matchVerdict({ ...facts, silences: [silence], others: [other] })).toEqual({
      kind: "suppress",
      reason: "silenced",
      detail: "silence 4 of the desk (known), until 2026-03-03T09:00:00.000Z",
    });
  });

  test("whose place another takes ends so, with the rule", () => {
    expect(matchVerdict({ ...facts, others: [other] })).toEqual({
      kind: "suppress",
      reason: "inhibited",
      detail: "match 2 takes its place by the rule beats",
    });
  });

  test("ends by the first of the reasons against it, in their order", () => {
    const reasons = ["duplicate", "not_material", "too_old", "baseline"] as const;
    const told = reasons.map((_, index) => {
      const against = reasons.slice(0, index + 1).map((reason) => ({ reason, detail: `it is ${reason}` }));
      return matchVerdict({ ...facts, against, silences: [silence] });
    });
    expect(told).toEqual(reasons.map((reason) => ({ kind: "suppress", reason, detail: `it is ${reason}` })));
  });
});

test.each<[readonly AlertEnd[], AlertEnd | null]>([
  [["suppressed", "joined", "sent"], "sent"],
  [["joined", "digested", "suppressed"], "digested"],
  [["suppressed", "joined"], "joined"],
  [["suppressed"], "suppressed"],
  [[], null],
])("a match whose alerts ended as %j ended as %j", (ends, expected) => {
  expect(matchEnd(ends)).toBe(expected);
});
