import type { AlertReason } from "@wirewatch/model";
import { describe, expect, test } from "vitest";
import { reasonLines } from "./reason-lines.ts";

type Marks = AlertReason["snippet"]["marks"];

/** As earlier versions stored it: one clause for each passage. */
function stored(query: string, text: string, marks: Marks, heading: string | null = null): AlertReason {
  return { clause: "any[0]", query, field: "text", snippet: { text, marks, heading } };
}

function reason(given: Partial<AlertReason>, heading: string | null = null): AlertReason {
  return { ...stored("x", "Some text.", [[0, 4]], heading), part: "text", ...given };
}

const storm = { query: "storm*", words: ["storms", "Storm"], isInTitle: false };

describe("why there is an alert", () => {
  test.each<[string, readonly AlertReason[], readonly string[]]>([
    [
      "names the words that were found, once, and where",
      [reason({ part: "title", finds: [{ query: '"Port Strike"', words: ["port strike"], isInTitle: true }] })],
      ['"port strike" in the title'],
    ],
    [
      "adds the query where it is more than the words",
      [reason({ finds: [{ query: "grain NEAR/8 (export* OR cargo*)", words: ["grain", "cargo"], isInTitle: false }] })],
      ['"grain", "cargo" in the text, found by grain NEAR/8 (export* OR cargo*)'],
    ],
    [
      "names the section, and the heading where that is what matched",
      [
        reason({ finds: [storm] }, "Weather"),
        reason({ part: "heading", finds: [{ query: "snow", words: ["Snow"], isInTitle: false }] }, "Snow ahead"),
        reason({ part: "heading", finds: [{ query: "rain", words: ["Rain"], isInTitle: false }] }),
      ],
      [
        '"storms", "Storm" in the section "Weather", found by storm*',
        '"Snow" in the heading "Snow ahead"',
        '"Rain" in a heading',
      ],
    ],
    [
      "tells a query once, with all its words and places",
      [
        reason({ part: "title", finds: [storm] }),
        reason({
          finds: [
            { query: "quay", words: ["quay"], isInTitle: true },
            { ...storm, words: ["STORM", "stormy"] },
          ],
        }),
        reason({ finds: [storm] }, "A"),
        reason({ part: "title", finds: [storm] }),
        reason({ finds: [storm] }, "B"),
        reason({ finds: [storm] }, "C"),
      ],
      [
        '"storms", "Storm", "stormy" in the title, the text, the section "A" and 2 more places, found by storm*',
        '"quay" in the title and the text',
      ],
    ],
    [
      "shows five words",
      [reason({ finds: [{ query: "*", words: ["a", "b", "c", "d", "e", "f"], isInTitle: false }] })],
      ['"a", "b", "c", "d", "e" in the text, found by *'],
    ],
    [
      "says so where a query found no words",
      [reason({ query: "lang:en", snippet: { text: "x", marks: [], heading: null } })],
      ["lang:en is true by what is known of the article"],
    ],
    ["is empty without reasons", [], []],
  ])("%s", (_, why, expected) => {
    expect(reasonLines(why)).toEqual(expected);
  });

  test.each<[string, readonly AlertReason[], readonly string[]]>([
    ["with the marked words", [stored("heat*", "two heaters", [[4, 11]])], ['"heaters" in the text, found by heat*']],
    ["without the query again", [stored('"Acme Corp"', "ACME CORP said", [[0, 9]])], ['"ACME CORP" in the text']],
    ["of the title", [{ ...stored("acme", "Acme", [[0, 4]]), field: "title" }], ['"Acme" in the title']],
    ["of a section", [stored("acme", "Acme", [[0, 4]], "Recall")], ['"Acme" in the section "Recall"']],
    ["without a query", [stored(" ", "Acme", [[0, 4]])], ['"Acme" in the text']],
    ["without anything", [stored(" ", "x", [])], ["a query of the topic is true by what is known of the article"]],
    [
      "with marks that are nowhere",
      [
        stored("x", "abc", [
          [-9, 90],
          [2, 1],
          [50, 60],
        ]),
      ],
      ['"abc" in the text, found by x'],
    ],
  ])("tells what an earlier version stored, %s", (_, why, expected) => {
    expect(reasonLines(why)).toEqual(expected);
  });

  test("cuts a long query between words, and in a word that does not end", () => {
    const asked = (query: string): string => reasonLines([stored(query, "quay", [[0, 4]])])[0] ?? "";
    const line = asked("quay OR (harbour AND pier) OR ".repeat(50));
    expect(line).toMatch(/^"quay" in the text, found by quay OR \(harbour .* (?:AND|OR|pier\)|quay|\(harbour) …$/u);
    expect(asked("q".repeat(5_000))).toBe(`"quay" in the text, found by ${"q".repeat(99)}…`);
  });

  test("is one line, whatever is in it", () => {
    const bad = "a\r\nBcc: x@example.com\u001B[2J\u2028\u202Eb";
    const lines = reasonLines([
      reason({ finds: [{ query: bad, words: [bad], isInTitle: false }] }, bad),
      stored(bad, bad, [[0, 40]], bad),
    ]);
    expect(lines.join("")).not.toMatch(/[\p{Cc}\u2028\u202E]/u);
  });

  test.each([true, false])("stays short, however much there is (recorded: %s)", (isRecorded) => {
    const long = "word ".repeat(10_000);
    const marks = Array.from({ length: 10_000 }, (_, at) => [at * 5, at * 5 + 4_000] as const);
    const words = Array.from({ length: 1_000 }, (_, at) => `${at} ${long}`);
    const why = Array.from({ length: 1_000 }, (_, index) => ({
      ...stored(`${index} ${long}`, long, marks, `${index} ${long}`),
      ...(isRecorded ? { finds: [{ query: `${index % 3}`, words, isInTitle: true }] } : {}),
    }));
    const lines = reasonLines(why);
    expect(lines).toHaveLength(isRecorded ? 3 : 5);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(550);
  });
});
