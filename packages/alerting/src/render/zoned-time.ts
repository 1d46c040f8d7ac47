import { localTime } from "../time-zone.ts";

/**
 * An instant as clocks in a zone show it, with its distance from UTC and the zone's name, so that nobody has to guess:
 * `2026-07-02 10:10 GMT+1 (Europe/London)`, in winter `2026-03-02 09:10 GMT (Europe/London)`; in UTC `2026-03-02 09:10 UTC`.
 *
 * @param timeZone IANA name; one that the platform does not know counts as UTC
 */
export function zonedTime(at: Date, timeZone: string): string {
  const time = shortZonedTime(at, timeZone);
  return time.endsWith("UTC") ? time : `${time} (${timeZone})`;
}

/** The same without the zone's name, for lists under a line that has it: `2026-07-02 10:10 GMT+1`. */
export function shortZonedTime(at: Date, timeZone: string): string {
  const wallMs = wallClockMs(at, timeZone);
  if (wallMs === null) return `${minutesOf(at)} UTC`;
  const distance = Math.round((wallMs - Math.floor(at.getTime() / 1_000) * 1_000) / 60_000);
  return `${minutesOf(new Date(wallMs))} GMT${distance === 0 ? "" : distanceText(distance)}`;
}

function minutesOf(date: Date): string {
  return date.toISOString().slice(0, 16).replace("T", " ");
}

/** `+1`, `-5`, `+5:30`. */
function distanceText(minutes: number): string {
  const rest = Math.abs(minutes) % 60;
  const hours = Math.floor(Math.abs(minutes) / 60);
  return `${minutes < 0 ? "-" : "+"}${hours}${rest === 0 ? "" : `:${String(rest).padStart(2, "0")}`}`;
}

const namesOfUtc = new Set(["UTC", "Etc/UTC", "Etc/UCT", "Etc/Zulu", "Zulu"]);

/** What clocks show, as if it were UTC; null for UTC itself and for zones the platform does not know. */
function wallClockMs(at: Date, timeZone: string): number | null {
  if (namesOfUtc.has(timeZone)) return null;
  try {
    const { year, month, day, hour, minute, second } = localTime(timeZone, at);
    return new Date(0).setUTCFullYear(year, month - 1, day) + ((hour * 60 + minute) * 60 + second) * 1_000;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
