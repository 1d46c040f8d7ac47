import { localTime } from "@wirewatch/alerting";

/**
 * The day of a moment in a time zone, as `2026-03-02`.
 *
 * @param back so many days before it, by the calendar: days of a zone are 23 to 25 hours long
 */
export function localDay(at: Date, timeZone: string, back = 0): string {
  const { year, month, day } = localTime(timeZone, at);
  return new Date(Date.UTC(year, month - 1, day - back)).toISOString().slice(0, 10);
}
