/** Longest text that is looked at; real dates are shorter. */
const maxLength = 80;

const hourMs = 3_600_000;

/** Offsets from UTC in hours. Names that mean several zones stand for the one most used in news. */
const zones: Readonly<Record<string, number>> = {
  z: 0, ut: 0, utc: 0, gmt: 0, "etc/gmt": 0, "etc/utc": 0, wet: 0, west: 1, bst: 1,
  cet: 1, met: 1, mez: 1, cest: 2, mest: 2, mesz: 2, eet: 2, eest: 3, sast: 2, msk: 3, msd: 4, trt: 3,
  pkt: 5, ist: 5.5, wib: 7, ict: 7, sgt: 8, hkt: 8, awst: 8, jst: 9, kst: 9, acst: 9.5, aest: 10, aedt: 11, nzst: 12, nzdt: 13,
  nst: -3.5, ndt: -2.5, brt: -3, art: -3, at: -4, ast: -4, adt: -3, et: -5, est: -5, edt: -4, ct: -6, cst: -6, cdt: -5,
  mt: -7, mst: -7, mdt: -6, pt: -8, pst: -8, pdt: -7, akst: -9, akdt: -8, hst: -10,
}; // prettier-ignore

/** Beginnings of month names in the languages of our sources, without accents; the longest that fits decides. */
const monthNames: readonly string[] = [
  "jan gen ene sty янв січ ιαν oca ocak",
  "feb fev lut фев лют φεβ sub subat",
  "mar maer mrt мар бер μαρ",
  "apr avr abr kwi апр кві απρ nis",
  "may mai mag mei maj maa мая май тра μαι mayis",
  "jun juin giu cze июн чер ιουν haz",
  "jul juil lug lip июл лип ιουλ tem",
  "aug aou ago sie авг сер αυγ",
  "sep set wrz сен вер σεπ eyl",
  "oct okt out ott paz окт жов οκτ eki",
  "nov lis ноя лис νοε kas",
  "dec dez dic dis gru дек гру δεκ ara",
];

const months: readonly (readonly [beginning: string, month: number])[] = monthNames.flatMap((names, index) =>
  names.split(" ").map((name) => [withoutAccents(name), index + 1] as const),
);

interface CalendarDay {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
}

interface TimeOfDay {
  /** Milliseconds since midnight. */
  readonly ms: number;
  /** Of the zone it was given in; UTC when none was. */
  readonly offsetMs: number;
}

/**
 * Reads a date as feeds write it: ISO 8601 and its W3C profile, RFC 822 and 2822 with their usual mistakes, month names
 * in a dozen languages, named time zones. Never depends on the machine's zone: no zone means UTC.
 *
 * @returns ISO 8601 in UTC, or null for anything that is not wholly understood: a date is never invented
 */
export function parseDate(text: string): string | null {
  const trimmed = text.replace(/\s+/g, " ").trim();
  if (trimmed === "" || trimmed.length > maxLength) return null;
  return parseIso(trimmed) ?? parseWritten(trimmed);
}

const isoPattern =
  /^(?<year>\d{4}|\d\d(?=-\d\d-\d\d(?:$|[T ])))(?:-?(?<month>\d\d)(?:-?(?<day>\d\d))?)?(?:[Tt ] ?(?<time>\d\d?:\d\d.*))?$/;

function parseIso(text: string): string | null {
  const groups = isoPattern.exec(text)?.groups;
  if (groups === undefined || (/^\d{5}/.test(text) && !/^\d{8}(?:\D|$)/.test(text))) return null;
  const { year = "", month = "1", day = "1", time } = groups;
  const clock = time === undefined ? midnight : parseTime(time);
  return clock === null ? null : instant({ year: fullYear(year), month: Number(month), day: Number(day) }, clock);
}

/** E.g. `Thu, 01 Jan 2004 19:48:21 GMT`, `Thu Jan  1 19:48:21 2004`, `Mon, November 16, 2020, 11:12 PM EST`, `Mon, 03/30/2020 - 19:19`. */
function parseWritten(text: string): string | null {
  const { before = text, time, year = "" } = writtenPattern.exec(text)?.groups ?? {};
  const clock = time === undefined ? midnight : parseTime(time);
  const dayText = `${before} ${year}`;
  if (clock === null) return null;
  const day = parseNumericDay(dayText) ?? parseNamedDay(dayText);
  return day === null ? null : instant(day, clock);
}

/** The year may follow the time, as in C's `asctime`. */
const writtenPattern = /^(?<before>.*?)(?:^|[\s,T-]+)(?<time>\d\d?:\d\d.*?)(?: (?<year>\d{4}))?$/;

const midnight: TimeOfDay = { ms: 0, offsetMs: 0 };

const timePattern =
  /^(?<hour>\d\d?):(?<minute>\d\d)(?::(?<second>\d\d)(?:[.,]\d+)?)?\s*(?<half>[ap]\.?m\.?)?\s*(?<zone>\S.*)?$/i;

function parseTime(text: string): TimeOfDay | null {
  const groups = timePattern.exec(text)?.groups;
  if (groups === undefined) return null;
  const offsetMs = zoneOffset(groups["zone"] ?? "");
  const hour = hourOfDay(Number(groups["hour"]), groups["half"]);
  const minute = Number(groups["minute"]);
  const second = Number(groups["second"] ?? 0);
  // 60 is a leap second (RFC 3339 section 5.6); 24:00 is the end of the day (ISO 8601).
  if (offsetMs === null || hour > 24 || minute > 59 || second > 60 || (hour === 24 && minute + second > 0)) return null;
  return { ms: hour * hourMs + minute * 60_000 + Math.min(second, 59) * 1000, offsetMs };
}

function hourOfDay(hour: number, half: string | undefined): number {
  if (half === undefined || hour > 12) return hour;
  return (hour % 12) + (half.toLowerCase().startsWith("p") ? 12 : 0);
}

/** @returns milliseconds east of UTC; null for a zone we do not know */
function zoneOffset(text: string): number | null {
  const name = text
    .toLowerCase()
    .replace(/\s*\([^)]*\)$/, "")
    .replace(/^(?:gmt|utc?)\s?(?=[+-]\d)/, "");
  if (name === "") return 0;
  const numeric = /^(?<sign>[+-])(?<hours>\d\d?)(?::?(?<minutes>\d\d))?z?$/.exec(name)?.groups;
  if (numeric !== undefined) {
    const ms = Number(numeric["hours"]) * hourMs + Number(numeric["minutes"] ?? 0) * 60_000;
    return numeric["sign"] === "-" ? -ms : ms;
  }
  const hours = Object.hasOwn(zones, name) ? zones[name] : undefined;
  return hours === undefined ? null : hours * hourMs;
}

/** `03/30/2020` is American unless that is no date or another weekday; `30.03.2020` is not. */
function parseNumericDay(text: string): CalendarDay | null {
  const groups =
    /^(?:(?<weekday>\p{L}+)\.?,? )?(?<a>\d\d?)(?<mark>[/.])(?<b>\d\d?)\k<mark>(?<year>\d{4})[\s,-]*$/u.exec(
      text,
    )?.groups;
  if (groups === undefined) return null;
  const [a, b, year] = [Number(groups["a"]), Number(groups["b"]), Number(groups["year"])];
  const american = { year, month: a, day: b };
  const european = { year, month: b, day: a };
  const [first, second] = groups["mark"] === "." ? [european, american] : [american, european];
  const weekday = weekdays.indexOf((groups["weekday"] ?? "").slice(0, 3).toLowerCase());
  const fits = (day: CalendarDay) => isCalendarDay(day) && (weekday === -1 || weekdayOf(day) === weekday);
  if (fits(first)) return first;
  return groups["mark"] === "/" && fits(second) ? second : null;
}

const weekdays: readonly string[] = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

/** A day, a month by name and a year, in the order of any language, after an optional weekday. */
function parseNamedDay(text: string): CalendarDay | null {
  const words = text.split(/[\s,/-]+/).filter((word) => word !== "" && !["de", "of", "at", "um"].includes(word));
  const named = words.findLastIndex((word) => monthOf(word) !== null);
  const month = monthOf(words[named] ?? "");
  if (month === null) return null;
  const before = words.slice(0, named);
  const numbers = [...before, ...words.slice(named + 1)].filter((word) => /^\d/.test(word));
  const others = words.length - numbers.length - 1;
  // The only other word allowed is a weekday, in whatever language, in front.
  if (others > 1 || (others === 1 && /^\d/.test(words[0] ?? ""))) return null;
  const [first = "", second = "", ...rest] = numbers;
  if (rest.length > 0) return null;
  const [day, year] = /^\d{4}$/.test(first) ? [second, first] : [first, second];
  if (!/^\d\d?(?:st|nd|rd|th|\.)?$/.test(day) || !/^(?:\d{4}|\d\d)$/.test(year)) return null;
  return { year: fullYear(year), month, day: Number.parseInt(day, 10) };
}

/** 1 to 12, by the beginning of its name; null for any other word. */
function monthOf(word: string): number | null {
  if (!/^\p{L}{3,}\.?$/u.test(word.normalize("NFC"))) return null;
  const plain = withoutAccents(word.toLowerCase());
  let best: readonly [string, number] = ["", 0];
  for (const month of months) {
    if (month[0].length > best[0].length && plain.startsWith(month[0])) best = month;
  }
  return best[1] === 0 ? null : best[1];
}

function withoutAccents(word: string): string {
  return /^[a-z.]*$/.test(word) ? word : word.normalize("NFD").replace(/\p{M}/gu, "");
}

/** Two digits as RFC 2822 section 4.3 reads them. */
function fullYear(text: string): number {
  const year = Number(text);
  if (text.length > 2) return year;
  return year < 50 ? 2000 + year : 1900 + year;
}

function instant(day: CalendarDay, time: TimeOfDay): string | null {
  if (!isCalendarDay(day)) return null;
  return new Date(Date.UTC(day.year, day.month - 1, day.day) + time.ms - time.offsetMs).toISOString();
}

/** Also refuses years no news can be from, e.g. the 0001 of an unset field. */
function isCalendarDay({ year, month, day }: CalendarDay): boolean {
  if (year < 1900 || year > 2199 || month < 1 || month > 12 || day < 1) return false;
  return day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function weekdayOf({ year, month, day }: CalendarDay): number {
  return new Date(Date.UTC(year, month - 1, day)).getUTCDay();
}
