import { readHabits } from "./habits.ts";
import type { Rhythm } from "./rhythm.ts";
import { dayMs, stretches } from "./stretches.ts";

/**
 * How many items the source usually publishes in the 24 hours that end now, by its last four weeks and its days of the week.
 *
 * @returns null until it was watched for a day
 */
export function expectedVolume(rhythm: Rhythm | null, at: Date): { readonly perDay: number } | null {
  if (rhythm === null || !(at.getTime() - rhythm.sinceMs >= dayMs)) return null;
  const { items, hours } = rhythm.month;
  if (hours <= 0) return null;
  const { weekday: factors, trust } = readHabits(rhythm);
  let perDay = 0;
  for (const stretch of stretches(at.getTime() - dayMs, at.getTime()))
    perDay += (items / hours) * stretch.hours * (1 + trust.weekday * ((factors[stretch.weekday] ?? 1) - 1));
  return { perDay: Math.round(perDay * 100) / 100 };
}
