import type { Snippet, TextRange } from "@wirewatch/model";
import { describe, expect, test } from "vitest";
import { hostileText } from "../fixtures/hostile-text.ts";
import { seededRandom } from "../../../../test/support/seeded-random.ts";
import { passageParts } from "./passage.ts";

/** The parts as one text, `[` and `]` around what is marked. */
function shown(text: string, marks: readonly TextRange[], maxLength = 1_000): string {
  return passageParts({ text, marks, heading: null }, maxLength)
    .map((part) => (part.isMarked ? `[${part.text}]` : part.text))
    .join("");
}

describe("a passage", () => {
  test.each<[string, string, readonly TextRange[], string]>([
    ["without marks", "Acme recalls", [], "Acme recalls"],
    [
      "with a mark at each end",
      "Acme recalls",
      [
        [0, 4],
        [5, 12],
      ],
      "[Acme] [recalls]",
    ],
    [
      "marks in any order",
      "Acme recalls",
      [
        [5, 12],
        [0, 4],
      ],
      "[Acme] [recalls]",
    ],
    [
      "marks that overlap or touch become one",
      "Acme recalls",
      [
        [0, 3],
        [2, 4],
        [4, 8],
      ],
      "[Acme rec]alls",
    ],
    [
      "marks outside the text are ignored",
      "Acme",
      [
        [-5, 2],
        [3, 99],
        [50, 60],
      ],
      "[Ac]m[e]",
    ],
    [
      "marks that are none are ignored",
      "Acme",
      [
        [2, 2],
        [3, 1],
        [Number.NaN, 2],
      ],
      "Acme",
    ],
    ["keeps marks where cleaning moves the text", "A\0\0c\u202Eme\r\n recalls", [[0, 7]], "[Acme] recalls"],
    ["cleans inside marks", "see \u001B[31mAcme", [[4, 13]], "see [ [31mAcme]"],
  ])("%s", (_, text, marks, expected) => {
    expect(shown(text, marks)).toBe(expected);
  });

  test("that is long shows its first mark, with text around it", () => {
    const text = `${"before ".repeat(100)}Acme${" after".repeat(100)}`;
    const passage = shown(text, [[700, 704]], 60);
    expect(passage).toMatch(/^… .*before \[Acme\] after.* …$/);
    expect(passage.length).toBeLessThanOrEqual(60 + "… […]…  ".length);
  });

  test("that is long is cut at its end only when the mark is near the start", () => {
    expect(shown("Acme and more and more", [[0, 4]], 10)).toBe("[Acme] and m …");
  });

  test("cuts no character in half", () => {
    const text = "👩".repeat(50);
    for (let maxLength = 5; maxLength < 20; maxLength += 1) {
      expect(shown(text, [[40, 42]], maxLength)).not.toContain("\uFFFD");
    }
  });

  test("of hostile text and marks is bounded and clean", () => {
    const random = seededRandom(5);
    for (let round = 0; round < 300; round += 1) {
      const text = hostileText(random, Math.floor(random() * 40));
      const place = (): number => Math.floor(random() * (text.length + 20)) - 10;
      const marks = Array.from({ length: Math.floor(random() * 8) }, (): TextRange => [place(), place()]);
      const snippet: Snippet = { text, marks, heading: null };
      const parts = passageParts(snippet, 100);
      const joined = parts.map((part) => part.text).join("");
      expect(joined.length).toBeLessThanOrEqual(104);
      expect(joined).not.toMatch(/[\p{Cc}\u202A-\u202E\u2066-\u2069]/u);
      expect(parts.every((part) => part.text !== "")).toBe(true);
    }
  });
});
