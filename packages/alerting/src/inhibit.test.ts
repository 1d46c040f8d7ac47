import { describe, expect, test } from "vitest";
import { inhibitedBy } from "./inhibit.ts";
import type { Candidate, InhibitRule } from "./inhibit.ts";

const hourMs = 3_600_000;
const rule: InhibitRule = {
  name: "confirmed-beats-rumour",
  sourceMatchers: ['topic="confirmed"'],
  targetMatchers: ['topic="rumour"'],
  equal: ["story"],
  forMs: 24 * hourMs,
};

function candidate(
  matchId: string,
  topic: string,
  hour = 0,
  labels: Candidate["labels"] = { story: "st_7" },
): Candidate {
  return { matchId, at: new Date(Date.UTC(2026, 2, 2) + hour * hourMs), labels: { topic, ...labels } };
}

const rumour = candidate("1", "rumour", 24);
const by = { rule: rule.name, matchId: "2" };

describe("a match that takes the place of another", () => {
  test.each<[string, Candidate, InhibitRule[], Candidate[], typeof by | null]>([
    ["came before it", rumour, [rule], [candidate("2", "confirmed", 10)], by],
    ["came before it by the whole time", rumour, [rule], [candidate("2", "confirmed", 0)], by],
    ["is forgotten after that", rumour, [rule], [candidate("2", "confirmed", -1)], null],
    ["came after it while nobody was told", rumour, [rule], [candidate("2", "confirmed", 30)], by],
    ["has the same label", rumour, [rule], [candidate("2", "confirmed", 10, { story: "st_8" })], null],
    ["has the label at all", rumour, [rule], [candidate("2", "confirmed", 10, {})], null],
    [
      "is not found by a label that both miss",
      candidate("1", "rumour", 24, {}),
      [rule],
      [candidate("2", "confirmed", 10, {})],
      null,
    ],
    [
      "may have the values in another order",
      candidate("1", "rumour", 24, { story: ["a", "b"] }),
      [rule],
      [candidate("2", "confirmed", 10, { story: ["b", "a"] })],
      by,
    ],
    [
      "has all the values",
      candidate("1", "rumour", 24, { story: ["a", "b"] }),
      [rule],
      [candidate("2", "confirmed", 10, { story: ["b"] })],
      null,
    ],
    [
      "needs no label when none has to be equal",
      rumour,
      [{ ...rule, equal: [] }],
      [candidate("2", "confirmed", 10, {})],
      by,
    ],
    ["meets the rule's source", rumour, [rule], [candidate("2", "other", 10)], null],
    [
      "is no source when the rule names none",
      rumour,
      [{ ...rule, sourceMatchers: [] }],
      [candidate("2", "confirmed", 10)],
      null,
    ],
    ["has a target in the rule", candidate("1", "other", 24), [rule], [candidate("2", "confirmed", 10)], null],
    [
      "is found by the first rule that has one",
      rumour,
      [{ ...rule, name: "other", sourceMatchers: ['topic="x"'] }, rule],
      [candidate("2", "confirmed", 10)],
      by,
    ],
  ])("%s", (_, target, rules, others, expected) => {
    expect(inhibitedBy(target, rules, others)).toEqual(expected);
  });

  const both: InhibitRule = { ...rule, sourceMatchers: ['topic=~".+"'], targetMatchers: ['topic=~".+"'] };

  test("is never the match itself", () => {
    expect(inhibitedBy(rumour, [both], [rumour])).toBeNull();
  });

  test("is never one that it would inhibit by the same rule: both would be lost", () => {
    const other = candidate("2", "confirmed", 10);
    expect(inhibitedBy(rumour, [both], [other])).toBeNull();
    expect(inhibitedBy(other, [both], [rumour])).toBeNull();
  });

  test("is one that is only a source of a rule that sees the other as both", () => {
    const oneWay: InhibitRule = { ...both, targetMatchers: ['topic="rumour"'] };
    expect(inhibitedBy(rumour, [oneWay], [candidate("2", "confirmed", 10)])).toEqual(by);
  });
});
