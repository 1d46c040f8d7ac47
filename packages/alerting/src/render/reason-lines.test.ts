import type { AlertReason } from "@wirewatch/model";
import { describe, expect, test } from "vitest";
import { reasonLines } from "./reason-lines.ts";

function reason(query: string, text: string, marks: AlertReason["snippet"]["marks"]): AlertReason {
  return { clause: "any[0]", query, field: "text", snippet: { text, marks, heading: null } };
}

describe("why there is an alert", () => {
  test.each<[string, readonly AlertReason[], readonly string[]]>([
    [
      "names the words that stood for the query",
      [reason("heat*", "two heaters", [[4, 11]])],
      ["any[0] in text: heat* (found: heaters)"],
    ],
    ["repeats no query", [reason('"Acme Corp"', "ACME CORP said", [[0, 9]])], ['any[0] in text: "Acme Corp"']],
    [
      "tells a clause once, with the words of all articles",
      [
        reason("heat*", "heaters, Heaters", [
          [0, 7],
          [9, 16],
        ]),
        reason("heat*", "heated", [[0, 6]]),
      ],
      ["any[0] in text: heat* (found: Heaters, heated)"],
    ],
    ["needs no query", [reason(" ", "x", [])], ["any[0] in text"]],
    [
      "shows five words",
      [
        reason("*", "a b c d e f", [
          [0, 1],
          [2, 3],
          [4, 5],
          [6, 7],
          [8, 9],
          [10, 11],
        ]),
      ],
      ["any[0] in text: * (found: a, b, c, d, e)"],
    ],
    [
      "takes marks that are nowhere",
      [
        reason("x", "abc", [
          [-9, 90],
          [2, 1],
          [50, 60],
        ]),
      ],
      ["any[0] in text: x (found: abc)"],
    ],
    ["is empty without reasons", [], []],
  ])("%s", (_, why, expected) => {
    expect(reasonLines(why)).toEqual(expected);
  });

  test("stays short, however much there is", () => {
    const long = "word ".repeat(10_000);
    const marks = Array.from({ length: 10_000 }, (_, at) => [at * 5, at * 5 + 4_000] as const);
    const why = Array.from({ length: 10_000 }, (_, index) => ({
      ...reason(long, long, marks),
      clause: `any[${index}]`,
    }));
    const lines = reasonLines(why);
    expect(lines).toHaveLength(5);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(450);
  });
});
