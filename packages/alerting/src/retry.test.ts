import { describe, expect, test } from "vitest";
import { seededRandom } from "../../../test/support/seeded-random.ts";
import { retryDelayMs } from "./retry.ts";
import type { ChannelClass } from "./retry.ts";

const middle = { ageMs: 0, retryAfterMs: null, random: () => 0.5 };

/** All pauses of a class without variation, in seconds. */
function ladder(channelClass: ChannelClass): readonly number[] {
  const pauses: number[] = [];
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const delayMs = retryDelayMs(channelClass, attempt, middle);
    if (delayMs === null) break;
    pauses.push(delayMs / 1_000);
  }
  return pauses;
}

describe("pauses between attempts", () => {
  test.each<[ChannelClass, readonly number[]]>([
    ["webhook", [0, 5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400]],
    ["chat", [0, 5, 30, 120, 600, 1_800, 7_200]],
    ["push", [0, 5, 30, 120]],
    ["email", [0, 60, 300, 1_800, 7_200, 21_600]],
  ])("climb the ladder of class %s, then end", (channelClass, expected) => {
    expect(ladder(channelClass)).toEqual(expected);
  });

  test("of a webhook take 75 h 35 m in all, as the specification's example", () => {
    expect(ladder("webhook").reduce((sum, pause) => sum + pause, 0)).toBe(75 * 3_600 + 35 * 60 + 5);
  });

  test("vary by a fifth and no more", () => {
    const random = seededRandom(7);
    const delays = Array.from({ length: 500 }, () => retryDelayMs("webhook", 2, { ...middle, random }) ?? 0);
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(240_000);
    expect(Math.max(...delays)).toBeLessThanOrEqual(360_000);
    expect(Math.max(...delays) - Math.min(...delays)).toBeGreaterThan(100_000);
  });

  test("are never shorter than the receiver asked for", () => {
    const random = seededRandom(8);
    const options = { ageMs: 0, retryAfterMs: 40_000, random };
    for (let round = 0; round < 200; round += 1) {
      const delayMs = retryDelayMs("chat", 1, options) ?? 0;
      expect(delayMs).toBeGreaterThanOrEqual(40_000);
      expect(delayMs).toBeLessThanOrEqual(48_000);
    }
  });

  test("keep the ladder where the receiver asks for less", () => {
    expect(retryDelayMs("chat", 3, { ...middle, retryAfterMs: 1_000 })).toBe(120_000);
  });

  test.each<[ChannelClass, number, number | null]>([
    ["push", 29 * 60_000, 5_000],
    ["push", 30 * 60_000, null],
    ["chat", 6 * 3_600_000, null],
    ["email", 24 * 3_600_000, null],
    ["webhook", 1_000 * 3_600_000, 5_000],
  ])("of class %s at an age of %d ms: %s", (channelClass, ageMs, expected) => {
    expect(retryDelayMs(channelClass, 1, { ...middle, ageMs })).toBe(expected);
  });

  test("end when the pause asked for outlives the message", () => {
    expect(retryDelayMs("chat", 1, { ...middle, retryAfterMs: 7 * 3_600_000 })).toBe(null);
    expect(retryDelayMs("webhook", 1, { ...middle, retryAfterMs: 7 * 3_600_000 })).toBeGreaterThanOrEqual(
      7 * 3_600_000,
    );
  });
});
