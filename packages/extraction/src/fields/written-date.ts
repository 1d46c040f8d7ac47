import { clockMs, type Moment } from "./instant.ts";
import { monthOf } from "./month-names.ts";
import { zoneOffsetMs } from "./zones.ts";

/** Year first, as in East Asia and in databases: `2026.01.29`, `2026年1月29日`. */
const yearFirst =
  /(?<!\d)(?<year>(?:19|20)\d{2}) ?[-./年년] ?(?<month>\d{1,2}) ?[-./月월] ?(?<day>\d{1,2})(?!\d)[日일.]?/u;
/** `25.04.24`, `02/02/2025`, `2-2-2025`; two digits for the year only with dots, where the day always comes first. */
const numbers =
  /(?<![\d.])(?<first>\d{1,2})(?<mark>[-./]) ?(?<second>\d{1,2})\k<mark> ?(?<year>(?:19|20)\d{2}|(?<=\.)\d{2})(?![\d.]*\d)/;
/** `3. März 2025`, `3 de marzo de 2025`, `1er mai 2025`, `3 March, 2025`. */
const dayFirst =
  /(?<!\d)(?<day>\d{1,2})(?:st|nd|rd|th|er|º|ª|\.)?[ -](?:(?:de|of|d['’]) ?)?(?<name>\p{L}[\p{L}\p{M}]{2,}),?\.?,?[ -](?:(?:de|del) )?(?<year>\d{4})(?!\d)/u;
/** `March 3, 2025`, `Mar. 3rd 2025`. */
const monthFirst = /(?<name>\p{L}[\p{L}\p{M}]{2,})\.? (?<day>\d{1,2})(?:st|nd|rd|th)?,? (?<year>\d{4})(?!\d)/u;
/** C's and Java's `Fri Apr 28 19:20:36 CEST 2023`. */
const yearLast =
  /^(?:\p{L}{3},? )?(?<name>\p{L}{3}) (?<day>\d{1,2}) (?<time>\d{2}:\d{2}:\d{2})(?<zone> [A-Z]{2,5}| [+-]\d{4})? (?<year>\d{4})$/u;

const clock =
  /(?<![\d.,])(?:(?<early>오전|午前|上午)|(?<late>오후|午後|下午))? ?(?<hour>\d{1,2})(?:[:h시時时]|\.(?=\d{2}(?!\d|\.\d))) ?(?<minute>\d{2})(?:[:.](?<second>\d{2}))?(?!\d)(?: ?(?<half>[ap])\.? ?m\b\.?)?/iu;
const zoneName =
  /^ ?(?:Uhr|hrs?|h|часов|분|分)?[ ,(]*(?<zone>(?:GMT|UTC) ?[+-]\d{1,2}(?::?\d{2})?|[+-]\d{2}:?\d{2}|[A-Z]{2,5}|МСК)(?![\p{L}\d])/u;

/** Where languages with several readings of `3/4/2025` are known to put the month first. */
const monthFirstCountries: ReadonlySet<string> = new Set(["US", "PH"]);

/**
 * Reads a date that was written for people, with words around it or not.
 *
 * @param language BCP 47 of the month's name; decides whether the month comes first in `3/4/2025`
 * @returns null when no day is named, or in numbers that may be two different days
 * @example readWrittenDate("Do 25.04.24 | 14:07 Uhr", "de") // 2024-04-25 14:07, a local time
 */
export function readWrittenDate(text: string, language: string | null): Moment | null {
  const plain = asciiDigits(text).replace(/\s+/gu, " ");
  const programmed = yearLast.exec(plain)?.groups;
  if (programmed !== undefined) {
    const { name = "", day, year, time = "", zone = "" } = programmed;
    return readWrittenDate(`${day} ${name} ${year} ${time}${zone}`, language);
  }
  const found = findDay(plain, language);
  if (found === null) return null;
  const { year, month, day } = found;
  const dayMs = clockMs(year, month, day);
  if (dayMs === null) return null;
  const before = plain.slice(0, found.start);
  const after = plain.slice(found.end);
  const match = clock.exec(after) ?? clock.exec(before);
  if (match === null) return { ms: dayMs, precision: "day" };
  const ms = timeOn(found, match.groups ?? {});
  if (ms === null) return null;
  const zone = zoneName.exec(match.input.slice(match.index + match[0].length))?.groups?.["zone"];
  const offsetMs = zone === undefined ? null : zoneOffsetMs(zone.replace(" ", ""), ms);
  return offsetMs === null ? { ms, precision: "localTime" } : { ms: ms - offsetMs, precision: "instant" };
}

interface FoundDay {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  /** Where its text begins and ends. */
  readonly start: number;
  readonly end: number;
}

function findDay(text: string, language: string | null): FoundDay | null {
  const match = yearFirst.exec(text) ?? dayFirst.exec(text) ?? monthFirst.exec(text) ?? numbers.exec(text);
  if (match?.groups === undefined) return null;
  const { first, second, mark, name, month, day, year = "" } = match.groups;
  const place = { start: match.index, end: match.index + match[0].length };
  if (first !== undefined && second !== undefined) {
    const ordered = dayAndMonth(Number(first), Number(second), mark ?? "", language);
    return ordered === null ? null : { ...ordered, year: Number(year.length === 2 ? `20${year}` : year), ...place };
  }
  const number = name === undefined ? Number(month) : monthOf(name, language);
  return number === null ? null : { year: Number(year), month: number, day: Number(day), ...place };
}

function dayAndMonth(
  first: number,
  second: number,
  mark: string,
  language: string | null,
): { day: number; month: number } | null {
  const dayFirst = { day: first, month: second };
  if (mark === "." || first > 12 || first === second) return dayFirst;
  const monthFirst = { day: second, month: first };
  if (second > 12) return monthFirst;
  const [primary, ...rest] = (language ?? "").split("-");
  if (rest.some((part) => monthFirstCountries.has(part.toUpperCase()))) return monthFirst;
  // English without a country may be either.
  return language === null || (primary === "en" && rest.length === 0) ? null : dayFirst;
}

function timeOn({ year, month, day }: FoundDay, groups: Record<string, string | undefined>): number | null {
  const isLate = groups["late"] !== undefined || groups["half"]?.toLowerCase() === "p";
  const isEarly = groups["early"] !== undefined || groups["half"]?.toLowerCase() === "a";
  const written = Number(groups["hour"]);
  const hour = written <= 12 && (isLate || isEarly) ? (written % 12) + (isLate ? 12 : 0) : written;
  return clockMs(year, month, day, hour, Number(groups["minute"]), Number(groups["second"] ?? 0));
}

/** Arabic, Persian and full-width digits. */
function asciiDigits(text: string): string {
  return text.replace(/[٠-٩۰-۹０-９]/g, (digit) => String(digit.charCodeAt(0) & 0xf));
}
