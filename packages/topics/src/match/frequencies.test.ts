import { describe, expect, it } from "vitest";
import { createFrequencies } from "./frequencies.ts";
import type { Frequencies, Popularity } from "./frequencies.ts";
import type { TermPattern } from "./terms.ts";
import { hashOf } from "./words.ts";

const folded = (word: string): TermPattern => ({ kind: "folded", folded: word });
const unpopular: Popularity = { referencesOf: () => 1, total: () => 0 };

/** So many documents with the words and the terms. */
function read(frequencies: Frequencies, documents: number, words: readonly string[], terms: readonly number[]): void {
  for (let number = 0; number < documents; number++) {
    frequencies.beginDocument();
    if (frequencies.isSketching) for (const word of words) frequencies.countWord(hashOf(word));
    for (const term of terms) frequencies.countTerm(term);
  }
}

describe("createFrequencies", () => {
  it.each<[string, TermPattern, TermPattern]>([
    ["a longer word", folded("thunderstorm"), folded("rain")],
    ["a word in capitals", { kind: "exact", exact: "RAIN", folded: "rain" }, folded("rain")],
    ["a word", folded("rain"), { kind: "stem", surface: "rain", folded: "rain" }],
    [
      "a word",
      folded("rainy"),
      { kind: "wildcard", wildcard: { source: "rain*", prefix: "rain", pattern: ["r", "a", "i", "n", "*"] } },
    ],
  ])("without documents %s counts as the rarer one", (_, rarer, other) => {
    const frequencies = createFrequencies(unpopular);
    frequencies.addTerm(0, rarer);
    frequencies.addTerm(1, other);
    expect(frequencies.shareOf(0)).toBeLessThan(frequencies.shareOf(1));
  });

  it("without documents a short name of one query is rarer than a long word of many", () => {
    const references = [1, 40];
    const frequencies = createFrequencies({ referencesOf: (id) => references[id] ?? 0, total: () => 50_000 });
    frequencies.addTerm(0, folded("qxz"));
    frequencies.addTerm(1, folded("government"));
    expect(frequencies.shareOf(0)).toBeLessThan(frequencies.shareOf(1));
  });

  it("comes to the share that is counted, and a term not met is rarer than one met once", () => {
    const frequencies = createFrequencies(unpopular);
    for (const [id, word] of ["the", "rain", "once", "never"].entries()) frequencies.addTerm(id, folded(word));
    read(frequencies, 500, [], [0]);
    read(frequencies, 499, [], [0, 1]);
    read(frequencies, 1, [], [0, 1, 2]);
    expect(frequencies.shareOf(0)).toBeCloseTo(1, 1);
    expect(frequencies.shareOf(1)).toBeCloseTo(0.5, 1);
    expect(frequencies.shareOf(3)).toBeLessThan(frequencies.shareOf(2));
  });

  it("a new term begins with what the sketch has seen of its word", () => {
    const frequencies = createFrequencies(unpopular);
    read(frequencies, 400, ["rain"], []);
    frequencies.addTerm(0, folded("rain"));
    frequencies.addTerm(1, folded("snow"));
    expect(frequencies.shareOf(0)).toBeGreaterThan(0.9);
    expect(frequencies.shareOf(1)).toBeLessThan(0.01);
  });

  it("a number given out again begins anew", () => {
    const frequencies = createFrequencies(unpopular);
    frequencies.addTerm(0, folded("rain"));
    read(frequencies, 100, [], [0]);
    frequencies.addTerm(0, folded("snow"));
    expect(frequencies.shareOf(0)).toBeLessThan(0.05);
  });

  it("follows a stream that changes, and stays a share however long it runs", () => {
    const frequencies = createFrequencies(unpopular);
    for (const [id, word] of ["rain", "snow"].entries()) frequencies.addTerm(id, folded(word));
    read(frequencies, 20_000, [], [0]);
    expect(frequencies.shareOf(0)).toBeLessThanOrEqual(1);
    read(frequencies, 20_000, [], [1]);
    expect(frequencies.shareOf(0)).toBeLessThan(0.1);
    expect(frequencies.shareOf(1)).toBeGreaterThan(0.9);
  });
});
