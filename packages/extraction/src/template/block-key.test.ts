import { describe, expect, test } from "vitest";
import { blockKey, figuresOf } from "./block-key.ts";

describe("blocks are the same", () => {
  test.each([
    ["whatever their case", "Related Post", "RELATED POST"],
    ["whatever their white space", "Consular queries:", "Consular\u00A0\u00A0queries:  "],
    ["whatever their punctuation", "“All news”", "All news »"],
    ["whatever their digits", "887 days have passed", "1,024 days have passed"],
    ["in another form of the same letters", "Ｎews ﬁrst", "News first"],
    ["as clocks", "19:57", "07:05"],
    ["as numbers of documents", "119-26-01-2024", "2081-01-12-2023"],
  ])("%s", (_how, one, other) => {
    expect(blockKey(one)).toBe(blockKey(other));
  });
});

test("blocks with other words are not the same", () => {
  expect(new Set(["All news", "All the news", "7 news", "news", "новости", "ニュース"].map(blockKey)).size).toBe(6);
});

test("a block without letters and digits has no key", () => {
  expect([" \u00A0", "* * *", "—", ""].map(blockKey)).toEqual([null, null, null, null]);
});

test("a key has 64 bits, however long the block", () => {
  expect(blockKey("word ".repeat(1_000_000))).toMatch(/^[0-9a-f]{16}$/);
});

test("figures tell apart what the key does not", () => {
  expect(figuresOf("It offered 800 million.")).not.toBe(figuresOf("It offered 250 million."));
  expect(figuresOf("It offered 800 million.")).toBe(figuresOf("They bid 800 once."));
  expect(figuresOf("It offered much.")).toBe(0);
});
