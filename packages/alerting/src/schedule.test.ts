import { describe, expect, test } from "vitest";
import { nextTime } from "./schedule.ts";
import type { Schedule } from "./schedule.ts";
import { localTime } from "./time-zone.ts";

const dayMs = 86_400_000;

function schedule(at: string, rest: Partial<Schedule> = {}): Schedule {
  const atMinute = Number(at.slice(0, 2)) * 60 + Number(at.slice(3));
  return { atMinute, weekdays: [], timeZone: "Europe/London", ...rest };
}

describe("the next digest", () => {
  test.each<[string, Schedule, string, string]>([
    ["is today", schedule("07:30"), "2026-03-02T07:29:59.999Z", "2026-03-02T07:30:00.000Z"],
    ["is tomorrow when its time is now", schedule("07:30"), "2026-03-02T07:30:00Z", "2026-03-03T07:30:00.000Z"],
    [
      "is on the next day that it names",
      schedule("07:30", { weekdays: [1, 2, 3, 4, 5] }),
      "2026-03-06T08:00:00Z",
      "2026-03-09T07:30:00.000Z",
    ],
    [
      "is a week later when it names one day",
      schedule("08:00", { weekdays: [1] }),
      "2026-03-02T08:00:00Z",
      "2026-03-09T08:00:00.000Z",
    ],
    [
      "is at the local hour after the change of spring",
      schedule("08:00"),
      "2026-03-28T08:00:00Z",
      "2026-03-29T07:00:00.000Z",
    ],
    [
      "is the end of the gap when its time is skipped",
      schedule("01:30"),
      "2026-03-28T12:00:00Z",
      "2026-03-29T01:00:00.000Z",
    ],
    ["is the first of two", schedule("01:30"), "2026-10-24T12:00:00Z", "2026-10-25T00:30:00.000Z"],
    ["is tomorrow between the two", schedule("01:30"), "2026-10-25T00:30:00Z", "2026-10-26T01:30:00.000Z"],
    [
      "is at half an hour in half-hour zones",
      schedule("07:30", { timeZone: "Asia/Kolkata" }),
      "2026-03-02T00:00:00Z",
      "2026-03-02T02:00:00.000Z",
    ],
    [
      "is the first instant of a day without a midnight",
      schedule("00:00", { timeZone: "America/Santiago" }),
      "2026-09-05T12:00:00Z",
      "2026-09-06T04:00:00.000Z",
    ],
    [
      "may be the midnight that ends a day",
      schedule("24:00", { weekdays: [7] }),
      "2026-03-02T00:00:00Z",
      "2026-03-09T00:00:00.000Z",
    ],
    ["may be the midnight that just passed", schedule("24:00"), "2026-03-01T23:59:59.999Z", "2026-03-02T00:00:00.000Z"],
    [
      "leaves out a day that the zone left out",
      schedule("07:30", { timeZone: "Pacific/Apia" }),
      "2011-12-29T18:00:00Z",
      "2011-12-30T17:30:00.000Z",
    ],
  ])("%s", (_, given, after, expected) => {
    expect(nextTime(given, new Date(after)).toISOString()).toBe(expected);
  });

  const zones = [
    "Europe/London",
    "America/New_York",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "America/Santiago",
    "Africa/Casablanca",
  ];
  test.each(zones)("comes exactly once on each local day of three years in %s", (timeZone) => {
    for (const at of ["00:00", "01:30", "02:15", "07:30", "23:30"]) {
      const given = schedule(at, { timeZone });
      const end = new Date("2028-12-31T00:00:00Z");
      const days: number[] = [];
      let last = new Date("2026-01-01T12:00:00Z");
      for (let next = nextTime(given, last); next < end; next = nextTime(given, last)) {
        const { year, month, day, hour, minute } = localTime(timeZone, next);
        days.push(Date.UTC(year, month - 1, day) / dayMs);
        // A skipped time is told at the end of the gap, which is at most an hour.
        const late = hour * 60 + minute - given.atMinute;
        expect(late).toBeGreaterThanOrEqual(0);
        expect(late).toBeLessThanOrEqual(60);
        last = next;
      }
      const first = days[0] ?? 0;
      expect(days).toEqual(days.map((_, index) => first + index));
      expect(days.length).toBeGreaterThan(1_090);
    }
  });

  test("does not exist on no weekday, which is said", () => {
    expect(() => nextTime(schedule("07:30", { weekdays: [0] }), new Date(0))).toThrow(RangeError);
  });
});
