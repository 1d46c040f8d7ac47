import { expect, test } from "vitest";
import { wordsOf } from "./words.ts";

const lower = (text: string): readonly string[] => wordsOf(text)?.words.map((word) => word.lower) ?? [];

test.each([
  ["The 2nd quay (42) opens!", ["the", "nd", "quay", "opens"]],
  ["l'Iran, l’Iran", ["l'iran", "l", "iran"]],
  ["Порт Riga закрыт", ["порт", "закрыт"]],
  ["İZMİR LİMANI", ["izmir", "limani"]],
  ["see www.example.com/port or mail desk@example.com", ["see", "or", "mail"]],
  ["42 — !", []],
])("%s", (text, words) => {
  expect(lower(text)).toEqual(words);
});

test.each([
  [
    "a sentence",
    "Das Kabinett der Republik tagt in der nahen Burg",
    [true, true, false, true, false, false, false, false, true],
  ],
  ["a headline in capitals", "KABINETT TAGT HEUTE", [false, false, false]],
])("tells names from words in %s", (_, text, names) => {
  expect(wordsOf(text)?.words.map(({ isName }) => isName)).toEqual(names);
});
