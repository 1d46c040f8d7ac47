import { describe, expect, test } from "vitest";
import { newRhythm } from "./rhythm.ts";
import { dayMs, hourMs } from "./stretches.ts";
import { expectedVolume } from "./volume.ts";
import { everySo, monday, watchedSource } from "./watched-source.ts";

describe("the expected volume", () => {
  const toMs = monday + 21 * dayMs;

  test.each([0.2, 1, 10])("of %d items an hour", (perHour) => {
    const rhythm = watchedSource(everySo(hourMs / perHour, monday, toMs), { toMs });
    expect((expectedVolume(rhythm, new Date(toMs))?.perDay ?? 0) / 24 / perHour).toBeCloseTo(1, 1);
  });

  test("is that of the day of the week", () => {
    const workdays = [0, 1, 2].flatMap((week) =>
      everySo(hourMs, monday + week * 7 * dayMs, monday + (week * 7 + 5) * dayMs),
    );
    const rhythm = watchedSource(workdays, { toMs });
    const volumeAt = (days: number): number => expectedVolume(rhythm, new Date(monday + days * dayMs))?.perDay ?? 0;
    // The 24 hours that end on Saturday at midnight are Friday's.
    expect(volumeAt(26)).toBeGreaterThan(2 * volumeAt(28));
  });

  test("does not fall while the source cannot be read", () => {
    const rhythm = watchedSource(everySo(hourMs, monday, toMs), { toMs });
    expect(expectedVolume(rhythm, new Date(toMs + 10 * dayMs))?.perDay).toBeCloseTo(24, -1);
  });

  test("is unknown on the first day", () => {
    const rhythm = watchedSource(everySo(hourMs, monday, monday + dayMs / 2), { toMs: monday + dayMs / 2 });
    expect(expectedVolume(rhythm, new Date(monday + dayMs / 2))).toBeNull();
    expect(expectedVolume(newRhythm(new Date(monday)), new Date(monday + dayMs))).toBeNull();
    expect(expectedVolume(null, new Date(toMs))).toBeNull();
    expect(expectedVolume(rhythm, new Date(Number.NaN))).toBeNull();
  });
});
