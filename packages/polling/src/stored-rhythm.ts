import { maxAmount } from "./amounts.ts";
import { gapClasses, type Gaps } from "./gaps.ts";
import type { Rhythm, Tally } from "./rhythm.ts";

/**
 * The rhythm as the store gives it back. Whatever is not one, down to a single number, gives null: the source is then
 * learned anew.
 */
export function readRhythm(stored: unknown): Rhythm | null {
  try {
    const known = record(stored);
    if (known["version"] !== 1) return null;
    const month = record(known["month"]);
    const seen = record(known["seen"]);
    const lately = record(known["lately"]);
    const credit = record(known["credit"]);
    const busy = record(known["busy"]);
    const sinceMs = instant(known["sinceMs"]);
    const atMs = instant(known["atMs"]);
    if (sinceMs > atMs) return null;
    return {
      version: 1,
      sinceMs,
      atMs,
      polls: amount(known["polls"]),
      month: { items: amount(month["items"]), hours: amount(month["hours"]) },
      seen: { items: amount(seen["items"]), hours: amount(seen["hours"]) },
      lately: { items: amount(lately["items"]), expected: amount(lately["expected"]) },
      halfHours: tally(known["halfHours"], 48),
      minutes: tally(known["minutes"], 12),
      weekdays: tally(known["weekdays"], 7),
      credit: {
        clock: odds(credit["clock"]),
        minute: odds(credit["minute"]),
        weekday: odds(credit["weekday"]),
        surge: odds(credit["surge"]),
      },
      busy: { now: amount(busy["now"]), peak: amount(busy["peak"]) },
      window: known["window"] === null ? null : amount(known["window"]),
      gaps: gaps(known["gaps"]),
    };
  } catch (error) {
    if (error instanceof NotARhythmError) return null;
    throw error;
  }
}

class NotARhythmError extends Error {}

function record(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new NotARhythmError();
  return value as Readonly<Record<string, unknown>>;
}

function number(value: unknown, min: number, max: number): number {
  if (typeof value !== "number" || !(value >= min && value <= max)) throw new NotARhythmError();
  return value;
}

/** Up to the year 9999, as PostgreSQL and Date both can. */
function instant(value: unknown): number {
  return number(value, 0, 253_402_300_799_999);
}

function amount(value: unknown): number {
  return number(value, 0, maxAmount);
}

function odds(value: unknown): number {
  return number(value, -10, 10);
}

function amounts(value: unknown, size: number): number[] {
  if (!Array.isArray(value) || value.length !== size) throw new NotARhythmError();
  return value.map(amount);
}

function tally(value: unknown, size: number): Tally {
  const { items, hours } = record(value);
  return { items: amounts(items, size), hours: amounts(hours, size) };
}

function gaps(value: unknown): Gaps {
  const { hours, count, hitAtMs } = record(value);
  return {
    hours: amounts(hours, gapClasses),
    count: amount(count),
    hitAtMs: hitAtMs === null ? null : instant(hitAtMs),
  };
}
