import { englishWeekday, isWeekday, monthOf } from "./date-words.ts";

/** A day of the Gregorian calendar. */
export interface CalendarDay {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
}

/**
 * How a date in numbers is read. `feed`: as feeds are known to write, `3/4/2026` month first unless that is no date,
 * also a year or a month alone. `certain`: whole dates with one possible reading only. `dmy`, `mdy`, `ymd`: as they say.
 */
export type DayReading = "feed" | "certain" | "dmy" | "mdy" | "ymd";

/**
 * Reads a day: ISO 8601, also as a week or by the day of the year; numbers with `/`, `.` or `-`; a month by name in any
 * of our languages; 年月日. A weekday or one word of introduction may stand in front.
 *
 * @returns null for anything that is not wholly understood, and for days that do not exist
 */
export function parseDay(text: string, reading: DayReading): CalendarDay | null {
  const trimmed = withoutFillers(text.replace(/^[\s,;:(–—]+|[\s,;:)–—-]+$/g, "").replace(/(?<=\d)T$/i, ""));
  const { date, weekday } = withoutWeekday(trimmed);
  const day =
    isoDay(date) ??
    (reading === "feed" ? partialDay(date) : null) ??
    eastAsianDay(date) ??
    numericDay(date, reading, weekday) ??
    namedDay(trimmed);
  return day !== null && isCalendarDay(day) ? day : null;
}

/** Also refuses years no news can be from, e.g. the 0001 of an unset field. */
export function isCalendarDay({ year, month, day }: CalendarDay): boolean {
  if (!(year >= 1900 && year <= 2199 && month >= 1 && month <= 12 && day >= 1)) return false;
  return day <= 28 || day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** Two digits as RFC 2822 section 4.3 reads them. */
export function fullYear(text: string): number {
  const year = Number(text);
  if (text.length > 2) return year;
  return year < 50 ? 2000 + year : 1900 + year;
}

/** The word in front of a date in numbers; words before a month by name are looked at with the month. */
function withoutWeekday(text: string): { readonly date: string; readonly weekday: number | null } {
  const match = /^(?<word>\p{L}[\p{L}'’]*)\.?[\s,:]+(?=\d{1,4} ?[-/.年년] ?\d\d? ?[-/.月월] ?\d|\d{8}$)/u.exec(text);
  if (match === null) return { date: text, weekday: null };
  return { date: text.slice(match[0].length), weekday: englishWeekday(match.groups?.["word"] ?? "") };
}

/** Year first: `2024-02-29`, `20240229`, `2024/2/29`, `2024-060`, `2024-W09-4`. */
function isoDay(text: string): CalendarDay | null {
  const date =
    /^(?<year>\d{4})(?:(?<mark>[-/.]) ?(?<month>\d\d?)\k<mark> ?(?<day>\d\d?)\.?|(?<month2>\d\d)(?<day2>\d\d))$/;
  const groups = date.exec(text)?.groups;
  if (groups !== undefined) {
    const { year, month, day, month2, day2 } = groups;
    return { year: Number(year), month: Number(month ?? month2), day: Number(day ?? day2) };
  }
  const {
    year,
    ordinal,
    week,
    weekday = 1,
  } = /^(?<year>\d{4})-?(?:(?<ordinal>\d{3})|W(?<week>\d\d)(?:-?(?<weekday>[1-7]))?)$/i.exec(text)?.groups ?? {};
  if (ordinal !== undefined) return dayOfYear(Number(year), Number(ordinal));
  return week === undefined ? null : dayOfWeek(Number(year), Number(week), Number(weekday));
}

/** What else ISO 8601 allows, and only feeds are trusted to mean: `2024-02`, `2024`, `24-02-29`, `240229`, `-2402`. */
function partialDay(text: string): CalendarDay | null {
  const {
    year,
    month = 1,
    day = 1,
  } = /^(?:(?<year>\d{4})(?:-(?<month>\d\d?))?|(?<year>\d\d)-(?<month>\d\d?)-(?<day>\d\d?)|(?<year>\d\d)(?<month>\d\d)(?<day>\d\d)|-(?<year>\d\d)-?(?<month>\d\d))$/.exec(
    text,
  )?.groups ?? {};
  return year === undefined ? null : { year: fullYear(year), month: Number(month), day: Number(day) };
}

function dayOfYear(year: number, ordinal: number): CalendarDay | null {
  const day = dayAt(Date.UTC(year, 0, ordinal));
  return ordinal >= 1 && day.year === year ? day : null;
}

/** ISO 8601: week 1 is the one with 4 January. */
function dayOfWeek(year: number, week: number, weekday: number): CalendarDay | null {
  if (week < 1 || week > 53) return null;
  const firstMonday = 4 - ((new Date(Date.UTC(year, 0, 4)).getUTCDay() + 6) % 7);
  return dayAt(Date.UTC(year, 0, firstMonday + (week - 1) * 7 + weekday - 1));
}

function dayAt(ms: number): CalendarDay {
  const date = new Date(ms);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** Chinese, Japanese and Korean. */
function eastAsianDay(text: string): CalendarDay | null {
  const { year, month, day } =
    /^(?<year>\d{4}) ?[年년] ?(?<month>\d\d?) ?[月월] ?(?<day>\d\d?) ?[日号號일](?: ?[(（]?\p{L}{1,3}[)）]?)?$/u.exec(
      text,
    )?.groups ?? {};
  return year === undefined ? null : { year: Number(year), month: Number(month), day: Number(day) };
}

/** `29.02.2024` has its day in front; with other marks the reading decides, or the weekday, or what exists. */
function numericDay(text: string, reading: DayReading, weekday: number | null): CalendarDay | null {
  const { a, mark, b, c } =
    /^(?<a>\d\d?) ?(?<mark>[-/.]) ?(?<b>\d\d?) ?\k<mark> ?(?<c>\d{4}|\d\d)(?: ?[гр]\.?| года| року)?\.?$/u.exec(text)
      ?.groups ?? {};
  if (a === undefined || b === undefined || c === undefined) return null;
  const dmy = { year: fullYear(c), month: Number(b), day: Number(a) };
  const mdy = { year: fullYear(c), month: Number(a), day: Number(b) };
  if (reading === "dmy") return dmy;
  if (reading === "mdy") return mdy;
  if (reading === "ymd") return { year: fullYear(a), month: Number(b), day: Number(c) };
  const fits = (day: CalendarDay): boolean => isCalendarDay(day) && (weekday === null || weekdayOf(day) === weekday);
  if (mark === ".") return fits(dmy) ? dmy : null;
  const possible = (mark === "/" ? [mdy, dmy] : [dmy, mdy]).filter(fits);
  const isCertain = c.length === 4 && (possible.length === 1 || mdy.month === mdy.day);
  return reading === "feed" || isCertain ? (possible[0] ?? null) : null;
}

function weekdayOf({ year, month, day }: CalendarDay): number {
  return new Date(Date.UTC(year, month - 1, day)).getUTCDay();
}

/** Words that join the parts of a date, or introduce it. */
const fillers: ReadonlySet<string> = new Set(
  "of de del den der am le el il la the a à at on um kl klo ore alle ob as às em på dnia dne den г года р року на в о роки published posted updated last".split(
    " ",
  ),
);

/** Without the words between a day and its time, as in "2024-02-29 at". */
function withoutFillers(text: string): string {
  const word = /[\s,]+(?<last>\p{L}+)\.?$/u.exec(text);
  return word !== null && fillers.has(word.groups?.["last"]?.toLowerCase() ?? "") ? text.slice(0, word.index) : text;
}

/** A day, a month by name and a year, in the order of any language; one other word in front, as in "Published 3 May 2026". */
function namedDay(text: string): CalendarDay | null {
  const words = text
    .split(/[\s,./:()–-]+/)
    .filter((word) => word !== "" && (/^\d/.test(word) || !fillers.has(word.toLowerCase())));
  const named = words.findLastIndex((word) => monthOf(word) !== null);
  const month = monthOf(words[named] ?? "");
  if (month === null) return null;
  const rest = words.toSpliced(named, 1);
  const numbers = rest.filter((word) => /^\d/.test(word));
  const strange = rest.filter((word, index) => !/^\d/.test(word) && index > 0 && !isWeekday(word));
  const [first = "", second = "", third] = numbers;
  if (strange.length > 0 || third !== undefined) return null;
  const [day, year] = /^\d{4}$/.test(first) ? [second, first] : [first, second];
  if (!/^\d\d?(?:st|nd|rd|th|er|e|º|ª|°|η|ης)?$/iu.test(day) || !/^(?:\d{4}|\d\d)$/.test(year)) return null;
  return { year: fullYear(year), month, day: Number.parseInt(day, 10) };
}
