import { hasDay, instantOf, localTime, plusDays, weekdayOf } from "./time-zone.ts";
import type { LocalDay } from "./time-zone.ts";

/** Hours of the week in a zone; `TimeIntervalConfig` of `@wirewatch/config` has it. */
export interface TimeInterval {
  /** IANA name. */
  readonly timeZone: string;
  /** Minutes of the local day, 0 to 1440; an end that is not after the start is on the next day. Empty: the whole day. */
  readonly times: readonly { readonly startMinute: number; readonly endMinute: number }[];
  /** 1 (Monday) to 7: the days on which a stretch starts. Empty: every day. */
  readonly weekdays: readonly number[];
}

/** Half-open: `start` is within, `end` is not. */
export interface Stretch {
  readonly start: Date;
  readonly end: Date;
}

const dayMs = 86_400_000;
/** Most questions are about a night; only those it does not answer look further. */
const soonDays = 2;
/** Every week has the same hours, so what goes on for longer has no end at all. */
const longestDays = 8;
/** A clock change can swallow the only stretch of a week. */
const nextWithinDays = 16;

/**
 * True from the first instant of a stretch until just before its end. Start and end are what clocks on the wall show: a
 * clock change makes a stretch shorter or longer. A start or end that a change skips is the first instant after the gap,
 * one that comes twice is the first.
 *
 * @throws {RangeError} for a zone the platform does not know, as all functions here
 */
export function isWithin(interval: TimeInterval, at: Date): boolean {
  const today = localTime(interval.timeZone, at);
  return reach.some((days) =>
    partsOn(interval, plusDays(today, days)).some(({ start, end }) => start <= at && at < end),
  );
}

/**
 * End of the stretch that holds `at`; stretches that touch or overlap count as one.
 *
 * @returns `at` itself when it is not within; `at` and seven days for an interval that does not end within eight (all week
 *   long), to be asked again then
 */
export function endOf(interval: TimeInterval, at: Date): Date {
  for (const days of [soonDays, longestDays]) {
    const horizon = plusMs(at, days * dayMs);
    const [first] = stretches(interval, at, horizon);
    if (first === undefined || first.start > at) return at;
    if (first.end < horizon) return first.end;
  }
  return plusMs(at, (longestDays - 1) * dayMs);
}

/** First instant strictly after `after` at which a stretch begins and none was before; null when it is always or never. */
export function nextStart(interval: TimeInterval, after: Date): Date | null {
  for (const days of [soonDays, nextWithinDays]) {
    const found = stretches(interval, after, plusMs(after, days * dayMs)).find(({ start }) => start > after);
    if (found !== undefined) return found.start;
  }
  return null;
}

/**
 * The stretches that share at least an instant with [from, until), joined where they touch or overlap, in order. The
 * first and the last are not cut off, but one that is longer than three days may begin earlier or go on for longer.
 */
export function stretches(interval: TimeInterval, from: Date, until: Date): readonly Stretch[] {
  const joined: Stretch[] = [];
  const last = plusMs(until, dayMs);
  let day = plusDays(localTime(interval.timeZone, from), reach[0]);
  for (; instantOf(interval.timeZone, day, 0) < last; day = plusDays(day, 1)) {
    for (const next of partsOn(interval, day)) {
      const before = joined.at(-1);
      if (before === undefined || next.start > before.end) joined.push(next);
      else if (next.end > before.end) joined.splice(-1, 1, { start: before.start, end: next.end });
    }
  }
  return joined.filter(({ start, end }) => end > from && start < until);
}

/** Days on which a stretch can start that holds a time of today: one that starts at 24:00 crosses another midnight. */
const reach = [-2, -1, 0] as const;
const wholeDay = [{ startMinute: 0, endMinute: 1440 }];

/** What starts on a day, by its start. */
function partsOn({ timeZone, times, weekdays }: TimeInterval, day: LocalDay): readonly Stretch[] {
  if ((weekdays.length > 0 && !weekdays.includes(weekdayOf(day))) || !hasDay(timeZone, day)) return [];
  return (times.length > 0 ? times : wholeDay)
    .map(({ startMinute, endMinute }) => ({
      start: instantOf(timeZone, day, startMinute),
      end: instantOf(timeZone, endMinute > startMinute ? day : plusDays(day, 1), endMinute),
    }))
    .filter(({ start, end }) => end > start) // A clock change may leave nothing of it.
    .toSorted((a, b) => a.start.getTime() - b.start.getTime());
}

function plusMs(at: Date, ms: number): Date {
  return new Date(at.getTime() + ms);
}
