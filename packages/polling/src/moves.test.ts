import { describe, expect, test } from "vitest";
import { followMove, type Moved } from "./moves.ts";
import { dayMs, hourMs } from "./stretches.ts";

const first = Date.UTC(2026, 2, 2);
const target = "https://new.example/feed";

/** Adopted addresses after answers at the given hours. */
function adoptions(answers: readonly (readonly [hours: number, target: string | null])[]): (string | null)[] {
  let stored: unknown = null;
  return answers.map(([hours, to]) => {
    const { moved, adopt } = followMove(stored, to, new Date(first + hours * hourMs));
    stored = JSON.parse(JSON.stringify(moved)) as Moved | null;
    return adopt;
  });
}

describe("a permanent redirect", () => {
  test.each<[string, readonly (readonly [number, string | null])[], (string | null)[]]>([
    [
      "is adopted after three answers over a day",
      [
        [0, target],
        [12, target],
        [24, target],
      ],
      [null, null, target],
    ],
    [
      "is not adopted within a day",
      [
        [0, target],
        [1, target],
        [2, target],
        [23, target],
      ],
      [null, null, null, null],
    ],
    [
      "is not adopted after two answers",
      [
        [0, target],
        [48, target],
      ],
      [null, null],
    ],
    [
      "is adopted by the first answer after a day",
      [
        [0, target],
        [1, target],
        [2, target],
        [25, target],
      ],
      [null, null, null, target],
    ],
    [
      "begins anew after an answer without",
      [
        [0, target],
        [12, target],
        [20, null],
        [24, target],
        [30, target],
      ],
      [null, null, null, null, null],
    ],
    [
      "begins anew with another target",
      [
        [0, target],
        [12, "https://other.example/"],
        [24, target],
        [36, target],
      ],
      [null, null, null, null],
    ],
    [
      "is forgotten once adopted",
      [
        [0, target],
        [12, target],
        [24, target],
        [25, target],
      ],
      [null, null, target, null],
    ],
  ])("%s", (_, answers, expected) => {
    expect(adoptions(answers)).toEqual(expected);
  });

  test("leaves nothing behind when there is none", () => {
    expect(followMove({ target, count: 2, since: new Date(first).toISOString() }, null, new Date(first))).toEqual({
      moved: null,
      adopt: null,
    });
  });

  test.each<[string, unknown]>([
    ["a text", "x"],
    ["a number", 3],
    ["a list", []],
    ["no date", { target, count: 5, since: "yesterday" }],
    ["a date to come", { target, count: 5, since: new Date(first + dayMs).toISOString() }],
    ["no count", { target, count: "5", since: new Date(first - 2 * dayMs).toISOString() }],
    ["a negative count", { target, count: -5, since: new Date(first - 2 * dayMs).toISOString() }],
    ["no target", { target: null, count: 5, since: new Date(first - 2 * dayMs).toISOString() }],
  ])("begins anew when the store holds %s", (_, stored) => {
    expect(followMove(stored, target, new Date(first))).toEqual({
      moved: { target, count: 1, since: "2026-03-02T00:00:00.000Z" },
      adopt: null,
    });
  });
});
