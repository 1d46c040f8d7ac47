import { expect, test } from "vitest";
import { seededRandom } from "../../../../../test/support/seeded-random.ts";
import { cleanRanges, partsOf, textBlocks } from "./article-text.ts";
import type { TextBlock } from "./article-text.ts";

const main = (text: string, heading: string | null = null) => ({ heading, text, role: "main" }) as const;

/** What is marked, as text. */
function found(blocks: readonly TextBlock[]): string[] {
  return blocks.flatMap(({ text, marks }) => marks.map(([from, to]) => text.slice(from, to)));
}

test("title, standfirst, headings and paragraphs are told apart, related matter is marked as such", () => {
  const sections = [
    main("Port shut.\n\nThe quay is closed.\n\nShips wait.", "Morning"),
    { ...main("Read on", "More"), role: "aside" as const },
  ];
  const blocks = textBlocks({ title: "Quay closed", sections }, "Port shut.", {
    title: [[0, 4]],
    h0: [[0, 7]],
    s0: [[16, 20]],
    h1: [[0, 4]],
  });
  expect(blocks.map(({ kind, text, isAside }) => [kind, text, isAside])).toEqual([
    ["title", "Quay closed", false],
    ["heading", "Morning", false],
    ["standfirst", "Port shut.", false],
    ["paragraph", "The quay is closed.", false],
    ["paragraph", "Ships wait.", false],
    ["heading", "More", true],
    ["paragraph", "Read on", true],
  ]);
  expect(found(blocks)).toEqual(["Quay", "Morning", "quay", "More"]);
});

test("what is found over the end of a paragraph is marked on both sides, never between", () => {
  const blocks = textBlocks({ title: null, sections: [main("one two\n\n\nthree four")] }, "", { s0: [[4, 15]] });
  expect(found(blocks)).toEqual(["two", "three"]);
});

test.each([
  ["a pair is never parted", "a😀b", [[1, 2]], [[1, 3]]],
  ["the second half of a pair takes its first along", "a😀b", [[2, 4]], [[1, 4]]],
  ["what combines with the last letter is part of it", "cafe\u0301 noir", [[0, 4]], [[0, 5]]],
  [
    "overlapping ranges are one, in order",
    "abcdefgh",
    [
      [4, 6],
      [0, 2],
      [5, 7],
    ],
    [
      [0, 2],
      [4, 7],
    ],
  ],
  [
    "neighbours stay two",
    "abcd",
    [
      [0, 2],
      [2, 4],
    ],
    [
      [0, 2],
      [2, 4],
    ],
  ],
  [
    "ranges outside the text, turned round, empty or no numbers are left out",
    "abc",
    [
      [-1, 2],
      [2, 1],
      [1, 1],
      [0, 9],
      [0.5, 2],
      [Number.NaN, 2],
    ],
    [],
  ],
] as const)("%s", (_what, text, given, clean) => {
  expect(cleanRanges(text, given)).toEqual(clean);
});

test("marks are exactly the ranges, wherever paragraphs end: random texts", () => {
  const random = seededRandom(7);
  const letters = ["a", "b", " ", "\n\n", "😀", "é", "本", "\n"];
  for (let round = 0; round < 300; round += 1) {
    const text = Array.from({ length: 60 }, () => letters[Math.floor(random() * letters.length)]).join("");
    const ranges = Array.from({ length: 5 }, () => {
      const from = Math.floor(random() * text.length);
      return [from, from + 1 + Math.floor(random() * 9)] as const;
    });
    const blocks = textBlocks({ title: null, sections: [main(text)] }, "", { s0: ranges });
    const gap = /\n\n+/gu;
    expect(blocks.map((block) => block.text).join("")).toBe(text.replaceAll(gap, ""));
    const expected = cleanRanges(text, ranges)
      .map(([from, to]) => text.slice(from, to))
      .join("");
    // Line breaks between paragraphs are in no block.
    expect(found(blocks).join("").replaceAll("\n", "")).toBe(expected.replaceAll("\n", ""));
    for (const { text: part, marks } of blocks) {
      expect(part.isWellFormed()).toBe(true);
      for (const [from, to] of marks) expect(part.slice(from, to).isWellFormed()).toBe(true);
    }
  }
});

test("a megabyte without a paragraph is cut into pieces that make up the whole, quickly", () => {
  const text = "😀harbour".repeat(110_000);
  const ranges = Array.from({ length: 2_000 }, (_, at) => [at * 450 + 2, at * 450 + 9] as const);
  const startedMs = performance.now();
  const blocks = textBlocks({ title: null, sections: [main(text)] }, "", { s0: ranges });
  expect(performance.now() - startedMs).toBeLessThan(1_000);
  expect(blocks.map((block) => block.text).join("") === text).toBe(true);
  expect(found(blocks).join("")).toBe("harbour".repeat(2_000));
  const parts = partsOf(blocks);
  expect(parts.flat()).toEqual(blocks);
  expect(Math.max(...parts.map((part) => part.reduce((sum, block) => sum + block.text.length, 0)))).toBeLessThanOrEqual(
    40_000,
  );
});

test("parts have not too many blocks or marks either; nothing is one empty part", () => {
  expect(partsOf([])).toEqual([[]]);
  const short = textBlocks(
    { title: null, sections: [main(Array.from({ length: 2_000 }, () => "a").join("\n\n"))] },
    "",
    {},
  );
  expect(partsOf(short).map((part) => part.length)).toEqual([500, 500, 500, 500]);
  const zalgo = textBlocks({ title: null, sections: [main("\u0301".repeat(50_000))] }, "", {
    s0: Array.from({ length: 2_000 }, (_, at) => [at, at + 1] as const),
  });
  expect(partsOf(zalgo).length).toBeGreaterThan(1);
});
