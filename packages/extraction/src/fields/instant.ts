import { readWrittenDate } from "./written-date.ts";
import { zoneOffsetMs } from "./zones.ts";

/**
 * A date as it was written: `instant` names one moment; `localTime` lacks the zone, `day` the time of day as well. `ms` is
 * Unix time, for the last two as if the clock that was read showed UTC.
 */
export interface Moment {
  readonly ms: number;
  readonly precision: "instant" | "localTime" | "day";
}

const maxLength = 120;

/** Instants outside are typing errors: the web is younger, and 2100 leaves room for embargo dates. */
const earliestMs = Date.UTC(1990, 0, 1);
const latestMs = Date.UTC(2100, 0, 1);

const isoPattern =
  /^(?<year>\d{4})-?(?<month>\d{2})-?(?<day>\d{2})(?:[T ]*(?<hour>\d{2}):?(?<minute>\d{2})(?::?(?<second>\d{2})(?:[.,](?<fraction>\d{1,9}))?)? ?(?<zone>Z|[A-Z]{2,5}|[+-]\d{2}(?::?\d{2})?)?(?:\[[^\]]*\])?)?$/i;

/**
 * A date as publishers write it, as ISO 8601 in UTC.
 *
 * Understands ISO 8601, Unix time in seconds or milliseconds, and dates in words with a zone (`readWrittenDate`).
 *
 * @param language of the words, BCP 47; English is always understood
 * @returns null for anything that does not name one instant: no zone, no time of day, not a date
 * @example parseInstant("2024-01-26T19:57:00+0300") // "2024-01-26T16:57:00.000Z"
 */
export function parseInstant(text: string | null | undefined, language: string | null = null): string | null {
  const moment = readMoment(text, language);
  return moment?.precision === "instant" ? new Date(moment.ms).toISOString() : null;
}

/** A date in any of the forms `parseInstant` knows, also without zone or time of day. */
export function readMoment(text: string | null | undefined, language: string | null = null): Moment | null {
  const trimmed = text?.trim() ?? "";
  if (trimmed.length < 6 || trimmed.length > maxLength) return null;
  const moment = unixTime(trimmed) ?? isoDate(trimmed) ?? readWrittenDate(trimmed, language);
  return moment !== null && moment.ms >= earliestMs && moment.ms <= latestMs ? moment : null;
}

/** Milliseconds of a day and time on a clock that shows UTC; null for 31 February and 25:00. */
export function clockMs(year: number, month: number, day: number, hour = 0, minute = 0, second = 0): number | null {
  if (hour > 23 || minute > 59 || second > 60) return null;
  const dayMs = Date.UTC(year, month - 1, day);
  const date = new Date(dayMs);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
  return dayMs + ((hour * 60 + minute) * 60 + Math.min(second, 59)) * 1000;
}

function unixTime(text: string): Moment | null {
  if (!/^\d{10}(?:\d{3})?$/.test(text)) return null;
  return { ms: Number(text) * (text.length === 10 ? 1000 : 1), precision: "instant" };
}

function isoDate(text: string): Moment | null {
  const groups = isoPattern.exec(text)?.groups;
  if (groups === undefined) return null;
  const { hour, zone, fraction = "" } = groups;
  const part = (name: string): number => Number(groups[name] ?? 0);
  const ms = clockMs(part("year"), part("month"), part("day"), part("hour"), part("minute"), part("second"));
  if (ms === null) return null;
  const localMs = ms + Number(fraction.padEnd(3, "0").slice(0, 3));
  if (hour === undefined) return { ms, precision: "day" };
  if (zone === undefined) return { ms: localMs, precision: "localTime" };
  const offsetMs = zoneOffsetMs(zone, localMs);
  return offsetMs === null ? null : { ms: localMs - offsetMs, precision: "instant" };
}
