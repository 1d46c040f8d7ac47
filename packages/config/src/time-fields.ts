import { z } from "zod";
import { formatted, listOf } from "./fields.ts";
import { timeOfDayFormat, timeZoneFormat, weekdaysFormat } from "./time-formats.ts";

/** Days of the week as ISO 8601 counts them: Monday is 1. */
const days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;

/** A name of the IANA time zone database. `UTC` is one; an offset such as `+01:00` knows no summer time and is none. */
export const timeZone = formatted(timeZoneFormat).refine(isTimeZone, { error: timeZoneFormat.expected });

/** `07:30` as minutes of the local day; `24:00` is its end. */
export const timeOfDay = formatted(timeOfDayFormat).transform((text) => {
  const [hours = "", minutes = ""] = text.split(":");
  return Number(hours) * 60 + Number(minutes);
});

/** `monday`, or a range such as `friday:monday`, as numbers from 1 (Monday) to 7, each once and rising. */
export const weekdays = listOf(formatted(weekdaysFormat)).transform((ranges): number[] => {
  const found = new Set(ranges.flatMap(daysOf));
  return [...found].toSorted((a, b) => a - b);
});

/** When something happens once a day. */
export const schedule = z.strictObject({
  at: timeOfDay.describe("Local time, e.g. 07:30."),
  weekdays: weekdays.exactOptional().describe("Every day when left out."),
  time_zone: timeZone.describe("A name such as Europe/London."),
});

function daysOf(range: string): number[] {
  const [first = "", last = first] = range.split(":");
  const from = days.findIndex((day) => day === first);
  const length = ((days.findIndex((day) => day === last) - from + days.length) % days.length) + 1;
  return Array.from({ length }, (_, offset) => ((from + offset) % days.length) + 1);
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
