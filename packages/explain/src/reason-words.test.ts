import { expect, test } from "vitest";
import { instant } from "./plain-words.ts";
import { reasonWords } from "./reason-words.ts";

test.each([
  ["groupWait", "the wait for other outlets was over"],
  ["its first message (textChanged)", "its first message (the text changed)"],
  ["its first message (odd)", "its first message (odd)"],
  ["constructor", "constructor"],
  ["a reason (constructor)", "a reason (constructor)"],
  [
    "published 2026-03-01T10:00:00.000Z, seen 2026-03-02T09:12:05Z",
    "published 2026-03-01 10:00:00, seen 2026-03-02 09:12:05",
  ],
  ["at 2026-99-99T99:99:99Z", "at 2026-99-99T99:99:99Z"],
  ["two\n lines", "two lines"],
])("%j is told as %j", (reason, words) => {
  expect(reasonWords(reason, instant)).toBe(words);
});

test("whoever reads it has their own clock", () => {
  expect(reasonWords("until 2026-03-03T07:00:00.000Z", () => "07:00")).toBe("until 07:00");
});
