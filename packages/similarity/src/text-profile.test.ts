import { describe, expect, it } from "vitest";
import { hashWord } from "./hash.ts";
import { profileOf } from "./text-profile.ts";

const numbered = (count: number, word: string) => Array.from({ length: count }, (_, at) => `${word}${at}`).join(" ");

describe("shingles", () => {
  it.each([
    ["no text", "", 0],
    ["punctuation only", "... --- !!!", 0],
    ["fewer words than a shingle", "one two", 1],
    ["exactly one shingle", "one two three four five", 1],
    ["overlapping runs of five words", "one two three four five six seven", 3],
    ["a repeated run once", "a b c d e a b c d e", 5],
    ["runs of eight characters without spaces", "部長は昨日の会議で辞任", 4],
    ["Thai clusters with their marks", "นายกรัฐมนตรี", 3],
    ["Korean by words", "총리는 어제 회의에서 사임을 발표했다 했다", 2],
  ])("of %s", (_, text, count) => {
    expect(profileOf({ title: null, text }).shingles.size).toBe(count);
  });

  it("depend on their own words only: a passage has the same ones in a text of another script", () => {
    const passage = "海军发言人在 Port Selwyn 说 frigate Aster 已经离港前往 Aldermouth Roads 附近海域";
    const inChinese = profileOf({ title: null, text: `${passage}。${"港口工人罢工运营商谈判破裂".repeat(4)}` });
    const inEnglish = profileOf({ title: null, text: `${passage}. ${numbered(60, "word")}` });
    const alone = profileOf({ title: null, text: passage });
    expect(alone.shingles.size).toBeGreaterThan(10);
    expect(alone.shingles.isSubsetOf(inChinese.shingles)).toBe(true);
    expect(alone.shingles.isSubsetOf(inEnglish.shingles)).toBe(true);
  });

  it("do not depend on typography", () => {
    const plain = profileOf({
      title: null,
      text: 'The "minister\'s" aide resigned - at last - on Friday',
    });
    const fancy = profileOf({
      title: null,
      text: "THE “MINISTER’S” AIDE RE\u00ADSIGNED — at last — on\u00A0Friday",
    });
    expect(fancy.shingles).toEqual(plain.shingles);
  });
});

it.each([
  ["nineteen runs of words", numbered(23, "word"), true],
  ["twenty runs of words", numbered(24, "word"), false],
  ["a Chinese sentence", "外交部发言人昨天在例行记者会上回答了记者的提问并强调立场", true],
])("says whether a body is short: %s", (_, text, isShort) => {
  expect(profileOf({ title: null, text }).isShort).toBe(isShort);
});

it.each([
  ["1,234.5 and 1.234,5 are one figure", ["12345"]],
  ["up 3 points to 12.", ["3", "12"]],
  ["٣ and 3", ["3"]],
  ["none", []],
])("reads figures: %s", (text, figures) => {
  expect([...profileOf({ title: null, text }).figures]).toEqual(figures);
});

it("reads a headline as its distinct words", () => {
  const { headline } = profileOf({ title: "CORRECTED - Oil, oil & gas", text: "" });
  expect([...headline]).toEqual(["corrected", "oil", "gas"].map(hashWord));
});

it("reads a hostile body in bounded time", () => {
  const startedAt = performance.now();
  expect(profileOf({ title: null, text: "1,1 ".repeat(500_000) }).shingles.size).toBeLessThan(10);
  expect(profileOf({ title: null, text: numbered(200_000, "x") }).shingles.size).toBeLessThanOrEqual(50_000);
  expect(performance.now() - startedAt).toBeLessThan(5_000);
});
