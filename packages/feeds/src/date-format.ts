import { type DayReading, fullYear } from "./calendar-day.ts";
import { monthOf } from "./date-words.ts";
import { instant, parseDate } from "./dates.ts";
import { clockMs, inZone } from "./time-of-day.ts";

/** Reads dates in one given form; ISO 8601 in UTC, or null. */
export type ReadDate = (text: string) => string | null;

/**
 * Makes a reader of dates as an operator describes them.
 *
 * - null: any common form of which there is one reading only; `3/4/2026` is none
 * - `dmy`, `mdy`, `ymd`, also with a mark between (`d/m/y`): any common form, numbers in this order
 * - a pattern such as `dd.MM.yyyy HH:mm` or `%d.%m.%Y %H:%M`, found anywhere in the text: `d M y H h m s`, `MMM` and
 *   `MMMM` the month by name, `a` am or pm, `EEE` the weekday, `Z` the zone; other letters in quotes
 *
 * No zone means UTC.
 */
export function dateReader(format: string | null): ReadDate {
  if (format === null) return (text) => anyTimestamp(text) ?? parseDate(text, "certain");
  const order = /^([dmy])\W?([dmy])\W?([dmy])$/i.exec(format.trim())?.slice(1).join("").toLowerCase();
  if (order !== undefined && isOrder(order)) return (text) => parseDate(text, order);
  const pattern = patternOf(format.includes("%") ? fromStrftime(format) : format);
  return (text) => readByPattern(text.slice(0, maxTextLength), pattern);
}

/** Texts in which a date is looked for; what is longer is no date. */
const maxTextLength = 500;

/** Unix time in seconds or milliseconds, as attributes for scripts have it; 2001 to 2286. */
function anyTimestamp(text: string): string | null {
  const digits = /^\s*(\d{10})(\d{3})?\s*$/.exec(text)?.[1];
  return digits === undefined || digits.startsWith("0") ? null : new Date(Number(digits) * 1000).toISOString();
}

function isOrder(text: string): text is DayReading & ("dmy" | "mdy" | "ymd") {
  return text === "dmy" || text === "mdy" || text === "ymd";
}

/** What a run of one letter in a format stands for: a name of a group, and what it matches. */
const fields: readonly (readonly [RegExp, name: string | null, matches: string])[] = [
  [/^[yYu]{3,4}$|^[yYu]$/, "year", "\\d{4}"],
  [/^[yY]{2}$/, "year", "\\d\\d"],
  [/^[ML]{3,}$/, "monthName", "\\p{L}[\\p{L}\\p{M}]*\\.?"],
  [/^[ML]{1,2}$/, "month", "\\d\\d?"],
  [/^d{3,4}$|^E+$/, null, "\\p{L}[\\p{L}\\p{M}]*\\.?"],
  [/^[dD]{1,2}$/, "day", "\\d\\d?(?:st|nd|rd|th|er|º|ª)?"],
  [/^[Hk]{1,2}$/, "hour", "\\d\\d?"],
  [/^[hK]{1,2}$/, "hour", "\\d\\d?"],
  [/^m{1,2}$/, "minute", "\\d\\d?"],
  [/^s{1,2}$/, "second", "\\d\\d?"],
  [/^S+$/, null, "\\d+"],
  [/^[aA]+$/, "half", "[aApP]\\.?[mM]\\.?"],
  [/^[zZxXO]+$/, "zone", "[+-]\\d\\d:?\\d\\d|[A-Za-z]{1,5}(?:[+-]\\d\\d?(?::?\\d\\d)?)?"],
];

function patternOf(format: string): RegExp {
  // Who writes no capital M for the month means it by the first m that does not follow an hour.
  const spelled = /M/.test(format) ? format : format.replace(/(?<![Hhk]\W?)m+/, (month) => month.toUpperCase());
  const seen = new Set<string>();
  const source = [...spelled.matchAll(/'([^']*)'|\[([^\]]*)\]|(\p{L})\3*|\s+|[^]/gu)].map(
    ([piece, quoted, bracketed]) => {
      if (/^\s+$/.test(piece)) return "\\s+";
      const [, name = null, matches] = fields.find(([letters]) => letters.test(piece)) ?? [];
      if (quoted !== undefined || bracketed !== undefined || matches === undefined)
        return escapedForRegex(quoted ?? bracketed ?? piece);
      if (name === null || seen.has(name)) return `(?:${matches})`;
      seen.add(name);
      return `(?<${name}>${matches})`;
    },
  );
  return new RegExp(`(?<!\\d)${source.join("")}(?!\\d)`, "u");
}

function escapedForRegex(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}

const strftime: Readonly<Record<string, string>> = {
  Y: "yyyy", y: "yy", m: "MM", d: "dd", e: "dd", b: "MMM", B: "MMMM", h: "MMM", a: "EEE", A: "EEE",
  H: "HH", I: "hh", M: "mm", S: "ss", f: "SSS", p: "a", z: "Z", Z: "Z",
}; // prettier-ignore

/** `%d.%m.%Y` as `dd.MM.yyyy`, its other letters in quotes. */
function fromStrftime(format: string): string {
  return format
    .replaceAll("%-", "%")
    .replace(/%([a-zA-Z])|(\p{L}+)/gu, (written, letter: string | undefined) =>
      letter === undefined ? `'${written}'` : (strftime[letter] ?? ""),
    );
}

function readByPattern(text: string, pattern: RegExp): string | null {
  const groups = pattern.exec(text.replace(/\s+/g, " "))?.groups;
  if (groups === undefined) return null;
  const {
    year = "",
    month,
    monthName = "",
    day = "",
    hour = "0",
    minute = "0",
    second = "0",
    half,
    zone = "",
  } = groups;
  const ms = clockMs(hourOfDay(Number(hour), half), Number(minute), Number(second));
  const time = ms === null ? null : inZone(ms, zone);
  if (time === null || year === "" || day === "") return null;
  const monthNumber = month === undefined ? monthOf(monthName) : Number(month);
  return instant({ year: fullYear(year), month: monthNumber ?? 0, day: Number.parseInt(day, 10) }, time);
}

function hourOfDay(hour: number, half: string | undefined): number {
  if (half === undefined || hour > 12) return hour;
  return (hour % 12) + (half.toLowerCase().startsWith("p") ? 12 : 0);
}
