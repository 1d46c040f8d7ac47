import { describe, expect, it } from "vitest";
import { createAskedWords } from "./asked-words.ts";
import type { TermPattern } from "./terms.ts";

const folded = (word: string): TermPattern => ({ kind: "folded", folded: word });
const wildcard = (prefix: string): TermPattern => {
  return { kind: "wildcard", wildcard: { source: `${prefix}*`, prefix, pattern: [...Array.from(prefix), "*"] } };
};

function mayFit(patterns: readonly TermPattern[], word: string): boolean {
  const asked = createAskedWords();
  for (const pattern of patterns) asked.add(pattern);
  return asked.mayFit(`a ${word} b`, 2, 2 + word.length);
}

describe("createAskedWords", () => {
  it.each<[string, TermPattern[], string, boolean]>([
    ["a word in whatever case", [folded("harbour")], "HarBour", true],
    ["a longer word", [folded("harbour")], "harbours", false],
    ["a word in capitals", [{ kind: "exact", exact: "US", folded: "us" }], "US", true],
    ["a word of a pattern with accents, without them", [folded("cafe")], "Cafe", true],
    ["a word with accents, whose folded form is not known yet", [folded("cafe")], "café", true],
    ["any word of another script", [folded("cafe")], "гавань", true],
    ["a word that a wildcard may mean", [wildcard("lay")], "Layoffs", true],
    ["a word that begins otherwise", [wildcard("lay")], "delay", false],
    ["an ASCII word, where a wildcard begins with another letter", [wildcard("é")], "elan", false],
    ["any word, where a wildcard begins with anything", [wildcard("")], "elan", true],
    ["any word, where stems are asked for", [{ kind: "stem", surface: "strikes", folded: "strikes" }], "quay", true],
    ["no word, where nothing is asked for", [], "quay", false],
    ["any word, once there are too many", Array.from({ length: 501 }, (_, at) => folded(`w${at}`)), "quay", true],
  ])("%s", (_, patterns, word, expected) => {
    expect(mayFit(patterns, word)).toBe(expected);
  });

  it("passes over most words of a text", () => {
    const asked = createAskedWords();
    for (let at = 0; at < 40; at++) asked.add(folded(`asked${at}`));
    const words = Array.from({ length: 5_000 }, (_, at) => `other${at}`);
    expect(words.filter((word) => asked.mayFit(word, 0, word.length)).length).toBeLessThan(60);
  });
});
