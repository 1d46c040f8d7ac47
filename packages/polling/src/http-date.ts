const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** `Sun, 06 Nov 1994 08:49:37 GMT` and `Sunday, 06-Nov-94 08:49:37 GMT`; the weekday is not checked. */
const common =
  /^[a-z]{3,9}, (?<day>\d{1,2})[ -](?<month>[a-z]{3})[ -](?<year>\d{4}|\d\d) (?<hour>\d\d):(?<minute>\d\d):(?<second>\d\d) (?:GMT|UTC|\+0000)$/i;
/** `Sun Nov  6 08:49:37 1994`, as C's asctime writes it. */
const asctime =
  /^[a-z]{3} (?<month>[a-z]{3}) {1,2}(?<day>\d{1,2}) (?<hour>\d\d):(?<minute>\d\d):(?<second>\d\d) (?<year>\d{4})$/i;

/**
 * A date as HTTP headers write it, in all three forms that recipients must read.
 *
 * @param now tells the century of a two-digit year: more than 50 years ahead means the past one
 * @returns null for anything else, also for days that do not exist
 * @see RFC 9110 section 5.6.7
 */
export function parseHttpDate(text: string, now: Date): Date | null {
  const groups = (common.exec(text) ?? asctime.exec(text))?.groups;
  if (groups === undefined) return null;
  const { day, month = "", year = "", hour, minute, second } = groups;
  const [d, h, m, s] = [Number(day), Number(hour), Number(minute), Number(second)];
  const place = months.indexOf(month.toLowerCase());
  if (place === -1 || h > 23 || m > 59 || s > 60) return null;
  const at = new Date(Date.UTC(fullYear(year, now), place, d, h, m, s));
  // Date.UTC rolls the 31st of June over to July.
  return at.getUTCMonth() === place || s === 60 ? at : null;
}

function fullYear(year: string, now: Date): number {
  if (year.length === 4) return Number(year);
  const thisYear = now.getUTCFullYear();
  const sameCentury = Math.floor(thisYear / 100) * 100 + Number(year);
  return sameCentury > thisYear + 50 ? sameCentury - 100 : sameCentury;
}
