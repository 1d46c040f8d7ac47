const hourMs = 3_600_000;

/** Hours east of UTC. Names that stand for several zones (CST, IST) are left out: a guess would invent an instant. */
const fixedHours: ReadonlyMap<string, number> = new Map([
  ...zones(0, "Z UTC GMT UT WET"),
  ...zones(1, "CET MEZ BST WEST WAT"),
  ...zones(2, "CEST MESZ EET OEZ SAST CAT"),
  ...zones(3, "EEST OESZ MSK TRT EAT МСК"),
  ...zones(5, "PKT"),
  ...zones(7, "WIB ICT"),
  ...zones(8, "SGT HKT AWST WITA"),
  ...zones(9, "JST KST WIT"),
  ...zones(10, "AEST"),
  ...zones(11, "AEDT"),
  ...zones(12, "NZST"),
  ...zones(13, "NZDT"),
  ...zones(-3, "BRT ART ADT"),
  ...zones(-4, "EDT"),
  ...zones(-5, "EST CDT"),
  ...zones(-6, "MDT"),
  ...zones(-7, "MST PDT"),
  ...zones(-8, "PST AKDT"),
  ...zones(-10, "HST"),
]);

/** Names that change with the season. */
const placeOf: ReadonlyMap<string, string> = new Map([
  ["ET", "America/New_York"],
  ["CT", "America/Chicago"],
  ["MT", "America/Denver"],
  ["PT", "America/Los_Angeles"],
]);

/**
 * How far a zone is ahead of UTC.
 *
 * @param zone e.g. `Z`, `+0530`, `GMT+2`, `CEST`, `ET`
 * @param localMs the time on the zone's clock as if it showed UTC, for zones that change with the season
 * @returns milliseconds; null for a zone we do not know
 */
export function zoneOffsetMs(zone: string, localMs: number): number | null {
  const name = zone.toUpperCase();
  const hours = fixedHours.get(name);
  if (hours !== undefined) return hours * hourMs;
  const place = placeOf.get(name);
  if (place !== undefined) return offsetAtPlace(place, localMs);
  const match = /^(?:GMT|UTC)? ?(?<sign>[+-])(?<hours>\d{1,2})(?::?(?<minutes>\d{2}))?$/.exec(name)?.groups;
  if (match === undefined) return null;
  const ms = (Number(match["hours"]) + Number(match["minutes"] ?? 0) / 60) * hourMs;
  // The widest offsets in use are -12:00 and +14:00.
  return ms > 14 * hourMs ? null : match["sign"] === "-" ? -ms : ms;
}

function offsetAtPlace(place: string, localMs: number): number {
  const format = new Intl.DateTimeFormat("en-US", { timeZone: place, timeZoneName: "longOffset" });
  // Seen from 6 hours later, which is about the instant itself in America; exact but in the hours of the change.
  const name = format.formatToParts(localMs + 6 * hourMs).find((part) => part.type === "timeZoneName")?.value ?? "";
  return zoneOffsetMs(name, localMs) ?? 0;
}

function zones(hours: number, names: string): [string, number][] {
  return names.split(" ").map((name) => [name, hours]);
}
