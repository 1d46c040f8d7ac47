import { expect, test } from "vitest";
import { queryPlace, withQueryPlaces } from "./query-place.ts";

test.each([
  ["any[0]", "one of these, 1st"],
  ["any[1]", "one of these, 2nd"],
  ["all[2]", "each of these, 3rd"],
  ["none[10]", "none of these, 11th"],
  ["any[21]", "one of these, 22nd"],
  ["any[111]", "one of these, 112th"],
  ["raise[0].when", "more urgent when, 1st"],
  ["title", "title"],
  ["any[x]", "any[x]"],
  ["any[0] and more", "any[0] and more"],
  [`any[${"9".repeat(40)}]`, `any[${"9".repeat(40)}]`],
  ["", ""],
])("%s is %s", (clause, words) => {
  expect(queryPlace(clause)).toBe(words);
});

test("sentences name every query in words, and keep all else", () => {
  expect(withQueryPlaces('any[0] `quay`: "quay" in the title. raise[1] is not true; many[0], all[]')).toBe(
    'one of these, 1st `quay`: "quay" in the title. more urgent when, 2nd is not true; many[0], all[]',
  );
});
