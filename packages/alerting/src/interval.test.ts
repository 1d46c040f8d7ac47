import { describe, expect, test } from "vitest";
import { seededRandom } from "../../../test/support/seeded-random.ts";
import { endOf, isWithin, nextStart } from "./interval.ts";
import type { TimeInterval } from "./interval.ts";
import { localTime } from "./time-zone.ts";

const minuteMs = 60_000;
const dayMs = 1_440 * minuteMs;
const london = "Europe/London";

function interval(times: readonly (readonly [string, string])[], rest: Partial<TimeInterval> = {}): TimeInterval {
  const minute = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
  return {
    timeZone: london,
    weekdays: [],
    times: times.map(([start, end]) => ({ startMinute: minute(start), endMinute: minute(end) })),
    ...rest,
  };
}

const nights = interval([["19:00", "07:00"]], { weekdays: [1, 2, 3, 4, 5] });
const weekends = interval([], { weekdays: [6, 7] });
const always = interval([]);

describe("hours of the week", () => {
  test.each<[string, TimeInterval, string, boolean]>([
    ["hold from their first instant", nights, "2026-03-02T19:00:00Z", true],
    ["do not hold before", nights, "2026-03-02T18:59:59.999Z", false],
    ["hold after midnight", nights, "2026-03-03T06:59:59.999Z", true],
    ["do not hold at their end", nights, "2026-03-03T07:00:00Z", false],
    ["hold on the morning after the last day", nights, "2026-03-07T03:00:00Z", true],
    ["do not start on a day that is not theirs", nights, "2026-03-07T20:00:00Z", false],
    ["do not hold on a morning before their first day", nights, "2026-03-09T03:00:00Z", false],
    ["are local: summer time", nights, "2026-07-01T18:00:00Z", true],
    ["are local: winter time", nights, "2026-01-07T18:00:00Z", false],
    ["hold the whole day without times", weekends, "2026-03-07T00:00:00Z", true],
    ["end with the day without times", weekends, "2026-03-09T00:00:00Z", false],
    ["hold always without times and days", always, "2026-03-09T00:00:00Z", true],
    [
      "that start at 24:00 start with the next day",
      interval([["24:00", "07:00"]], { weekdays: [1] }),
      "2026-03-03T03:00:00Z",
      true,
    ],
  ])("%s", (_, hours, at, expected) => {
    expect(isWithin(hours, new Date(at))).toBe(expected);
  });
});

describe("the end of quiet hours", () => {
  test.each<[string, TimeInterval, string, string]>([
    ["is on the next morning", nights, "2026-03-02T22:00:00Z", "2026-03-03T07:00:00.000Z"],
    ["is the time itself when they are over", nights, "2026-03-03T07:00:00Z", "2026-03-03T07:00:00.000Z"],
    ["is the time itself before they start", nights, "2026-03-02T12:00:00Z", "2026-03-02T12:00:00.000Z"],
    [
      "is an hour earlier after the change of spring",
      interval([["19:00", "07:00"]]),
      "2026-03-28T22:00:00Z",
      "2026-03-29T06:00:00.000Z",
    ],
    [
      "is an hour later after the change of autumn",
      interval([["19:00", "07:00"]]),
      "2026-10-24T22:00:00Z",
      "2026-10-25T07:00:00.000Z",
    ],
    [
      "is the end of the gap when it is skipped",
      interval([["22:00", "01:30"]]),
      "2026-03-28T23:00:00Z",
      "2026-03-29T01:00:00.000Z",
    ],
    ["is the first of two", interval([["22:00", "01:30"]]), "2026-10-24T23:00:00Z", "2026-10-25T00:30:00.000Z"],
    ["is that of the weekend, joined from its two days", weekends, "2026-03-07T12:00:00Z", "2026-03-09T00:00:00.000Z"],
    [
      "is that of parts that touch",
      interval([
        ["19:00", "24:00"],
        ["00:00", "07:00"],
      ]),
      "2026-03-02T20:00:00Z",
      "2026-03-03T07:00:00.000Z",
    ],
    [
      "is that of parts that overlap",
      interval([
        ["19:00", "23:00"],
        ["22:00", "02:00"],
        ["20:00", "21:00"],
      ]),
      "2026-03-02T20:30:00Z",
      "2026-03-03T02:00:00.000Z",
    ],
    [
      "is six days later at most for hours with a pause",
      interval([], { weekdays: [1, 2, 3, 4, 5, 6] }),
      "2026-03-02T00:00:00Z",
      "2026-03-08T00:00:00.000Z",
    ],
    ["is asked again after a week when there is none", always, "2026-03-02T12:00:00Z", "2026-03-09T12:00:00.000Z"],
    [
      "is asked again after a week for a day of the same start and end",
      interval([["07:00", "07:00"]]),
      "2026-03-02T12:00:00Z",
      "2026-03-09T12:00:00.000Z",
    ],
  ])("%s", (_, hours, at, expected) => {
    expect(endOf(hours, new Date(at)).toISOString()).toBe(expected);
  });
});

describe("the next start", () => {
  test.each<[string, TimeInterval, string, string | null]>([
    ["is today's", nights, "2026-03-02T12:00:00Z", "2026-03-02T19:00:00.000Z"],
    ["is strictly later", nights, "2026-03-02T19:00:00Z", "2026-03-03T19:00:00.000Z"],
    ["is after the weekend", nights, "2026-03-07T08:00:00Z", "2026-03-09T19:00:00.000Z"],
    ["is not the seam of two parts", weekends, "2026-03-07T12:00:00Z", "2026-03-14T00:00:00.000Z"],
    [
      "skips a week in which a clock change swallows it",
      interval([["01:10", "01:50"]], { weekdays: [7] }),
      "2026-03-23T00:00:00Z",
      "2026-04-05T00:10:00.000Z",
    ],
    ["does not exist for what always holds", always, "2026-03-02T12:00:00Z", null],
    ["does not exist for what never does", interval([], { weekdays: [9] }), "2026-03-02T12:00:00Z", null],
  ])("%s", (_, hours, after, expected) => {
    expect(nextStart(hours, new Date(after))?.toISOString() ?? null).toBe(expected);
  });
});

/** By definition, minute by minute, away from the hours in which a time is skipped or comes twice. */
function isWithinByHand({ timeZone, times, weekdays }: TimeInterval, at: Date): boolean {
  const { hour, minute, weekday } = localTime(timeZone, at);
  const now = hour * 60 + minute;
  const isDay = (day: number): boolean => weekdays.length === 0 || weekdays.includes(day === 0 ? 7 : day);
  const parts = times.length === 0 ? [{ startMinute: 0, endMinute: 1440 }] : times;
  return parts.some(({ startMinute, endMinute }) =>
    endMinute > startMinute
      ? isDay(weekday) && startMinute <= now && now < endMinute
      : (isDay(weekday) && startMinute <= now) || (isDay(weekday - 1) && now < endMinute),
  );
}

test("any hours hold as stepping minute by minute says, and end where it finds the end", () => {
  const random = seededRandom(11);
  const pick = (below: number): number => Math.floor(random() * below);
  const zones = [london, "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "America/Santiago"];
  for (let round = 0; round < 150; round++) {
    const hours: TimeInterval = {
      timeZone: zones[pick(zones.length)] ?? london,
      weekdays: Array.from({ length: pick(4) }, () => 1 + pick(7)),
      // From 04:00, where no zone changes its clocks.
      times: Array.from({ length: pick(3) }, () => ({ startMinute: 240 + pick(1100), endMinute: 240 + pick(1100) })),
    };
    const at = new Date(Date.UTC(2026, pick(12), 1 + pick(28), pick(24), pick(60)));
    expect(isWithin(hours, at)).toBe(isWithinByHand(hours, at));
    const end = endOf(hours, at);
    if (end.getTime() === at.getTime()) continue;
    for (let stepped = at.getTime(); stepped < end.getTime(); stepped += 17 * minuteMs) {
      expect(isWithinByHand(hours, new Date(stepped))).toBe(true);
    }
    if (end.getTime() - at.getTime() !== 7 * dayMs) expect(isWithinByHand(hours, end)).toBe(false);
  }
});

test("over both clock changes the end is where clocks show it, within the minute", () => {
  for (const timeZone of [london, "America/New_York", "Australia/Lord_Howe", "America/Santiago", "Africa/Casablanca"]) {
    const hours = interval([["19:00", "07:00"]], { timeZone });
    for (let day = 0; day < 366; day++) {
      const at = new Date(Date.UTC(2026, 0, 1 + day, 12));
      const start = nextStart(hours, at);
      if (start === null) throw new Error("nights start every day");
      const end = endOf(hours, start);
      expect(localTime(timeZone, end)).toMatchObject({ hour: 7, minute: 0, second: 0 });
      expect(isWithin(hours, new Date(end.getTime() - 1))).toBe(true);
      expect(isWithin(hours, end)).toBe(false);
    }
  }
});

test("ten thousand questions take no longer than asking the platform four times as often", () => {
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
    () => elapsed((at) => isWithin(nights, at)) / elapsed((at) => format.format(at)),
  );
  expect(Math.min(...rounds)).toBeLessThan(4);
});
