import { describe, expect, it } from "vitest";
import { hashWord } from "./hash.ts";
import { maxWords, readTokens } from "./tokens.ts";

const hashesOf = (text: string): number[] => {
  const { hashes, count } = readTokens(text);
  return [...hashes.subarray(0, count)];
};

describe("readTokens", () => {
  it.each<[string, string, string[]]>([
    ["words", "the ship's 23 boxes", ["the", "ship", "s", "23", "boxes"]],
    ["nothing", "... — !", []],
    ["accents as letters or marks", "e\u0301te\u0301 été", ["e\u0301te\u0301", "été"]],
    ["Chinese characters", "港口2号", ["港", "口", "2", "号"]],
    ["kana with their marks", "か\u3099ぎ", ["か\u3099", "ぎ"]],
    ["Thai characters with their marks", "ท่าเรือ", ["ท่", "า", "เ", "รื", "อ"]],
    ["words beside characters", "nimbus发布cirrus", ["nimbus", "发", "布", "cirrus"]],
    ["Korean words", "항만 파업", ["항만", "파업"]],
    ["letters beyond 16 bits", "𠮷野 𐐨𐐩", ["𠮷", "野", "𐐨𐐩"]],
    ["halves of letters as nothing", "a\uD800b", ["a", "b"]],
    ["a text that ends within a letter", "a \uD800", ["a"]],
  ])("reads %s", (_, text, words) => {
    expect(hashesOf(text)).toEqual(words.map(hashWord));
  });

  it("tells characters from words", () => {
    const { isCharacter, count, characters } = readTokens("go 港口 on");
    expect([...isCharacter.subarray(0, count)]).toEqual([0, 1, 1, 0]);
    expect(characters).toBe(2);
  });

  it("stops at 50,000 words", () => {
    expect(readTokens("word ".repeat(maxWords + 10)).count).toBe(maxWords);
    expect(readTokens("港".repeat(maxWords + 10)).count).toBe(maxWords);
  });
});
