import { expect, test } from "vitest";
import { isAfter } from "./change-hub.ts";

test.each([
  ["10-1", "9-5", true],
  ["9-5", "10-1", false],
  ["10-2", "10-1", true],
  ["10-1", "10-1", false],
  ["9007199254740993-1", "9007199254740992-9", true],
])("%s comes after %s: %s", (one, other, is) => {
  expect(isAfter(one, other)).toBe(is);
});
