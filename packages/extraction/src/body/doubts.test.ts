import { expect, test } from "vitest";
import { doubtsOf, type TextFacts } from "./doubts.ts";
import type { Mass } from "./measure.ts";

const mass: Mass = { text: 4_000, linked: 200, prose: 3_500, linkedHeadings: 0, headings: 2, pictures: 1, blocks: 30 };
const sure: TextFacts = {
  container: mass,
  page: { ...mass, text: 6_000, linked: 1_500, prose: 3_900 },
  letters: 3_600,
  words: 700,
  blocks: 20,
  sentences: 18,
  linkedWords: 0,
  agreement: null,
};

test("a usual article raises none", () => {
  expect(doubtsOf(sure)).toEqual([]);
});

test.each<[doubt: string, facts: Partial<TextFacts>]>([
  ["no part of the page reads like an article", { container: null }],
  ["the text has 40 words on a page with much more", { words: 40 }],
  ["much of what reads like an article stands elsewhere", { page: { ...sure.page, prose: 8_000 } }],
  ["most of the article's box was cut", { letters: 1_000 }],
  ["most of the text's blocks are no sentences", { sentences: 7 }],
  ["the page's own JSON-LD has another text", { linkedWords: 300, agreement: 0.2 }],
])("%s", (doubt, facts) => {
  expect(doubtsOf({ ...sure, ...facts })).toEqual([doubt]);
});

test.each<[what: string, facts: Partial<TextFacts>]>([
  ["an empty page has no article to be missed", { container: null, page: { ...mass, text: 300 } }],
  [
    "a news flash on a page of links",
    { words: 40, letters: 3_000, page: { ...sure.page, text: 6_000, linked: 5_000 } },
  ],
  ["a teaser in JSON-LD", { linkedWords: 30, agreement: 0 }],
  ["a text of three blocks", { blocks: 3, sentences: 0 }],
  ["a long list", { blocks: 250, sentences: 80 }],
  ["a table of results", { blocks: 40, sentences: 3 }],
])("no doubt: %s", (_, facts) => {
  expect(doubtsOf({ ...sure, ...facts })).toEqual([]);
});
