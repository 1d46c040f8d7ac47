import { describe, expect, it } from "vitest";
import { tokenise } from "./tokenise.ts";

/** The tokens as they stand in the text, a bar between them. */
function split(text: string): string {
  return tokenise(text)
    .map(({ start, end }) => text.slice(start, end))
    .join("|");
}

describe("tokenise", () => {
  it.each([
    ["plain words", "Oil, gas; (coal)!", "Oil|gas|coal"],
    ["nothing", " — … 🙂 ", ""],
    ["underscore", "a_b _ c", "a_b|_|c"],
    ["hyphens and dashes split", "north-east 1990–95", "north|east|1990|95"],
    ["hash and at signs", "#budget @finance", "budget|finance"],
    ["apostrophes split", "D'Arcy d’Or rock'n'roll", "D|Arcy|d|Or|rock|n|roll"],
    ["possessive s is dropped", "Maria's MARIA’S dogs' s", "Maria|MARIA|dogs|s"],
    ["s after a free apostrophe stays", "the 's thing", "the|s|thing"],
    ["other letters after an apostrophe stay", "don't we'll", "don|t|we|ll"],
    ["numbers keep point and comma", "2,500.75 and 7, 8.", "2,500.75|and|7|8"],
    ["comma between words splits", "a,b 1,b", "a|b|1|b"],
    ["digits of other scripts", "٣٫٤ ٣,٤", "٣|٤|٣,٤"],
    ["acronyms", "the U.N. and E.U.", "the|U.N.|and|E.U."],
    ["acronym with a last letter", "A.B.C x.y", "A.B.C|x|y"],
    ["initials before a name", "A.B.Smith", "A.B.|Smith"],
    ["one initial", "J. Smith", "J|Smith"],
    ["Cyrillic initials", "И.О.Петров", "И.О.|Петров"],
    ["acronym in the middle of a word", "foo.a.b.c", "foo|a.b.c"],
    ["soft hyphen inside", "soft\u00ADware", "soft\u00ADware"],
    ["ignorable characters around", "\u200Bword\u200B \uFEFFx", "word|x"],
    ["combining marks", "e\u0301te\u0301 \u0301", "e\u0301te\u0301"],
    ["Han", "東京tower2号", "東|京|tower2|号"],
    ["Hiragana apart, Katakana together", "これはテスト", "こ|れ|は|テスト"],
    ["Hangul is written with spaces", "서울 시청", "서울|시청"],
    ["Thai letters with their marks", "ที่นี่", "ที่|นี่"],
    ["Thai digits are a number", "ปี๒๕๖๗", "ปี|๒๕๖๗"],
    ["astral letters", "𝒳𝒴 𠮷野", "𝒳𝒴|𠮷|野"],
    ["Arabic with marks and tatweel", "كـتاب، مُهِم", "كـتاب|مُهِم"],
    ["lone surrogate", "a\uD800b", "a|b"],
  ])("%s", (_, text, expected) => {
    expect(split(text)).toBe(expected);
  });

  it("gives folded forms, the dots of acronyms removed", () => {
    expect(tokenise("The U.S.A. is LARGE").map((token) => token.folded)).toEqual(["the", "usa", "is", "large"]);
  });

  it("gives offsets in UTF-16 units", () => {
    expect(tokenise("🙂 né 𠮷").map(({ start, end }) => [start, end])).toEqual([
      [3, 5],
      [6, 8],
    ]);
  });

  it("tells where the text goes on after a dropped possessive", () => {
    expect(tokenise("Maria's. Next")[0]).toMatchObject({ end: 5, tail: 7 });
  });

  it("reads long hostile runs in linear time", () => {
    const startedAt = performance.now();
    for (const piece of ["a.", "a\u0301", "1,", "'s", "\u00AD", "北\u0301", "_", "U.S"])
      tokenise(piece.repeat(100_000));
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });
});

describe("a slice that ends inside a surrogate pair", () => {
  it("is read to its end also by optimised code", () => {
    // Optimised, String.prototype.codePointAt of Node 24.21 sees the other half of the pair behind the slice's end.
    const whole = "слово ".repeat(40) + "\u{20000}".repeat(40);
    for (let round = 0; round < 20_000; round++) {
      const cut = 240 + (round % 80);
      const slice = whole.slice(0, cut);
      expect(tokenise(slice).length).toBeGreaterThanOrEqual(40);
    }
  });
});
