import { describe, expect, it } from "vitest";
import { harbour } from "../fixtures/texts.ts";
import { storyTerms } from "./story-terms.ts";

const termsOf = (text: string, title: string | null = null): string[] => [...storyTerms({ title, text }).keys()];
const weightOf = (term: string, text: string, title: string | null = null): number =>
  storyTerms({ title, text }).get(term) ?? 0;
const filler = Array.from({ length: 80 }, (_, at) => `word${String.fromCharCode(97 + (at % 26))}${at}`).join(" ");

describe("weighs more", () => {
  it.each<[string, string, string, string, string | null]>([
    ["names", "selwyn", "yard", "In the yard of Selwyn", null],
    ["repeated words", "yard", "ship", "The yard and the ship and a yard", null],
    ["the lead", "yard", "ship", `The yard ${filler} the ship`, null],
    ["the headline", "yard", "ship", "The ship and the yard", "A yard"],
  ])("%s", (_, heavy, light, text, title) => {
    expect(weightOf(heavy, text, title)).toBeGreaterThan(weightOf(light, text, title));
    expect(weightOf(light, text, title)).toBeGreaterThan(0);
  });

  it("no word for its capital at the beginning of a sentence", () => {
    expect(weightOf("yard", "So it is. Yard or ship")).toBe(weightOf("ship", "So it is. Yard or ship"));
  });
});

it("are at most 100, the weightiest first, with squares that sum up to 1", () => {
  const terms = storyTerms({ title: harbour.title, text: `${harbour.text} ${filler} ${filler.toUpperCase()}` });
  expect(terms.size).toBe(100);
  const weights = [...terms.values()];
  expect(weights).toEqual(weights.toSorted((a, b) => b - a));
  expect(Math.hypot(...weights)).toBeCloseTo(1);
});

it.each([
  ["short words and figures", "He is at 12 or 14", []],
  ["possessives", "Brand’s ships, Brand's yard", ["brand", "ships", "yard"]],
  ["no text", "", []],
  ["pairs of Chinese characters", "港口工人", ["港口", "口工", "工人"]],
  ["no pairs across punctuation", "港口，工人", ["港口", "工人"]],
  ["Thai in fours", "ท่าเรือ", ["ท่าเรื", "าเรือ"]],
  ["Korean words", "항만 노동자들이 파업을 그", ["항만", "노동자들이", "파업을"]],
])("reads %s", (_, text, terms) => {
  expect(termsOf(text)).toEqual(terms);
});

it("do not depend on typography", () => {
  expect(storyTerms({ title: null, text: "The ﬁrm’s oper\u00ADator said" })).toEqual(
    storyTerms({ title: null, text: "The firm's operator said" }),
  );
});

it("reads a hostile text in a moment", () => {
  const startedAt = performance.now();
  for (const piece of ["a", "A ", "港", "a'", "1.", "\u0301", "“", "ก"])
    storyTerms({ title: null, text: piece.repeat(2_000_000 / piece.length) });
  expect(performance.now() - startedAt).toBeLessThan(4_000);
});
