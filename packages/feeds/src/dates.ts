import { parseDay, isCalendarDay, type CalendarDay, type DayReading } from "./calendar-day.ts";
import { isWeekday, monthOf } from "./date-words.ts";
import { clockMs, findTime, inZone, midnight, type TimeOfDay } from "./time-of-day.ts";

/** Longest text that is looked at; real dates are shorter. */
const maxLength = 100;

/**
 * Reads a date as people and programs write it: ISO 8601 and its W3C profile, RFC 822 and 2822 with their usual
 * mistakes, month names in some forty languages, named time zones. Never depends on the machine's zone: no zone means
 * UTC.
 *
 * @param reading what a date in numbers means; as feeds write it unless given
 * @returns ISO 8601 in UTC, without fractions of a second, or null for anything that is not wholly understood: a date
 *   is never invented
 */
export function parseDate(text: string, reading: DayReading = "feed"): string | null {
  if (text.length > maxLength && text.trim().length > maxLength) return null;
  const written = withAsciiDigits(text.replace(/\s+/g, " ").trim());
  if (written === "") return null;
  return usualDate(written) ?? compactDate(written) ?? anyDate(written, reading);
}

/** An instant as ISO 8601 in UTC; null for days that do not exist. */
export function instant(day: CalendarDay, time: TimeOfDay): string | null {
  if (!isCalendarDay(day)) return null;
  const localMs = Date.UTC(day.year, day.month - 1, day.day) + time.ms;
  return new Date(localMs - time.offset(localMs)).toISOString();
}

const usualRfc =
  /^(?:[A-Z][a-z]{2}, )?(\d\d?) ([A-Z][a-z]{2}) (\d{4}) (\d\d):(\d\d)(?::(\d\d))? (?:([+-])(\d\d)(\d\d)|GMT|UTC|Z)$/;
const usualIso = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?(?:Z|([+-])(\d\d):?(\d\d))$/;

/** The two forms nearly all feeds use, without the search for what else it may be. */
function usualDate(text: string): string | null {
  const rfc = usualRfc.exec(text);
  const match = rfc ?? usualIso.exec(text);
  if (match === null) return null;
  const [, first, second = "", third, hour, minute, seconds = 0, sign, zoneHours = 0, zoneMinutes = 0] = match;
  const day =
    rfc === null
      ? { year: Number(first), month: Number(second), day: Number(third) }
      : { year: Number(third), month: monthOf(second) ?? 0, day: Number(first) };
  const ms = clockMs(Number(hour), Number(minute), Number(seconds));
  const offsetMs = (Number(zoneHours) * 60 + Number(zoneMinutes)) * 60_000;
  if (ms === null || Number(zoneHours) > 15 || Number(zoneMinutes) > 59) return null;
  return instant(day, { ms, offset: () => (sign === "-" ? -offsetMs : offsetMs) });
}

/** `20240229T123045Z` and `20240229123045`. */
function compactDate(text: string): string | null {
  const {
    day = "",
    hour,
    minute,
    second = 0,
    zone = "",
  } = /^(?<day>\d{8}|\d{4}-\d\d-\d\d(?=T))[T ]?(?<hour>\d\d)(?<minute>\d\d)(?<second>\d\d)?(?:[.,]\d+)?(?<zone>(?:[Z+-].*)?)$/i.exec(
    text,
  )?.groups ?? {};
  const ms = clockMs(Number(hour), Number(minute), Number(second));
  const date = parseDay(day, "certain");
  const time = ms === null || hour === undefined ? null : inZone(ms, zone);
  return date === null || time === null ? null : instant(date, time);
}

/** E.g. `Thu Jan  1 19:48:21 2004`, `Mon, November 16, 2020, 11:12 PM EST`, `14:30 Uhr, 22. November 2026`. */
function anyDate(text: string, reading: DayReading): string | null {
  const parts = findTime(text);
  if (parts === "impossible") return null;
  if (parts === null) return at(parseDay(text, reading), midnight);
  const { before, time } = parts;
  // Who writes Korean without a zone means Korea's.
  const after = parts.after === "" && /\p{Script=Hangul}/u.test(text) ? "kst" : parts.after;
  const { rest = "", year = "" } = /^(?<rest>.*?)(?:^|\s)\(?(?<year>\d{4})\)?$/.exec(after)?.groups ?? {};
  // The year may follow the time, as in C's `asctime`; the zone stands on either side of it.
  if (year !== "") {
    const date = at(parseDay(`${before} ${year}`, reading), inZone(time.ms, rest));
    if (date !== null) return date;
  }
  return at(parseDay(before, reading), inZone(time.ms, after)) ?? dateBehindTime(before, time.ms, after, reading);
}

/** `15:04 02.01.2006 -0700`, `14:30 CET, 22 November 2026`, `Sun Jan 4 16:29:06 2004 PST`. */
function dateBehindTime(before: string, ms: number, after: string, reading: DayReading): string | null {
  const words = after.replace(/^[,|·•–—-]\s?/, "").split(" ");
  for (let zoneWords = Math.min(2, words.length - 1); zoneWords >= 0; zoneWords -= 1) {
    // Without a zone the day has to follow: any other word might be a zone that we do not know.
    if (zoneWords === 0 && !startsDay(words[0] ?? "")) return null;
    const inFront = words.slice(0, zoneWords).join(" ").replace(/,$/, "");
    const atEnd = words.slice(words.length - zoneWords).join(" ");
    const date =
      at(parseDay(`${before} ${words.slice(zoneWords).join(" ")}`, reading), inZone(ms, inFront)) ??
      at(parseDay(`${before} ${words.slice(0, words.length - zoneWords).join(" ")}`, reading), inZone(ms, atEnd));
    if (date !== null) return date;
  }
  return null;
}

/** Arabic, Persian and full-width digits. */
function withAsciiDigits(text: string): string {
  return text.replace(/[٠-٩۰-۹０-９]/g, (digit) => String(digit.charCodeAt(0) & 0xf));
}

function startsDay(word: string): boolean {
  const name = word.replace(/[.,]+$/, "");
  return /^\d/.test(name) || monthOf(name) !== null || isWeekday(name);
}

function at(day: CalendarDay | null, time: TimeOfDay | null): string | null {
  return day === null || time === null ? null : instant(day, time);
}
