import { describe, expect, test } from "vitest";
import { seededRandom } from "../../../test/support/seeded-random.ts";
import { hasDay, instantOf, localTime, plusDays, weekdayOf } from "./time-zone.ts";

const minuteMs = 60_000;
const dayMs = 1_440 * minuteMs;

/** Zones whose changes differ in hour, size, side of midnight, number and hemisphere. */
const zones = [
  "Europe/London",
  "America/New_York",
  "Australia/Lord_Howe",
  "Asia/Kolkata",
  "Pacific/Apia",
  "Africa/Casablanca",
  "America/Santiago",
  "America/Scoresbysund",
  "Asia/Gaza",
  "UTC",
];

/** The platform's own answer, by the way that takes no offset: what a clock shows, as if it were UTC. */
function wallMs(timeZone: string): (at: number) => number {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
  return (at) => {
    const [month = 0, day = 0, year = 0, hour = 0, minute = 0, second = 0] =
      format.format(at).match(/\d+/g)?.map(Number) ?? [];
    return Date.UTC(year, month - 1, day, hour, minute, second);
  };
}

/** All instants from 2024 to 2030 at which the offset changes, found hour by hour and then minute by minute. */
function changes(timeZone: string): number[] {
  const wall = wallMs(timeZone);
  const offset = (at: number): number => wall(at) - at;
  const found: number[] = [];
  const end = Date.UTC(2031, 0, 1);
  for (let at = Date.UTC(2024, 0, 1); at < end; at += dayMs) {
    if (offset(at) === offset(at + dayMs)) continue;
    let minute = at + minuteMs;
    while (offset(minute) === offset(at)) minute += minuteMs;
    found.push(minute);
  }
  return found;
}

function dayOf(at: number): { year: number; month: number; day: number } {
  const date = new Date(at);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

describe.each(zones)("clocks in %s", (timeZone) => {
  const wall = wallMs(timeZone);
  const changesAt = changes(timeZone);

  test("around every change show what stepping minute by minute finds", () => {
    for (const change of changesAt) {
      const from = change - 180 * minuteMs;
      /** First instant at which the clock shows at least a time, and the last minute it can be within these hours. */
      const firstAt = new Map<number, number>();
      for (let at = from; at < change + 180 * minuteMs; at += minuteMs) {
        const shown = wall(at);
        const { year, month, day, hour, minute, weekday } = localTime(timeZone, new Date(at));
        expect(Date.UTC(year, month - 1, day, hour, minute)).toBe(shown);
        expect(weekday).toBe(new Date(shown).getUTCDay() || 7);
        if (!firstAt.has(shown)) firstAt.set(shown, at);
      }
      const last = wall(change + 179 * minuteMs);
      let expected = from;
      for (let shown = wall(from); shown <= last; shown += minuteMs) {
        // What is skipped is the first instant after the gap: the one at which the next time that exists is shown.
        expected = firstAt.get(shown) ?? change;
        const minute = Math.round((shown - Math.floor(shown / dayMs) * dayMs) / minuteMs);
        expect(instantOf(timeZone, dayOf(shown), minute).getTime()).toBe(expected);
      }
    }
  });

  test("at random times agree with the platform, and give the instant back", () => {
    const random = seededRandom(7);
    for (let round = 0; round < 300; round++) {
      const at = Math.floor((Date.UTC(2024, 0, 1) + random() * 7 * 365 * dayMs) / minuteMs) * minuteMs;
      const { year, month, day, hour, minute } = localTime(timeZone, new Date(at));
      expect(Date.UTC(year, month - 1, day, hour, minute)).toBe(wall(at));
      const back = instantOf(timeZone, { year, month, day }, hour * 60 + minute).getTime();
      expect(wall(back)).toBe(wall(at));
      expect(back).toBeLessThanOrEqual(at);
    }
  });
});

describe("a time of a day", () => {
  test.each<[string, string, [number, number, number], number, string]>([
    ["is UTC less the offset", "Asia/Kolkata", [2026, 3, 2], 450, "2026-03-02T02:00:00.000Z"],
    ["that is skipped is the end of the gap", "Europe/London", [2026, 3, 29], 90, "2026-03-29T01:00:00.000Z"],
    ["that is skipped from midnight on as well", "America/Santiago", [2026, 9, 6], 0, "2026-09-06T04:00:00.000Z"],
    ["that comes twice is the first", "America/New_York", [2026, 11, 1], 90, "2026-11-01T05:30:00.000Z"],
    ["that comes twice in half an hour", "Australia/Lord_Howe", [2026, 4, 5], 105, "2026-04-04T14:45:00.000Z"],
    ["may be the midnight that ends the day", "Europe/London", [2026, 10, 25], 1440, "2026-10-26T00:00:00.000Z"],
    ["of a day that was left out is the end of it", "Pacific/Apia", [2011, 12, 30], 720, "2011-12-30T10:00:00.000Z"],
  ])("%s", (_, timeZone, [year, month, day], minute, expected) => {
    expect(instantOf(timeZone, { year, month, day }, minute).toISOString()).toBe(expected);
  });

  test("is known to be on a day that was left out", () => {
    expect(hasDay("Pacific/Apia", { year: 2011, month: 12, day: 30 })).toBe(false);
    expect(hasDay("Pacific/Apia", { year: 2011, month: 12, day: 31 })).toBe(true);
    expect(hasDay("America/Santiago", { year: 2026, month: 9, day: 6 })).toBe(true);
  });
});

test("days follow each other over months and leap years", () => {
  expect(plusDays({ year: 2028, month: 2, day: 28 }, 2)).toEqual({ year: 2028, month: 3, day: 1 });
  expect(plusDays({ year: 2027, month: 1, day: 1 }, -1)).toEqual({ year: 2026, month: 12, day: 31 });
  expect(weekdayOf({ year: 2026, month: 3, day: 1 })).toBe(7);
});

test("an unknown zone or an invalid date is an error, not another hour", () => {
  expect(() => localTime("Europe/Lundon", new Date(0))).toThrow(RangeError);
  expect(() => localTime("Europe/London", new Date(Number.NaN))).toThrow(RangeError);
});

test("ten thousand questions take no longer than asking the platform so often", () => {
  const times = Array.from({ length: 10_000 }, (_, index) => new Date(1.8e12 + index * 600_000));
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone: "Europe/London",
    dateStyle: "short",
    timeStyle: "medium",
  });
  const elapsed = (work: (at: Date) => unknown): number => {
    const started = performance.now();
    for (const at of times) work(at);
    return performance.now() - started;
  };
  const rounds = Array.from(
    { length: 5 },
    () => elapsed((at) => localTime("Europe/London", at)) / elapsed((at) => format.format(at)),
  );
  expect(Math.min(...rounds)).toBeLessThan(1);
});
