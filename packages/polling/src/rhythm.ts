import { maxAmount } from "./amounts.ts";
import { type Gaps, gapsAfter, noGaps } from "./gaps.ts";
import type { HabitName } from "./habits.ts";
import { learn } from "./learn.ts";
import { dayMs, hourMs } from "./stretches.ts";

/** Items seen in each part of a cycle, and the hours it was watched there, weighted by the source's other habits. */
export interface Tally {
  readonly items: readonly number[];
  readonly hours: readonly number[];
}

/**
 * How a source publishes, learned from what its polls found; plain JSON of about 2 KB, made for the store. Nobody but
 * this package looks inside.
 *
 * All sums fade: what they hold was seen about as long ago as the memory named there.
 */
export interface Rhythm {
  readonly version: 1;
  /** Watched since, and last observed; milliseconds since 1970. */
  readonly sinceMs: number;
  readonly atMs: number;
  readonly polls: number;
  /** By the clock; memory of 28 days. */
  readonly month: { readonly items: number; readonly hours: number };
  /** Memory of 3 days; hours are weighted by the habits. */
  readonly seen: { readonly items: number; readonly hours: number };
  /** Memory of 1.5 hours. */
  readonly lately: { readonly items: number; readonly expected: number };
  /** Half-hours of the day (UTC), five minutes of the hour; memory of 14 days. */
  readonly halfHours: Tally;
  readonly minutes: Tally;
  /** Days of the week; memory of 28 days. */
  readonly weekdays: Tally;
  /** Log odds that a habit is real: how much better new items were foretold with it. Memory of 7 days. */
  readonly credit: Readonly<Record<HabitName, number>>;
  /** Items an hour over about two hours: now, and at its busiest; memory of 10 days. */
  readonly busy: { readonly now: number; readonly peak: number };
  /** Items in the document when it was last read. */
  readonly window: number | null;
  readonly gaps: Gaps;
}

/** What one successful poll found. */
export interface Observation {
  readonly at: Date;
  /** Not seen before. */
  readonly newItems: number;
  /** In the document; 0 when it was not sent (304). */
  readonly items: number;
}

/** A longer time between two polls teaches no more than this one. */
const maxElapsedMs = 14 * dayMs;
/** More new items than this in one poll are no habit. */
const maxNewItems = 10_000;

/**
 * The rhythm of a source nobody has watched.
 *
 * @param at of the first poll
 * @param publishedAt dates of the items it found; when they span some hours the source is known a little from the start
 */
export function newRhythm(at: Date, publishedAt: readonly Date[] = []): Rhythm {
  const dates = publishedAt
    .map((date) => date.getTime())
    .filter((date) => date <= at.getTime() && date > at.getTime() - maxElapsedMs)
    .sort((a, b) => a - b);
  const [oldest] = dates;
  if (oldest === undefined || new Set(dates.map((date) => Math.floor(date / hourMs))).size < minHoursWithItems)
    return emptyRhythm(at.getTime());
  let rhythm = emptyRhythm(oldest);
  for (let hour = oldest; hour < at.getTime(); hour += hourMs) {
    const endMs = Math.min(hour + hourMs, at.getTime());
    const newItems = dates.filter((date) => date > hour && date <= endMs).length;
    rhythm = learn(rhythm, hour, endMs, newItems);
  }
  // Its dates are the publisher's word, which is good enough for a first guess but not to know when it has fallen silent.
  return { ...rhythm, sinceMs: at.getTime(), polls: 0, gaps: noGaps };
}

/** Distinct hours in which items were dated, below which dates say nothing (one date for all is common). */
const minHoursWithItems = 3;

/**
 * Learns from a successful poll. The first, when all it finds is new, only opens the watch: its items were published
 * before. Time that runs backwards teaches nothing.
 *
 * The rate is an average over about 3 days (exponentially weighted) of items over hours, hours counted by the
 * habits: an hour at night is a short one. New items are spread over the time since the last poll as the habits
 * foretold them, so that with many polls a habit shows sharper than any single poll sees it.
 */
export function observe(rhythm: Rhythm, { at, newItems, items }: Observation): Rhythm {
  const atMs = at.getTime();
  if (Number.isNaN(atMs)) return rhythm;
  const known = Number.isFinite(items) && items > 0 ? { ...rhythm, window: Math.min(Math.floor(items), 1e6) } : rhythm;
  if (atMs <= rhythm.atMs) return known;
  if (rhythm.polls === 0 && newItems >= items && items > 0) return { ...known, sinceMs: atMs, atMs, polls: 1 };
  const found = Number.isFinite(newItems) ? Math.min(Math.max(0, Math.floor(newItems)), maxNewItems) : 0;
  const learned = learn(known, Math.max(rhythm.atMs, atMs - maxElapsedMs), atMs, found);
  return {
    ...learned,
    polls: Math.min(rhythm.polls + 1, maxAmount),
    gaps: gapsAfter(rhythm.gaps, { atMs, hasNew: found > 0 }),
  };
}

function emptyRhythm(atMs: number): Rhythm {
  return {
    version: 1,
    sinceMs: atMs,
    atMs,
    polls: 0,
    month: { items: 0, hours: 0 },
    seen: { items: 0, hours: 0 },
    lately: { items: 0, expected: 0 },
    halfHours: emptyTally(48),
    minutes: emptyTally(12),
    weekdays: emptyTally(7),
    credit: { clock: 0, minute: 0, weekday: 0, surge: 0 },
    busy: { now: 0, peak: 0 },
    window: null,
    gaps: noGaps,
  };
}

function emptyTally(size: number): Tally {
  return { items: Array.from({ length: size }, () => 0), hours: Array.from({ length: size }, () => 0) };
}
