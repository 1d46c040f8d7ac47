import { describe, expect, it } from "vitest";
import { blockAround, findParagraphs, findSentences } from "./blocks.ts";
import { tokenise } from "./tokenise.ts";

function sentencesOf(text: string): number {
  const tokens = tokenise(text);
  return 1 + (findSentences(text, tokens, findParagraphs(text, tokens)).of.at(-1) ?? 0);
}

describe("findParagraphs", () => {
  it.each([
    ["one\ntwo", [0, 0]],
    ["one\n\ntwo", [0, 1]],
    ["one\r\n \t\r\ntwo three", [0, 1, 1]],
    ["\n\n  one\n\ntwo", [0, 1]],
    ["* * *\n\none", [1]],
  ])("%j", (text, expected) => {
    expect([...findParagraphs(text, tokenise(text)).of]).toEqual(expected);
  });
});

describe("findSentences", () => {
  it.each([
    ["It rained. People left.", 2],
    ["It rained.People left.", 1],
    ["It rained. people left.", 1],
    ["Did it? Yes! Good… Fine", 4],
    ["下雨了。他走了。", 2],
    ["هل جاء؟ نعم", 2],
    ['He said "yes." Then left.', 2],
    ["(It rained.) People left.", 2],
    ["Mr. Smith met Gen. Jones.", 1],
    ["Plan B. Smith came.", 1],
    ["In the U.S. Congress met.", 1],
    ["Prices rose to 3.5. Nobody cared.", 2],
    ["The dog was Anna's. Nobody cared.", 2],
    ["млн. Рублей", 1],
    ["one\n\ntwo", 2],
    ["Wait?! no", 1],
  ])("%j has %i", (text, expected) => {
    expect(sentencesOf(text)).toBe(expected);
  });
});

it("blockAround gives the first and last token of a block", () => {
  const blocks = { of: Int32Array.from([0, 0, 2, 2, 2, 3]) };
  expect([0, 3, 5].map((token) => blockAround(blocks, token))).toEqual([
    { first: 0, last: 1 },
    { first: 2, last: 4 },
    { first: 5, last: 5 },
  ]);
});
