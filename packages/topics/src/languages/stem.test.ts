import { describe, expect, test } from "vitest";
import { recentAnswers } from "./recent-answers.ts";
import { stem } from "./stem.ts";

test.each([
  ["ru", "санкциями", "санкц"],
  ["en", "harbours", "harbour"],
  ["de", "häfen", "haf"],
  ["fr", "fermées", "ferm"],
  ["tr", "limanlar", "liman"],
  ["nb", "havnene", "havn"],
  ["no", "havnene", "havn"],
  ["finnish", "taloissa", "talo"],
])("%s: %s has the stem %s", (language, word, stemmed) => {
  expect(stem(language, word)).toBe(stemmed);
});

test.each(["zh", "xx", "", "RU", "__proto__", "constructor"])("no stemmer for %j", (language) => {
  expect(stem(language, "word")).toBeNull();
});

test.each([
  ["nothing", ""],
  ["what is too long for a word", "ность".repeat(1000)],
  ["half of a surrogate pair", "harbours\ud83d"],
  ["another script", "港口"],
])("gives back %s", (_, word) => {
  expect(stem("en", word)).toBe(word);
});

test("answers the same a second time, beyond what it remembers", () => {
  const words = Array.from({ length: 50_000 }, (_, number) => `harbour${number}s`);
  const once = words.map((word) => stem("en", word));
  expect(words.map((word) => stem("en", word))).toEqual(once);
});

describe("recent answers", () => {
  function counted(size: number): { readonly ask: (question: string) => string; readonly asked: string[] } {
    const asked: string[] = [];
    const answer = (question: string): string => {
      asked.push(question);
      return question.toUpperCase();
    };
    return { ask: recentAnswers(answer, size), asked };
  }

  test("are not asked for again", () => {
    const { ask, asked } = counted(2);
    expect(["a", "b", "a", "b"].map(ask)).toEqual(["A", "B", "A", "B"]);
    expect(asked).toEqual(["a", "b"]);
  });

  test("those in use outlive those that are not", () => {
    const { ask, asked } = counted(2);
    for (const question of ["a", "b", "a", "c", "a", "d", "a", "b"]) ask(question);
    expect(asked).toEqual(["a", "b", "c", "d", "b"]);
  });
});
