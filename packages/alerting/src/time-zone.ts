/** What a clock on the wall shows. */
export interface LocalTime {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** 1 (Monday) to 7. */
  readonly weekday: number;
}

/** A day of the calendar, in no zone. */
export interface LocalDay {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

const minuteMs = 60_000;
const dayMs = 86_400_000;

/**
 * What clocks in the zone show at an instant.
 *
 * @param timeZone IANA name
 * @throws {RangeError} for a zone the platform does not know or an invalid date
 */
export function localTime(timeZone: string, at: Date): LocalTime {
  const wall = new Date(at.getTime() + offsetMs(timeZone, at.getTime()));
  return {
    year: wall.getUTCFullYear(),
    month: wall.getUTCMonth() + 1,
    day: wall.getUTCDate(),
    hour: wall.getUTCHours(),
    minute: wall.getUTCMinutes(),
    second: wall.getUTCSeconds(),
    weekday: wall.getUTCDay() === 0 ? 7 : wall.getUTCDay(),
  };
}

/**
 * The instant at which clocks in the zone show a time of a day. A time that comes twice is the first of the two; one that
 * a clock change skips is the first instant after the gap. Later times of a day are never earlier instants.
 *
 * @param minute of the day; 1440 is the midnight that ends it, whatever the length of the day
 * @throws {RangeError} for a zone the platform does not know
 */
export function instantOf(timeZone: string, { year, month, day }: LocalDay, minute: number): Date {
  const wallMs = Date.UTC(year, month - 1, day, 0, minute);
  const before = offsetMs(timeZone, wallMs - dayMs);
  const after = offsetMs(timeZone, wallMs + dayMs);
  // No zone is a whole day from UTC: these are the offsets before and after a change near that time.
  const instants = [wallMs - Math.max(before, after), wallMs - Math.min(before, after)];
  const found = instants.find((ms) => ms + offsetMs(timeZone, ms) === wallMs);
  if (found !== undefined) return new Date(found);
  return new Date(changeMs(zones.get(timeZone) ?? openZone(timeZone), wallMs - after, wallMs - before));
}

/** The day of the calendar so many days later. */
export function plusDays({ year, month, day }: LocalDay, days: number): LocalDay {
  const date = new Date(Date.UTC(year, month - 1, day + days));
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** 1 (Monday) to 7. */
export function weekdayOf({ year, month, day }: LocalDay): number {
  return new Date(Date.UTC(year, month - 1, day)).getUTCDay() || 7;
}

/** False for a day that the zone left out altogether, as Samoa did with 30 December 2011. */
export function hasDay(timeZone: string, day: LocalDay): boolean {
  return localTime(timeZone, instantOf(timeZone, day, 0)).day === day.day;
}

/** How one day of UTC goes in a zone: an offset, and another one from an instant on if there is a change. */
interface ZonedDay {
  readonly offset: number;
  readonly changeAt: number;
  readonly next: number;
}

interface Zone {
  readonly format: Intl.DateTimeFormat;
  /** By the number of the day since 1970. */
  readonly days: Map<number, ZonedDay>;
}

const zones = new Map<string, Zone>();
/** Eleven years; asking the platform costs some microseconds, a quiet hour takes dozens of questions. */
const maxDays = 4_000;

/** Local time minus UTC. Takes it that a zone does not change its offset twice within a day of UTC. */
function offsetMs(timeZone: string, atMs: number): number {
  const zone = zones.get(timeZone) ?? openZone(timeZone);
  const number = Math.floor(atMs / dayMs);
  const day = zone.days.get(number) ?? readDay(zone, number);
  return atMs < day.changeAt ? day.offset : day.next;
}

function readDay(zone: Zone, number: number): ZonedDay {
  const offset = readOffsetMs(zone, number * dayMs);
  const next = readOffsetMs(zone, (number + 1) * dayMs);
  const changeAt = offset === next ? Number.POSITIVE_INFINITY : changeMs(zone, number * dayMs, (number + 1) * dayMs);
  const day = { offset, changeAt, next };
  if (zone.days.size >= maxDays) zone.days.clear();
  zone.days.set(number, day);
  return day;
}

/** The first instant with the offset that `to` has, when `from` has another one. */
function changeMs(zone: Zone, from: number, to: number): number {
  const wanted = readOffsetMs(zone, to);
  let [low, high] = [from, to];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (readOffsetMs(zone, middle) === wanted) high = middle;
    else low = middle;
  }
  return high;
}

function readOffsetMs({ format }: Zone, atMs: number): number {
  const found = /GMT([+-])(\d\d):(\d\d)(?::(\d\d))?$/.exec(format.format(atMs));
  if (found === null) return 0;
  const [, sign, hours, minutes, seconds = "0"] = found;
  const ms = (Number(hours) * 60 + Number(minutes)) * minuteMs + Number(seconds) * 1_000;
  return sign === "-" ? -ms : ms;
}

function openZone(timeZone: string): Zone {
  const format = new Intl.DateTimeFormat("en-US", { timeZone, timeZoneName: "longOffset" });
  const zone: Zone = { format, days: new Map() };
  zones.set(timeZone, zone);
  return zone;
}
