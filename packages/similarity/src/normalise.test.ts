import { describe, expect, it } from "vitest";
import { folded, normalisedBody } from "./normalise.ts";

describe("normalisedBody is equal for texts that differ only in typography", () => {
  it.each([
    ["curly and straight quotes", "“It’s over,” she said.", `"It's over," she said.`],
    ["dashes", "1990–95 — a re-run", "1990-95 - a rerun"],
    ["white space", "one\u00A0two\n\n three\u2009four", "one two three four"],
    ["case", "THE MINISTER RESIGNED", "The minister resigned"],
    ["sharp s in capitals", "STRASSE", "Straße"],
    ["final sigma in capitals", "ΛΌΓΟΣ", "λόγος"],
    ["Turkish dotted capital", "İSTANBUL", "istanbul"],
    ["entities left undecoded", "R&amp;D &quot;caf&eacute;&quot; &#8217;s &#x20AC;5", "R&D “café” ’s €5"],
    ["unknown entities", "before&hellip;after", "before…after"],
    ["composed and combining accents", "Cafe\u0301", "Café"],
    ["ligatures", "ﬁnance oﬀer", "finance offer"],
    ["soft hyphens and zero-width characters", "gov\u00ADern\u200Bment\uFEFF", "government"],
    ["full-width letters and digits", "ＡＢＣ１２３", "abc123"],
    ["Arabic vowel points and tatweel", "مُحَمَّد الـــعربية", "محمد العربية"],
    ["Arabic presentation forms", "\uFEFB", "لا"],
    ["Arabic, Persian and Indian digits", "٢٠٢٤ ۲۰۲۴ २०२४", "2024 2024 2024"],
    ["Hebrew points", "שָׁלוֹם", "שלום"],
  ])("%s", (_, a, b) => {
    expect(normalisedBody(a)).toBe(normalisedBody(b));
  });
});

describe("normalisedBody keeps what changes meaning", () => {
  it.each([
    ["a digit", "up 4.5 pct", "up 4.6 pct"],
    ["a negation", "will resign", "will not resign"],
    ["an accent", "año", "ano"],
    ["an Indian vowel sign", "की", "का"],
  ])("%s", (_, a, b) => {
    expect(normalisedBody(a)).not.toBe(normalisedBody(b));
  });
});

it("keeps letters and digits only", () => {
  expect(normalisedBody("Shares fell 4.5% (to $1,200)!")).toBe("sharesfell45to1200");
});

it("keeps spaces and punctuation when folding", () => {
  expect(folded("Shares FELL 4.5%")).toBe("shares fell 4.5%");
});

it.each(["&#0;", "&#x110000;", "&#9999999;", "&;", "&#;", "\uD800", "&éacute;"])("survives %j", (text) => {
  expect(() => normalisedBody(text)).not.toThrow();
});

it.each([
  ["combining marks", "\u0301\u0316".repeat(500_000)],
  ["marks as entities", "&#769;&#790;".repeat(50_000)],
  ["an entity without end", `&${"a".repeat(1_000_000)}`],
  ["ligatures of eighteen letters", "\uFDFA".repeat(100_000)],
])("normalises a hostile run of %s in a moment", (_, text) => {
  const startedAt = performance.now();
  normalisedBody(`a${text}`);
  expect(performance.now() - startedAt).toBeLessThan(3_000);
});
