import { describe, expect, test } from "vitest";
import { articleLanguage, declaredOrGuessed } from "./article-language.ts";
import type { LanguageGuess } from "./guess-language.ts";

/** Shares of languages that the guesser knows. */
function guessOf(
  language: string,
  confidence: number,
  letters: number,
  shares: Readonly<Record<string, number>> = {},
): LanguageGuess {
  const known: Readonly<Record<string, number>> = { en: 0, de: 0, nl: 0, ru: 0, ...shares };
  return { language, confidence, letters, shareOf: (other) => known[other] ?? null };
}

describe("the declared language stands", () => {
  test.each([
    ["when the text agrees", "de-AT", guessOf("de", 0.99, 400, { de: 0.99 })],
    ["when there is no telling", "de", null],
    ["when the text is short", "de", guessOf("en", 0.99, 79)],
    ["when no other stands out", "de", guessOf("nl", 0.49, 400)],
    ["when it is not out of the question", "de", guessOf("nl", 0.85, 400, { de: 0.1 })],
    ["when nobody can tell it", "ha", guessOf("en", 0.99, 400)],
    ["for Bokmål", "nb-NO", guessOf("no", 0.99, 400, { nb: 0, sr: 0, yue: 0 })],
    ["for Serbian in Latin letters", "sr-Latn", guessOf("hr", 0.99, 400, { nb: 0, sr: 0, yue: 0 })],
    ["for Cantonese", "yue", guessOf("zh", 0.99, 400, { nb: 0, sr: 0, yue: 0 })],
  ])("%s", (_, declared, guess) => {
    expect(declaredOrGuessed(declared, guess)).toEqual({ language: declared, reason: null });
  });
});

test("enough text that is surely in another language overrules it, and says so", () => {
  expect(declaredOrGuessed("en", guessOf("de", 0.6, 80))).toEqual({
    language: "de",
    reason: "the page says en, its text is de",
  });
});

test("without a declared language even a short text decides", () => {
  expect(declaredOrGuessed(null, guessOf("de", 0.4, 20))).toEqual({
    language: "de",
    reason: null,
  });
  expect(declaredOrGuessed(null, null)).toEqual({ language: null, reason: null });
});

const german = "Der Hafen bleibt nach dem Brand bis Freitag geschlossen. ";
const english = "The harbour stays closed until Friday after the fire. ";

test.each([
  ["the title counts", { title: german.repeat(3), text: "" }, "de"],
  ["the beginning of the text counts", { title: null, text: german.repeat(9) + english.repeat(90) }, "de"],
  ["a title in another language does not outweigh the text", { title: "Breaking news", text: german.repeat(5) }, "de"],
  ["too little text counts for nothing", { title: null, text: "Der Hafen" }, "en"],
])("%s", (_, facts, language) => {
  expect(articleLanguage({ declared: "en", ...facts }).language).toBe(language);
});
