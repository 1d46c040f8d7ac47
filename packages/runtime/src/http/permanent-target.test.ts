import { expect, test } from "vitest";
import { permanentTarget } from "./permanent-target.ts";

test.each([
  ["an answer at once", [200], null],
  ["a move", [301, 200], "b"],
  ["a move by 308", [308, 200], "b"],
  ["two moves", [301, 308, 304], "c"],
  ["a move, then a detour", [301, 302, 200], "b"],
  ["a detour, then a move", [302, 301, 200], null],
  ["a move to a page that is gone", [301, 404], "b"],
  ["a redirect without an answer", [301], null],
  ["no hop", [], null],
])("%s", (_, statuses, target) => {
  const hops = statuses.map((status, index) => ({ url: "abc".charAt(index), status }));
  expect(permanentTarget(hops)).toBe(target);
});
