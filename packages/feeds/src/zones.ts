const hourMs = 3_600_000;
const minuteMs = 60_000;

/** Offsets from UTC in hours. Names that mean several zones stand for the one most used in news. */
const zoneHours: Readonly<Record<string, number>> = {
  z: 0, ut: 0, utc: 0, gmt: 0, uct: 0, "met dst": 2, "etc/gmt": 0, "etc/utc": 0, wet: 0, west: 1, bst: 1, ist: 5.5,
  cet: 1, met: 1, mez: 1, wat: 1, cest: 2, mest: 2, mesz: 2, eet: 2, sast: 2, cat: 2, eest: 3, msk: 3, eat: 3, trt: 3,
  msd: 4, gst: 4, samt: 4, azt: 4, irst: 3.5, aft: 4.5, pkt: 5, uzt: 5, yekt: 5, npt: 5.75, bdt: 6, almt: 6, mmt: 6.5, ict: 7, wib: 7, novt: 7, krat: 7,
  sgt: 8, hkt: 8, awst: 8, myt: 8, pht: 8, wita: 8, irkt: 8, jst: 9, kst: 9, wit: 9, yakt: 9, acst: 9.5, acdt: 10.5, aest: 10, vlat: 10, chst: 10, aedt: 11,
  nzst: 12, nzdt: 13, azot: -1, cvt: -1, nst: -3.5, ndt: -2.5, brt: -3, art: -3, clst: -3, uyt: -3, brst: -2, clt: -4, bot: -4, vet: -4,
  at: -4, ast: -4, adt: -3, et: -5, est: -5, edt: -4, cot: -5, pet: -5, ct: -6, cst: -6, cdt: -5,
  mt: -7, mst: -7, mdt: -6, pt: -8, pst: -8, pdt: -7, akst: -9, akdt: -8, hst: -10, sst: -11,
  // The letters of RFC 822 section 5, with the signs it gave them.
  a: -1, b: -2, c: -3, d: -4, e: -5, f: -6, g: -7, h: -8, i: -9, k: -10, l: -11, m: -12,
  n: 1, o: 2, p: 3, q: 4, r: 5, s: 6, t: 7, u: 8, v: 9, w: 10, x: 11, y: 12,
}; // prettier-ignore

/** The offset of a zone may depend on the day: a function of the instant as if the clock showed UTC. */
export type ZoneOffset = (localMs: number) => number;

/**
 * Reads what stands behind a time: `+0530`, `-07:00`, `GMT+2`, `EST`, `+0000 (UTC)`, `+0200 CEST`, `Europe/Brussels`.
 *
 * @returns milliseconds east of UTC, by instant; null for a zone we do not know
 */
export function zoneOffset(text: string): ZoneOffset | null {
  const name = text
    .trim()
    .toLowerCase()
    .replace(/^\(([^()]*)\)$/, "$1");
  if (name === "" || name === "z" || name === "gmt") return () => 0;
  const fixed = fixedOffsetMs(name);
  if (fixed !== null) return () => fixed;
  return /^[a-z]{2,}\/[a-z_]{2,}(?:\/[a-z_]{2,})?$|^est5edt$/.test(name) ? regionOffset(name) : null;
}

const numericZone =
  /^:?(?<before>[a-z]{1,5})? ?-?(?<sign>[+\u2212-]) ?(?<hours>\d\d?)(?::?(?<minutes>\d\d))?(?::\d\d)?z?(?: ?(?<after>[a-z]{1,5}))?(?: ?\([^()]*\))?$/;

function fixedOffsetMs(name: string): number | null {
  const numeric = numericZone.exec(name)?.groups;
  if (numeric === undefined) return namedOffsetMs(name.replace(/ ?\([^()]*\)$/, ""));
  const { before = "utc", sign, hours, minutes = "0", after = "utc" } = numeric;
  if (namedOffsetMs(before) === null || namedOffsetMs(after) === null) return null;
  const ms = Number(hours) * hourMs + Number(minutes) * minuteMs;
  // East of Kiribati and west of Baker Island there is no zone.
  if (ms > 15 * hourMs || Number(minutes) > 59) return null;
  return sign === "+" ? ms : -ms;
}

function namedOffsetMs(name: string): number | null {
  const hours = Object.hasOwn(zoneHours, name) ? zoneHours[name] : undefined;
  return hours === undefined ? null : hours * hourMs;
}

/** Zones of the IANA database, whose offset depends on the day. */
function regionOffset(name: string): ZoneOffset | null {
  const format = formatterOf(name);
  if (format === null) return null;
  const offsetAt = (ms: number): number => {
    const parts = Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, Number(value)]));
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
    return Date.UTC(year, month - 1, day, hour, minute, second) - ms;
  };
  // The offset is asked for at the instant that the offset gives; two steps settle it except in a skipped hour.
  return (localMs) => offsetAt(localMs - offsetAt(localMs));
}

const regions: ReadonlySet<string> = new Set(Intl.supportedValuesOf("timeZone").map((region) => region.toLowerCase()));

/** Formatters are slow to make; there are no more of them than regions. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(name: string): Intl.DateTimeFormat | null {
  const region = name === "est5edt" ? "america/new_york" : name;
  if (!regions.has(region)) return null;
  const day = { year: "numeric", month: "numeric", day: "numeric" } as const;
  const clock = { hour: "numeric", minute: "numeric", second: "numeric", hourCycle: "h23" } as const;
  const format = formatters.get(region) ?? new Intl.DateTimeFormat("en-US", { timeZone: region, ...day, ...clock });
  formatters.set(region, format);
  return format;
}
