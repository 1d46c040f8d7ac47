const isoPattern =
  /^(\d{4})-?(\d{2})-?(\d{2})[T ]+(\d{2}):?(\d{2})(?::?(\d{2})(?:[.,](\d{1,9}))?)?\s*(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)$/i;
const mailPattern =
  /^(?:[A-Za-z]{3,9},?\s+)?\d{1,2}\s+[A-Za-z]{3,9}\.?\s+\d{4}\s+\d{2}:\d{2}(?::\d{2})?\s+(?:GMT|UTC|Z|[+-]\d{4})$/;

/** Instants outside are typing errors: the web is younger, and 2100 leaves room for embargo dates. */
const earliestMs = Date.UTC(1990, 0, 1);
const latestMs = Date.UTC(2100, 0, 1);

/**
 * A date as publishers write it, as ISO 8601 in UTC.
 *
 * Understands ISO 8601, the date format of e-mail and Unix time in seconds or milliseconds.
 *
 * @returns null for anything that does not name one instant: no zone, no time of day, not a date
 * @example parseInstant("2024-01-26T19:57:00+0300") // "2024-01-26T16:57:00.000Z"
 */
export function parseInstant(text: string | null | undefined): string | null {
  const trimmed = text?.trim().slice(0, 64) ?? "";
  if (/^\d{10}$/.test(trimmed)) return isoOf(Number(trimmed) * 1000);
  if (/^\d{13}$/.test(trimmed)) return isoOf(Number(trimmed));
  if (mailPattern.test(trimmed)) return isoOf(Date.parse(trimmed));
  const match = isoPattern.exec(trimmed);
  if (match === null) return null;
  const [, year, month, day, hour, minute, second = "00", fraction = "0", zone = "Z"] = match;
  const ms = fraction.padEnd(3, "0").slice(0, 3);
  return isoOf(Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}.${ms}${isoZone(zone)}`));
}

function isoZone(zone: string): string {
  if (/^[a-z]/i.test(zone)) return "Z";
  const digits = zone.slice(1).replace(":", "").padEnd(4, "0");
  return `${zone[0]}${digits.slice(0, 2)}:${digits.slice(2)}`;
}

function isoOf(ms: number): string | null {
  return ms >= earliestMs && ms <= latestMs ? new Date(ms).toISOString() : null;
}
