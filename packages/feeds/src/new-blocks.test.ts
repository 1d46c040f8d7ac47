import { expect, test } from "vitest";
import { newBlocks } from "./new-blocks.ts";

test.each([
  ["nothing changed", ["a", "b"], ["a", "b"], []],
  ["one more", ["a", "b"], ["c", "a", "b"], ["c"]],
  ["one changed", ["a", "b"], ["a", "b!"], ["b!"]],
  ["moved", ["a", "b", "c"], ["c", "a", "b"], []],
  ["gone", ["a", "b"], ["b"], []],
  ["there once more than before", ["a"], ["a", "b", "a"], ["b", "a"]],
  ["all new", [], ["a", "b"], ["a", "b"]],
])("%s", (_, before, after, expected) => {
  expect(newBlocks(before, after)).toEqual(expected);
});
