import { expect, test } from "vitest";
import { answerWords } from "./delivery-words.ts";

test.each([
  [204, 13, "answered 204 in 13 ms"],
  [410, null, "answered 410"],
  [null, 1500, "took 1 s"],
  [null, null, ""],
])("status %s after %s ms is: %s", (status, latencyMs, words) => {
  expect(answerWords(status, latencyMs)).toBe(words);
});
