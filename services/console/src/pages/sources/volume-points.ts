import { localTime } from "@wirewatch/alerting";
import type { HourlyItems } from "@wirewatch/store";
import { localDay } from "../../local-day.ts";
import type { Point } from "../../views/charts.ts";
import { articlesBehind } from "../../views/rows-behind.ts";

const hourMs = 3_600_000;
/** With fewer days nobody knows what is usual. */
const minDays = 5;
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** Charts of what a source brought. */
export interface VolumePoints {
  /** The last 30 days, today last. */
  readonly days: readonly Point[];
  /** The last 24 hours, this one last. */
  readonly hours: readonly Point[];
}

/**
 * Bars of a source's volume with what is usual there: by day the middle of the days that were watched before, by hour the mean of that
 * hour of the day, each give or take twice the spread that chance alone makes.
 *
 * @param hourly items by hour; hours without any may be left out
 * @param timeZone in which days and hours begin
 * @param sourceId whose articles the bars lead to
 */
export function volumePoints(
  hourly: readonly HourlyItems[],
  now: Date,
  timeZone: string,
  sourceId: string,
): VolumePoints {
  const byDay = new Map<string, number>();
  const byHour = new Map<number, number>();
  for (const { at, items } of hourly) {
    const day = dayOf(at, timeZone).key;
    byDay.set(day, (byDay.get(day) ?? 0) + items);
    byHour.set(hourOf(at), (byHour.get(hourOf(at)) ?? 0) + items);
  }
  const behind = (since: string | Date, until: string | Date): string =>
    articlesBehind({ since, until }, { source: sourceId });
  return {
    days: dayPoints(byDay, now, timeZone, behind),
    hours: hourPoints(byHour, hourly, now, timeZone, behind),
  };
}

type Behind = (since: string | Date, until: string | Date) => string;

function dayPoints(byDay: ReadonlyMap<string, number>, now: Date, timeZone: string, behind: Behind): Point[] {
  const days = lastDays(now, timeZone, 30).map((day) => ({ ...day, value: byDay.get(day.key) ?? 0 }));
  // What was before the first item was not watched.
  const first = days.findIndex(({ value }) => value > 0);
  const watched = first === -1 ? [] : days.slice(first, -1).map(({ value }) => value);
  const usual = watched.length < minDays ? null : bandOf(median(watched));
  return days.map(({ key, name, value }, at) => ({
    label: name,
    value,
    href: behind(key, key),
    // Today is not over.
    ...(usual === null || at < first || at === days.length - 1 ? {} : { usual }),
  }));
}

function hourPoints(
  byHour: ReadonlyMap<number, number>,
  hourly: readonly HourlyItems[],
  now: Date,
  timeZone: string,
  behind: Behind,
): Point[] {
  const thisHour = hourOf(now);
  const oldest = hourly.reduce((first, { at }) => Math.min(first, hourOf(at)), thisHour);
  const daysBefore = Math.floor((thisHour - oldest) / 24);
  return Array.from({ length: 24 }, (_, index) => {
    const hour = thisHour - 23 + index;
    const label = `${String(localTime(timeZone, new Date(hour * hourMs)).hour).padStart(2, "0")}:00`;
    const before = Array.from({ length: daysBefore }, (_day, back) => byHour.get(hour - 24 * (back + 1)) ?? 0);
    const isKnown = before.length >= minDays && index < 23;
    const mean = before.reduce((sum, value) => sum + value, 0) / Math.max(1, before.length);
    const href = behind(new Date(hour * hourMs), new Date((hour + 1) * hourMs));
    return { label, value: byHour.get(hour) ?? 0, href, ...(isKnown ? { usual: bandOf(mean) } : {}) };
  });
}

/** Counts of chance events spread by their square root. */
function bandOf(mean: number): readonly [number, number] {
  const spread = 2 * Math.sqrt(mean);
  return [Math.max(0, Math.floor(mean - spread)), Math.ceil(mean + spread)];
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

function hourOf(at: Date): number {
  return Math.floor(at.getTime() / hourMs);
}

function dayOf(at: Date, timeZone: string): { readonly key: string; readonly name: string } {
  const key = localDay(at, timeZone);
  const [, month = 1, day = 1] = key.split("-").map(Number);
  return { key, name: `${day} ${months[month - 1] ?? ""}` };
}

/** Days of a time zone are 23 to 25 hours long. */
function lastDays(now: Date, timeZone: string, count: number): { readonly key: string; readonly name: string }[] {
  const days = new Map<string, { readonly key: string; readonly name: string }>();
  for (let hours = 0; days.size < count; hours += 6) {
    const day = dayOf(new Date(now.getTime() - hours * hourMs), timeZone);
    days.set(day.key, day);
  }
  return [...days.values()].reverse();
}
