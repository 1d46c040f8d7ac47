import type { RouteConfig, TimeIntervalConfig } from "@wirewatch/config";
import type { Severity } from "@wirewatch/model";

/*
 * Hours of the day by what a clock on the wall shows, minute by minute: slow, and by another way than the rules that are tested.
 */

const minuteMs = 60_000;
const formats = new Map<string, Intl.DateTimeFormat>();

/** What a clock and a calendar on a wall show. */
export interface WallTime {
  /** e.g. `2026-03-29` */
  readonly day: string;
  /** Of the day. */
  readonly minute: number;
  /** 1 (Monday) to 7. */
  readonly weekday: number;
}

export function wallTime(timeZone: string, at: Date): WallTime {
  const known = formats.get(timeZone);
  const format = known ?? new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "short" });
  formats.set(timeZone, format);
  const [day = "", time = ""] = format.format(at).split(" ");
  const [hours, minutes] = time.split(":");
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return { day, minute: Number(hours) * 60 + Number(minutes), weekday: weekday === 0 ? 7 : weekday };
}

/** Right for intervals that begin and end at hours at which clocks do not change. */
function isInterval({ timeZone, times, weekdays }: TimeIntervalConfig, at: Date): boolean {
  const { minute, weekday } = wallTime(timeZone, at);
  const starts = (day: number): boolean => weekdays.length === 0 || weekdays.includes(day === 0 ? 7 : day);
  const all = times.length === 0 ? [{ startMinute: 0, endMinute: 1440 }] : times;
  return all.some(({ startMinute, endMinute }) =>
    endMinute > startMinute
      ? starts(weekday) && startMinute <= minute && minute < endMinute
      : (starts(weekday) && startMinute <= minute) || (starts(weekday - 1) && minute < endMinute),
  );
}

/** Whether a match of that severity is not told on a route at this time; its exceptions are for what is critical. */
export function isQuiet(
  route: Pick<RouteConfig, "quietHours"> | null,
  intervals: readonly TimeIntervalConfig[],
  severity: Severity,
  at: Date,
): boolean {
  const quiet = route?.quietHours ?? null;
  const interval = intervals.find(({ name }) => name === quiet?.during);
  if (quiet === null || interval === undefined) return false;
  return !(quiet.except.length > 0 && severity === "critical") && isInterval(interval, at);
}

/** The minutes in (from, until] at which quiet hours end. */
export function endsBetween(quietAt: (at: Date) => boolean, from: Date, until: Date): Date[] {
  const ends: Date[] = [];
  let was = quietAt(from);
  const first = Math.floor(from.getTime() / minuteMs) * minuteMs + minuteMs;
  for (let ms = first; ms <= until.getTime(); ms += minuteMs) {
    const is = quietAt(new Date(ms));
    if (was && !is) ends.push(new Date(ms));
    was = is;
  }
  return ends;
}

/** When something of that local time is to happen on each day between two instants: the first minute that is not before it. */
export function dailyInstants(timeZone: string, atMinute: number, from: Date, until: Date): Map<string, Date> {
  const found = new Map<string, Date>();
  // A day that began before is not looked at.
  const today = wallTime(timeZone, from).day;
  for (let ms = from.getTime(); ms <= until.getTime(); ms += minuteMs) {
    const at = new Date(ms);
    const { day, minute } = wallTime(timeZone, at);
    if (day !== today && minute >= atMinute && !found.has(day)) found.set(day, at);
  }
  return found;
}
