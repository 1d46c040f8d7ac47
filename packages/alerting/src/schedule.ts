import { hasDay, instantOf, localTime, plusDays, weekdayOf } from "./time-zone.ts";

/** A time of the local day; the schedule of a digest and of a heartbeat in `@wirewatch/config` has it. */
export interface Schedule {
  /** 0 to 1440, the midnight that ends the day. */
  readonly atMinute: number;
  /** 1 (Monday) to 7; empty: every day. */
  readonly weekdays: readonly number[];
  /** IANA name. */
  readonly timeZone: string;
}

/** With one weekday the next one may be a week away, and in a zone that leaves out a day two weeks. */
const maxDays = 16;

/**
 * The next time of a schedule, strictly after an instant: exactly one for each local day it names. A time that a clock
 * change skips is the first instant after the gap, one that comes twice is the first of the two.
 *
 * @throws {RangeError} for a zone the platform does not know, or when no weekday is one
 */
export function nextTime({ atMinute, weekdays, timeZone }: Schedule, after: Date): Date {
  const today = localTime(timeZone, after);
  // From yesterday, whose time may be 24:00 or moved past midnight by a clock change.
  for (let days = -1; days < maxDays; days++) {
    const day = plusDays(today, days);
    if ((weekdays.length > 0 && !weekdays.includes(weekdayOf(day))) || !hasDay(timeZone, day)) continue;
    const at = instantOf(timeZone, day, atMinute);
    if (at > after) return at;
  }
  throw new RangeError(`a schedule on no day of the week: ${weekdays.join(", ")}`);
}
