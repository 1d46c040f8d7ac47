import { expect, test } from "vitest";
import { nextRecheckMs } from "./rechecks.ts";

test.each<[string, readonly number[], number, number | null]>([
  ["the first look", [1, 6, 24], 0, 1],
  ["the last look", [1, 6, 24], 2, 24],
  ["after the last", [1, 6, 24], 3, null],
  ["no looks at all", [], 0, null],
  ["no such look", [1], -1, null],
])("%s", (_, steps, step, ageMs) => {
  expect(nextRecheckMs(steps, step)).toBe(ageMs);
});
