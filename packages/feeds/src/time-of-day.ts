import { zoneOffset, type ZoneOffset } from "./zones.ts";

/** A time of day as written. */
export interface TimeOfDay {
  /** Milliseconds since midnight on the clock it names; up to 24 hours. */
  readonly ms: number;
  /** Of the zone it was given in; UTC when none was. */
  readonly offset: ZoneOffset;
}

export const midnight: TimeOfDay = { ms: 0, offset: () => 0 };

/** A text that names a day and a time, taken apart. */
export interface ClockParts {
  readonly before: string;
  readonly time: { readonly ms: number };
  /** What follows the time: a zone, a year or the day itself, in some order; may be empty. */
  readonly after: string;
}

/** What may stand before a time. Dots between hours and minutes are only taken for a time after a year. */
const clock =
  /(?<=^|[\s,;T(@|–—-])(?:(?<early>오전|上午|午前)|(?<late>오후|下午|午後))? ?(?<hour>\d\d?)(?::|[h時时시] ?(?=\d))(?<minute>\d\d)[分분]?(?::(?<second>\d\d)(?:[.,:]\d{1,9})?)?(?!\d)/iu;
const dottedClock =
  /(?<=\d{4},? (?:(?:klo|kl\.?|um|ore|alle|ob) )?)(?<hour>\d\d?)\.(?<minute>\d\d)(?:\.(?<second>\d\d))?(?![.\d])/iu;
const hourAlone = /(?<=^|[\s,])(?<hour>\d\d?)(?= ?[ap]\.?m\b)/iu;

/** Marks of the half of the day, and words for "o'clock", behind a time. */
const suffix =
  /^ ?(?:(?<half>[ap]) ?\.? ?m\b\.?|(?<am>πμ|π\.μ\.|de\.)|(?<pm>μμ|μ\.μ\.|du\.))? ?(?:(?:uhr|uur|hrs?|hs|h|ч)\b\.?|час\p{L}*|[分분])?/iu;

/**
 * Finds the time in a text.
 *
 * @returns null when there is none; `"impossible"` for 25:00 and the like
 */
export function findTime(text: string): ClockParts | "impossible" | null {
  const match = clock.exec(text) ?? dottedClock.exec(text) ?? hourAlone.exec(text);
  if (match?.groups === undefined) return null;
  const { early, late, hour = "", minute = "0", second = "0" } = match.groups;
  const rest = text.slice(match.index + match[0].length);
  const marks = suffix.exec(rest);
  const { half = "", am, pm } = marks?.groups ?? {};
  const isEarly = early !== undefined || am !== undefined || half.toLowerCase() === "a";
  const isLate = late !== undefined || pm !== undefined || half.toLowerCase() === "p";
  const ms = clockMs(hourOfDay(Number(hour), isEarly, isLate), Number(minute), Number(second));
  if (ms === null) return "impossible";
  const after = rest.slice(marks?.[0].length ?? 0);
  return { before: text.slice(0, match.index), time: { ms }, after: after.trim() };
}

/** @see zoneOffset */
export function inZone(ms: number, zone: string): TimeOfDay | null {
  const offset = zoneOffset(zone);
  return offset === null ? null : { ms, offset };
}

/**
 * Milliseconds since midnight; null when there is no such time.
 *
 * 60 is a leap second (RFC 3339 section 5.6); 24:00 is the end of the day (ISO 8601).
 */
export function clockMs(hour: number, minute: number, second: number): number | null {
  if (hour > 24 || minute > 59 || second > 60 || (hour === 24 && minute + second > 0)) return null;
  return ((hour * 60 + minute) * 60 + Math.min(second, 59)) * 1000;
}

/** `14:30 PM` is 14:30: those who write it mean it. */
function hourOfDay(hour: number, isEarly: boolean, isLate: boolean): number {
  if (hour > 12 || !(isEarly || isLate)) return hour;
  return (hour % 12) + (isLate ? 12 : 0);
}
