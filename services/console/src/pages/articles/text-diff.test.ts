import { expect, test } from "vitest";
import { seededRandom } from "../../../../../test/support/seeded-random.ts";
import { diffParagraphs, diffWords } from "./text-diff.ts";
import type { ParagraphDiff, TextRun } from "./text-diff.ts";

const side = (runs: readonly TextRun[], not: TextRun["kind"]): string =>
  runs
    .filter(({ kind }) => kind !== not)
    .map(({ text }) => text)
    .join("");
const later = (diffs: readonly ParagraphDiff[]): string[] =>
  diffs.filter(({ kind }) => kind !== "removed").map(({ runs }) => side(runs, "removed"));
const earlier = (diffs: readonly ParagraphDiff[]): string[] =>
  diffs.filter(({ kind }) => kind !== "added").map(({ runs }) => side(runs, "added"));
/** Short to read: `[-old-]{+new+}`. */
const shown = (runs: readonly TextRun[]): string =>
  runs.map(({ kind, text }) => (kind === "same" ? text : kind === "added" ? `{+${text}+}` : `[-${text}-]`)).join("");

test.each([
  ["The fire killed 12 people.", "The fire killed 14 people.", "The fire killed [-12-]{+14+} people."],
  ["Rain is expected.", "Heavy rain is expected.", "[-Rain-]{+Heavy rain+} is expected."],
  ["東京で地震があった", "大阪で地震があった", "[-東京-]{+大阪+}で地震があった"],
  ["a cafe\u0301 b", "a cafe b", "a [-cafe\u0301-]{+cafe+} b"],
  ["same", "same", "same"],
  ["", "new", "{+new+}"],
  ["old", "", "[-old-]"],
])("%j to %j reads %j", (before, after, expected) => {
  expect(shown(diffWords(before, after))).toBe(expected);
});

test("an edited paragraph is told from one that was put in and one that was taken out", () => {
  const diffs = diffParagraphs(
    ["Kept.", "The minister said that talks go on.", "Gone without a trace of it.", "End."],
    ["Kept.", "Put in by the editor today.", "The minister said that talks had ended.", "End."],
  );
  expect(diffs.map(({ kind }) => kind)).toEqual(["same", "added", "changed", "removed", "same"]);
});

test("applied to the earlier text it gives the later one, to the character: random edits", () => {
  const random = seededRandom(11);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const words = [
    "quay",
    "ships",
    "12",
    "14,5",
    "don’t",
    "京",
    "都",
    "😀",
    "e\u0301",
    "\uD800",
    "<b>",
    " ",
    "\t",
    "ไทย",
    "—",
  ];
  const sentence = (): string =>
    Array.from({ length: Math.floor(random() * 12) }, () => pick(words)).join(pick(["", " "]));
  for (let round = 0; round < 400; round += 1) {
    const before = Array.from({ length: Math.floor(random() * 8) }, sentence);
    const after = before.flatMap((text) => {
      const chance = random();
      if (chance < 0.2) return [];
      if (chance < 0.4) return [text, sentence()];
      return chance < 0.6 ? [text.replace(pick(words), pick(words))] : [text];
    });
    const diffs = diffParagraphs(before, after);
    expect(later(diffs)).toEqual(after);
    expect(earlier(diffs)).toEqual(before);
  }
});

test("texts with nothing in common, and very long ones, take no time to speak of", () => {
  const random = seededRandom(3);
  const text = (): string[] =>
    Array.from({ length: 4_000 }, () =>
      Array.from({ length: 40 }, () => Math.floor(random() * 1e6).toString(36)).join(" "),
    );
  const [before, after] = [text(), text()];
  const startedMs = performance.now();
  const diffs = diffParagraphs(before, after);
  expect(performance.now() - startedMs).toBeLessThan(4_000);
  expect(later(diffs)).toEqual(after);
  expect(earlier(diffs)).toEqual(before);
});
