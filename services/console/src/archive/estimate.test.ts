import { describe, expect, test } from "vitest";
import { seededRandom } from "../../../../test/support/seeded-random.ts";
import { estimateOf, estimateRange, estimateWords, exactly } from "./estimate.ts";

const story = (looked: number, counted: number): { looked: number; counted: number } => ({ looked, counted });

describe("an estimate", () => {
  test("of all stories is their count", () => {
    expect(estimateOf([story(3, 2), story(1, 1)], 4, 1)).toEqual(exactly(3));
  });

  test("has no error where every article counts", () => {
    expect(estimateOf([story(3, 3), story(1, 1)], 4_000, 0.1)).toEqual({ value: 4_000, isExact: false, error: 0 });
  });

  test("of nothing found says how many there can be", () => {
    expect(estimateOf([story(100, 0)], 5_000, 0.02)).toEqual({ value: 0, isExact: false, error: 150 });
    expect(estimateOf([], 5_000, 0.02)).toEqual({ value: 0, isExact: false, error: 5_000 });
  });

  test("holds the truth in 95 of 100 samples of whole stories", () => {
    const random = seededRandom(3);
    const stories = Array.from({ length: 3_000 }, () => {
      const looked = 1 + Math.floor(8 * random() ** 3);
      return story(looked, random() < 0.4 ? looked : Math.floor(random() * 2) * Math.floor(looked / 2));
    });
    const total = stories.reduce((sum, { looked }) => sum + looked, 0);
    const truth = stories.reduce((sum, { counted }) => sum + counted, 0);
    const held = Array.from({ length: 400 }, () => {
      const { value, error } = estimateOf(
        stories.filter(() => random() < 0.15),
        total,
        0.15,
      );
      return Math.abs(value - truth) <= error;
    });
    const share = held.filter(Boolean).length / held.length;
    expect(share).toBeGreaterThan(0.91);
    expect(share).toBeLessThan(0.99);
  });

  test.each([
    [exactly(0), "0", null],
    [exactly(41_212), "41,212", null],
    [{ value: 4_123, isExact: false, error: 210 }, "about 4,100", "between 3,900 and 4,300, told by a sample"],
    [{ value: 87, isExact: false, error: 90 }, "about 87", "between 0 and 180, told by a sample"],
    [{ value: 0, isExact: false, error: 93 }, "fewer than 93", "between 0 and 93, told by a sample"],
  ])("in words: %o", (estimate, words, range) => {
    expect([estimateWords(estimate), estimateRange(estimate)]).toEqual([words, range]);
  });
});
