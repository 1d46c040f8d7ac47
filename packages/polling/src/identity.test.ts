import { describe, expect, test } from "vitest";
import { type Identified, identityChange } from "./identity.ts";

/** Items 1 to n with keys of one kind. */
function items(kind: string, numbers: readonly number[]): Identified[] {
  return numbers.map((number) => ({ key: `${kind}:${number}`, url: `https://news.example/${number}` }));
}

const ten = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

describe("an identity change", () => {
  test.each<[string, readonly Identified[], readonly Identified[], boolean]>([
    ["all known addresses under new keys", items("old", ten), items("new", ten), true],
    [
      "beside as many new items",
      items("old", ten),
      items("new", [...ten, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20]),
      true,
    ],
    ["eight of ten", items("old", ten), [...items("new", ten.slice(0, 8)), ...items("old", [9, 10])], true],
    ["a second one", [...items("old", ten), ...items("new", ten)], items("newer", ten), true],
    [
      "seven of ten: edits, perhaps",
      items("old", ten),
      [...items("new", ten.slice(0, 7)), ...items("old", [8, 9, 10])],
      false,
    ],
    ["four known ones only", items("old", ten), items("new", [1, 2, 3, 4, 11, 12, 13]), false],
    ["nothing changed", items("old", ten), items("old", ten), false],
    ["only new items", items("old", ten), items("old", [11, 12, 13, 14, 15, 16]), false],
    ["nothing known", [], items("new", ten), false],
    ["an empty document", items("old", ten), [], false],
    [
      "items without addresses",
      ten.map((n) => ({ key: `old:${n}`, url: null })),
      ten.map((n) => ({ key: `new:${n}`, url: null })),
      false,
    ],
    [
      "one page for all items",
      ten.map((n) => ({ key: `old:${n}`, url: "https://news.example/live" })),
      ten.map((n) => ({ key: `new:${n}`, url: "https://news.example/live" })),
      false,
    ],
  ])("%s", (_, known, found, expected) => {
    expect(identityChange(known, found)).toBe(expected);
  });
});
