import { readArticleHours } from "@wirewatch/store";
import type { Database, Kysely } from "@wirewatch/store";

const hourMs = 3_600_000;
/** A day, and the seven before it for what is usual. */
const keptHours = 8 * 24;
/** A transaction that was open at the turn of the hour may still add to it so long. */
const settledMs = 10 * 60_000;

/** Articles per hour. */
export interface ArticleHours {
  /** Beginning of the hour under way. */
  readonly current: Date;
  /** Articles by the beginning of their hour, milliseconds since 1970; hours before the first article are left out. */
  readonly counts: ReadonlyMap<number, number>;
}

/** Hours that are over do not change: they are counted once for all pages. */
const memory = new WeakMap<object, Map<number, number>>();

/** Articles that were first seen in each hour of the last eight days. */
export async function articleHours(db: Kysely<Database>, now: Date): Promise<ArticleHours> {
  const settled = memory.get(db) ?? new Map<number, number>();
  memory.set(db, settled);
  const current = Math.floor(now.getTime() / hourMs) * hourMs;
  const wanted = Array.from({ length: keptHours }, (_, at) => current - (keptHours - 1 - at) * hourMs);
  for (const hour of settled.keys()) if (hour < (wanted[0] ?? 0)) settled.delete(hour);
  const from = wanted.find((hour) => !settled.has(hour)) ?? current;
  const { counts, firstAt } = await readArticleHours(db, new Date(from), (current - from) / hourMs + 1);
  if (firstAt === null) return { current: new Date(current), counts: new Map() };
  const first = Math.floor(firstAt.getTime() / hourMs) * hourMs;
  const found = new Map(wanted.filter((hour) => hour < from).map((hour) => [hour, settled.get(hour) ?? 0]));
  for (const [at, n] of counts.entries()) {
    const hour = from + at * hourMs;
    found.set(hour, n);
    if (hour + hourMs + settledMs <= now.getTime()) settled.set(hour, n);
  }
  for (const hour of found.keys()) if (hour < first) found.delete(hour);
  return { current: new Date(current), counts: found };
}
