import { describe, expect, test } from "vitest";
import { seededRandom } from "../../../test/support/seeded-random.ts";
import { gapsAfter, longGapMs, noGaps } from "./gaps.ts";
import { isSilent } from "./silence.ts";
import { dayMs, hourMs, minuteMs } from "./stretches.ts";
import { everySo, monday, watchedSource } from "./watched-source.ts";

function longGapOf(hits: readonly number[]): number | null {
  return longGapMs(hits.reduce((gaps, atMs) => gapsAfter(gaps, { atMs, hasNew: true }), noGaps));
}

describe("the usual longest gap", () => {
  test("is unknown before there are two finds", () => {
    expect(longGapOf([])).toBeNull();
    expect(longGapOf([monday])).toBeNull();
  });

  test.each([
    ["a minute", minuteMs],
    ["an hour", hourMs],
    ["a week", 7 * dayMs],
    ["half a year", 180 * dayMs],
  ])("of a source that publishes every %s is about that, never less", (_, stepMs) => {
    const gapMs = longGapOf(everySo(stepMs, monday, monday + 30 * stepMs)) ?? 0;
    expect(gapMs).toBeLessThan(stepMs * Math.SQRT2 * 1.01);
    expect(gapMs).toBeGreaterThanOrEqual(Math.min(stepMs, 128 * dayMs) * 0.99);
  });

  test("is the 99th percentile of the gaps where items come at random", () => {
    const random = seededRandom(2);
    let at = monday;
    const hits = Array.from({ length: 5000 }, () => (at -= Math.log(1 - random()) * minuteMs * 30)).sort(
      (a, b) => a - b,
    );
    const gapMs = longGapOf(hits) ?? 0;
    const gaps = hits
      .slice(1)
      .map((hit, index) => hit - (hits[index] ?? 0))
      .sort((a, b) => a - b);
    const p99 = gaps[Math.floor(gaps.length * 0.99)] ?? 0;
    expect(gapMs / p99).toBeGreaterThan(0.8);
    expect(gapMs / p99).toBeLessThan(1.6);
  });

  test("one weekend in a week of many short gaps counts", () => {
    const weeks = [0, 1, 2].flatMap((week) =>
      everySo(hourMs, monday + week * 7 * dayMs, monday + (week * 7 + 5) * dayMs),
    );
    expect(longGapOf(weeks)).toBeGreaterThan(2 * dayMs);
  });
});

describe("silence", () => {
  const toMs = monday + 14 * dayMs;
  const lastAt = new Date(toMs - hourMs / 2);
  const hourly = watchedSource(everySo(hourMs, monday, toMs), { toMs });
  const after = (ms: number): Date => new Date(lastAt.getTime() + ms);

  test("is not asked about with times: never", () => {
    expect(isSilent(hourly, lastAt, after(365 * dayMs), null)).toBe(false);
  });

  test("begins after a day at the earliest", () => {
    expect(isSilent(hourly, lastAt, after(23 * hourMs), 3)).toBe(false);
    expect(isSilent(hourly, lastAt, after(25 * hourMs), 3)).toBe(true);
  });

  test("begins after so many times the usual longest gap", () => {
    const daily = watchedSource(everySo(dayMs, monday, toMs), { toMs });
    expect(isSilent(daily, lastAt, after(2.9 * dayMs), 3)).toBe(false);
    expect(isSilent(daily, lastAt, after(5 * dayMs), 3)).toBe(true);
    expect(isSilent(daily, lastAt, after(5 * dayMs), 10)).toBe(false);
  });

  test("is no alarm on the weekend of a source that rests then", () => {
    const workdays = [0, 1].flatMap((week) =>
      everySo(hourMs, monday + week * 7 * dayMs, monday + (week * 7 + 5) * dayMs),
    );
    const rhythm = watchedSource(workdays, { toMs });
    expect(isSilent(rhythm, new Date(monday + 12 * dayMs), new Date(monday + 14 * dayMs), 1.5)).toBe(false);
  });

  test("is not told of a source that is hardly known", () => {
    const threeDays = watchedSource(everySo(hourMs, monday, monday + 3 * dayMs), { toMs: monday + 3 * dayMs });
    const twice = watchedSource([monday + dayMs, monday + 3 * dayMs], { toMs });
    expect(isSilent(threeDays, new Date(monday + 3 * dayMs), new Date(monday + 6 * dayMs), 3)).toBe(false);
    expect(isSilent(twice, new Date(monday + 3 * dayMs), new Date(monday + 60 * dayMs), 3)).toBe(false);
    expect(isSilent(null, lastAt, after(365 * dayMs), 3)).toBe(false);
    expect(isSilent(hourly, null, after(365 * dayMs), 3)).toBe(false);
  });
});
