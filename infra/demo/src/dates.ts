/** `21 November 2031`. All dates of the newsroom are in UTC. */
export function longDate(at: Date): string {
  return at.toLocaleDateString("en-GB", {
    day: "numeric",
    month: "long",
    year: "numeric",
    timeZone: "UTC",
  });
}

/** `21.11.2031` */
export function shortDate(at: Date): string {
  const [year = "", month = "", day = ""] = isoDate(at).split("-");
  return `${day}.${month}.${year}`;
}

/** `2031-11-21` */
export function isoDate(at: Date): string {
  return at.toISOString().slice(0, 10);
}

/** `19:57` */
export function clockTime(at: Date): string {
  return at.toISOString().slice(11, 16);
}

/** Facts for the slots every story may use: `{{weekday}}`, `{{date}}` as in a dateline, `{{day}}` and `{{month}}`. */
export function dateFacts(at: Date): Readonly<Record<string, string>> {
  const [, month = "", day = ""] = isoDate(at).split("-");
  return {
    weekday: at.toLocaleDateString("en", { weekday: "long", timeZone: "UTC" }),
    date: at.toLocaleDateString("en-US", { month: "long", day: "numeric", timeZone: "UTC" }),
    day,
    month,
  };
}

/** The instant that many days earlier. */
export function daysBefore(at: Date, days: number): Date {
  return new Date(at.getTime() - days * 24 * 60 * 60 * 1000);
}
