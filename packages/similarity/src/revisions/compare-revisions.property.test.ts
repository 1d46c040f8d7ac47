import { describe, expect, it } from "vitest";
import { harbour, orchard } from "../fixtures/texts.ts";
import { compareRevisions } from "./compare-revisions.ts";
import { diffSequences } from "./word-diff.ts";

/** Mulberry32: the same pieces in every run. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d_2b_79_f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const sentences =
  `${harbour.text}\n\n${orchard.text}\n\n港口工人星期一罢工，共有三十人参加。\n\nПорт не закроют, сообщили в мэрии 12 мая.`.split(
    /\s*\n\s*/u,
  );
const randomText = (random: (below: number) => number, paragraphs: number): string =>
  Array.from({ length: paragraphs }, () => {
    const words = (sentences[random(sentences.length)] ?? "").split(" ");
    return words
      .toSpliced(random(words.length), random(3), ...(random(2) === 0 ? ["not", "14", "Brand"].slice(random(3)) : []))
      .join(" ");
  }).join("\n\n");

const seeds = Array.from({ length: 40 }, (_, seed) => seed + 1);

describe.each(seeds)("for any two texts (%i)", (seed) => {
  const random = randomFrom(seed);
  const [before, after] = [0, 1].map(() => ({
    title: sentences[random(sentences.length)] ?? null,
    text: randomText(random, random(12)),
  }));
  if (before === undefined || after === undefined) throw new Error("no texts");
  const change = compareRevisions(before, after);

  it("a text is no revision of itself", () => {
    const same = compareRevisions(before, { ...before });
    expect(same).toMatchObject({ isMaterial: false, reasons: [], changedShare: 0 });
    expect(same.paragraphs.every(({ kind }) => kind === "kept")).toBe(true);
  });

  it("there are reasons exactly when it is material, in both directions", () => {
    expect(change.isMaterial).toBe(change.reasons.length > 0);
    expect(compareRevisions(after, before).isMaterial).toBe(change.isMaterial);
    expect(change.reasons.length).toBeLessThanOrEqual(10);
  });

  it("both versions can be read from the paragraphs, and from their words", () => {
    const linesOf = (text: string): string[] =>
      text
        .split("\n")
        .map((line) => line.trim())
        .filter(Boolean);
    expect(change.paragraphs.flatMap((paragraph) => paragraph.after ?? [])).toEqual(linesOf(after.text));
    expect(change.paragraphs.flatMap((paragraph) => paragraph.before ?? []).toSorted()).toEqual(
      linesOf(before.text).toSorted(),
    );
    for (const { before: old, after: young, words = [] } of change.paragraphs) {
      if (words.length === 0) continue;
      expect(words.flatMap(({ kind, text }) => (kind === "removed" ? [] : [text])).join("")).toBe(young);
      // What is the same is shown as the later version has it.
      if (words.every(({ kind }) => kind !== "same"))
        expect(words.flatMap(({ kind, text }) => (kind === "added" ? [] : [text])).join("")).toBe(old);
    }
  });

  it("the share is one of the whole and the same in both directions", () => {
    expect(change.changedShare).toBeGreaterThanOrEqual(0);
    expect(change.changedShare).toBeLessThanOrEqual(1);
  });
});

describe.each(seeds)("the shortest way between two sequences (%i)", (seed) => {
  const random = randomFrom(seed);
  const sequence = (): string[] => Array.from({ length: random(30) }, () => "abcd".charAt(random(4)));
  const [a, b] = [sequence(), sequence()];
  const stretches = diffSequences(a, b);

  it("leads from one to the other without a gap", () => {
    expect(stretches.flatMap(({ before }) => a.slice(...before))).toEqual(a);
    expect(stretches.flatMap(({ after }) => b.slice(...after))).toEqual(b);
    for (const { isSame, before, after } of stretches)
      if (isSame) expect(a.slice(...before)).toEqual(b.slice(...after));
  });

  it("keeps as much as can be kept", () => {
    const kept = stretches.filter(({ isSame }) => isSame).reduce((sum, { before }) => sum + before[1] - before[0], 0);
    expect(kept).toBe(longestCommon(a, b));
  });
});

/** The textbook's table, quadratic. */
function longestCommon(a: readonly string[], b: readonly string[]): number {
  let row = Array.from({ length: b.length + 1 }, () => 0);
  for (const x of a) {
    const next = [0];
    for (const [at, y] of b.entries())
      next.push(x === y ? (row[at] ?? 0) + 1 : Math.max(row[at + 1] ?? 0, next[at] ?? 0));
    row = next;
  }
  return row.at(-1) ?? 0;
}

describe("hostile texts of 2 MB are compared in a moment", () => {
  const size = 2_000_000;
  const filled = (piece: (at: number) => string, length: number): string => {
    let text = "";
    for (let at = 0; text.length < length; at += 1) text += piece(at);
    return text;
  };
  it.each<[string, string, string]>([
    ["one paragraph, all words others", filled((at) => `a${at} `, size), filled((at) => `b${at} `, size)],
    ["short lines, all others", filled((at) => `a${at}\n`, size), filled((at) => `b${at}\n`, size)],
    [
      "lines a word apart",
      filled((at) => `the ship number ${at} left the port\n`, size),
      filled((at) => `the ship number ${at} reached the port\n`, size),
    ],
    [
      "the same line over and over",
      "the same line again\n".repeat(size / 20),
      "the same line once more\n".repeat(size / 24),
    ],
    ["one letter", "a".repeat(size), "b".repeat(size)],
    ["marks", `a${"\u0301".repeat(size)}`, `b${"\u0301".repeat(size)}`],
    ["digits", "1 2 ".repeat(size / 4), "1,2".repeat(size / 3)],
    ["digits without end", "1".repeat(size), "2".repeat(size)],
    ["empty lines", "\n ".repeat(size / 2), " \n".repeat(size / 2)],
    ["spaces", " ".repeat(size), `a${" ".repeat(size)}b`],
    ["Chinese", "港口工人".repeat(size / 8), "工人港口".repeat(size / 8)],
    ["notices", "correction ".repeat(size / 11), "this article was ".repeat(size / 17)],
    ["quotations", "「".repeat(size), "《港".repeat(size / 2)],
  ])("%s", (_, before, after) => {
    const startedAt = performance.now();
    compareRevisions({ title: null, text: before }, { title: null, text: after });
    expect(performance.now() - startedAt).toBeLessThan(4_000);
  });
});
