import { expect, test } from "vitest";
import { fieldOf, pauseMs } from "./read-answer.ts";

test.each([
  [7, 7_000],
  [0.3505, 351],
  [0, 0],
  [1e12, 86_400_000],
  [-1, null],
  [Number.NaN, null],
  [Number.POSITIVE_INFINITY, null],
  ["7", null],
  [undefined, null],
])("a pause of %j seconds is %j ms", (seconds, expected) => {
  expect(pauseMs(seconds)).toBe(expected);
});

test.each([
  [{ ok: true }, "ok", true],
  [{ ok: true }, "constructor", undefined],
  [["a"], "0", "a"],
  ["text", "length", undefined],
  [null, "ok", undefined],
  [undefined, "ok", undefined],
])("of %j the field %s is %j", (json, name, expected) => {
  expect(fieldOf(json, name)).toBe(expected);
});
