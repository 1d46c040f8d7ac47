import { instantOf, localTime } from "@wirewatch/alerting";
import { UsageError } from "./usage-error.ts";

const minuteMs = 60_000;
const dayMs = 86_400_000;
const unitMs: Readonly<Record<string, number>> = { m: minuteMs, h: 3_600_000, d: dayMs, w: 7 * dayMs };
const weekdays = ["", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
const shortWeekdays = ["", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const examples = '"2026-03-02 22:00", "tomorrow 09:00", "friday 18:00", 22:00, or with a zone 2026-03-02T22:00Z';

/** What the times of a command line are read with. */
export interface Clock {
  readonly now: Date;
  /** IANA name of the zone in which times without one are meant. */
  readonly timeZone: string;
}

/**
 * Reads a point in time as people write it: a day and a time, one of them alone (a day begins at midnight, a time is the next
 * such one), `today`, `tomorrow` or a weekday (the next one), or an instant with its zone. Times that a clock change skips
 * are the first instant after it.
 *
 * @throws {UsageError} naming the option and what it takes
 */
export function readWhen(text: string, option: string, clock: Clock): Date {
  const wanted = text.trim();
  if (wanted === "now") return clock.now;
  const found = withZone(wanted) ?? onTheWall(wanted.toLowerCase(), clock);
  if (found === null) throw new UsageError(`${option} is "${text.slice(0, 80)}"; it takes a time such as ${examples}`);
  return found;
}

/**
 * Reads a length of time such as `90m`, `24h`, `3d` or `1w`.
 *
 * @returns milliseconds, from a minute to `maxMs`
 * @throws {UsageError} naming the option and what it takes
 */
export function readLength(text: string, option: string, maxMs: number): number {
  const [, amount = "", unit = ""] = /^(\d{1,5})\s?([mhdw])$/u.exec(text.trim()) ?? [];
  const ms = Number(amount) * (unitMs[unit] ?? 0);
  if (ms >= minuteMs && ms <= maxMs) return ms;
  const most = `${maxMs / dayMs}d`;
  throw new UsageError(
    `${option} is "${text.slice(0, 80)}"; it takes a length of time such as 90m, 24h or 3d, at most ${most}`,
  );
}

/** The zone itself. @throws {UsageError} for a name that is none */
export function readTimeZone(text: string, option: string): string {
  try {
    localTime(text, new Date(0));
    return text;
  } catch (error) {
    const message = `${option} is "${text.slice(0, 80)}"; it takes the name of a time zone such as Europe/London or UTC`;
    throw new UsageError(message, { cause: error });
  }
}

/** An instant as clocks in the zone show it, with the zone, e.g. `Mon 2026-03-02 09:14 Europe/London`. */
export function localInstant(timeZone: string, at: Date): string {
  const { year, month, day, hour, minute, weekday } = localTime(timeZone, at);
  return `${shortWeekdays[weekday] ?? ""} ${year}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)} ${timeZone}`;
}

function withZone(text: string): Date | null {
  const pattern = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?) ?(Z|[+-]\d\d:?\d\d)$/iu;
  const [, day = "", time = "", zone = ""] = pattern.exec(text) ?? [];
  if (day === "" || readDay(day) === null) return null;
  const at = new Date(`${day}T${time}${zone.toUpperCase().replace(/^([+-]\d\d)(\d\d)$/u, "$1:$2")}`);
  return Number.isNaN(at.getTime()) ? null : at;
}

function onTheWall(text: string, { now, timeZone }: Clock): Date | null {
  const [, dayWords = "", time = ""] = /^([a-z]+|\d{4}-\d\d-\d\d)?[ t]*(\d{1,2}:\d\d)?$/u.exec(text) ?? [];
  const minute = time === "" ? 0 : readMinute(time);
  if ((dayWords === "" && time === "") || minute === null) return null;
  const today = localTime(timeZone, now);
  const inDays = (days: number): Date => instantOf(timeZone, dayAfter(today, days), minute);
  if (dayWords === "") return [inDays(0), inDays(1)].find((at) => at > now) ?? inDays(2);
  if (dayWords === "today") return inDays(0);
  if (dayWords === "tomorrow") return inDays(1);
  const weekday = weekdays.indexOf(dayWords);
  if (weekday > 0) {
    const days = (weekday - today.weekday + 7) % 7;
    return inDays(days) > now ? inDays(days) : inDays(days + 7);
  }
  const day = readDay(dayWords);
  return day === null ? null : instantOf(timeZone, day, minute);
}

interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

function readDay(text: string): Day | null {
  const at = /^\d{4}-\d\d-\d\d$/u.test(text) ? new Date(`${text}T00:00:00Z`) : new Date(Number.NaN);
  if (Number.isNaN(at.getTime()) || !at.toISOString().startsWith(text)) return null;
  return { year: at.getUTCFullYear(), month: at.getUTCMonth() + 1, day: at.getUTCDate() };
}

function dayAfter({ year, month, day }: Day, days: number): Day {
  const at = new Date(Date.UTC(year, month - 1, day + days));
  return { year: at.getUTCFullYear(), month: at.getUTCMonth() + 1, day: at.getUTCDate() };
}

function readMinute(time: string): number | null {
  const [hours = 99, minutes = 99] = time.split(":").map(Number);
  return hours <= 23 && minutes <= 59 ? hours * 60 + minutes : null;
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}
