import { believed, factorsAt, type HabitName, habitNames, readHabits, surgeHours } from "./habits.ts";
import { maxAmount } from "./amounts.ts";
import type { Rhythm, Tally } from "./rhythm.ts";
import { hourMs, stretches } from "./stretches.ts";

const rateMemoryHours = 3 * 24;
const cycleMemoryHours = 14 * 24;
const weekMemoryHours = 28 * 24;
const creditMemoryHours = 7 * 24;
const busyHours = 2;
const peakMemoryHours = 10 * 24;

/** Belief between 1 : 150 and 150 : 1, moved by one poll at most as far as from even to 7 : 1. */
const maxCredit = 5;
const maxLesson = 2;

/**
 * One lesson: `found` items were published since the rhythm's last observation.
 *
 * @param fromMs the earliest time the items may be from
 */
export function learn(rhythm: Rhythm, fromMs: number, atMs: number, found: number): Rhythm {
  const elapsedHours = (atMs - fromMs) / hourMs;
  const kept = (memoryHours: number): number => Math.exp(-elapsedHours / memoryHours);
  const habits = readHabits(rhythm);

  const parts = [...stretches(fromMs, atMs)].map((stretch) => {
    const factors = factorsAt(habits, stretch);
    const [clock, minute, weekday, surge] = [
      believed(habits, "clock", factors),
      believed(habits, "minute", factors),
      believed(habits, "weekday", factors),
      believed(habits, "surge", factors),
    ];
    const day = habits.day[stretch.halfHour] ?? 1;
    return {
      stretch,
      factors,
      day,
      clock,
      minute,
      weekday,
      surge,
      weight: day * clock * minute * weekday * stretch.hours,
    };
  });
  const weightedHours = parts.reduce((total, part) => total + part.weight, 0);

  const halfHours = fadingTally(rhythm.halfHours, kept(cycleMemoryHours));
  const minutes = fadingTally(rhythm.minutes, kept(cycleMemoryHours));
  const weekdays = fadingTally(rhythm.weekdays, kept(weekMemoryHours));
  const foretold = { with: zeros(), without: zeros() };
  for (const part of parts) {
    const share = weightedHours > 0 ? (found * part.weight) / weightedHours : 0;
    add(halfHours, part.stretch.halfHour, share, part.weight / (part.day * part.clock));
    add(minutes, part.stretch.fiveMinutes, share, part.weight / part.minute);
    add(weekdays, part.stretch.weekday, share, part.weight / part.weekday);
    for (const name of habitNames) {
      const without = (habits.perHour * part.weight * part.surge) / part[name];
      foretold.without[name] += without;
      foretold.with[name] += without * part.factors[name];
    }
  }
  const credit = zeros();
  for (const name of habitNames) {
    const lesson = logLikelihood(found > 0, foretold.with[name]) - logLikelihood(found > 0, foretold.without[name]);
    const before = rhythm.credit[name] * kept(creditMemoryHours);
    credit[name] = exact(clamp(before + clamp(lesson, maxLesson), maxCredit));
  }

  const busyNow = rhythm.busy.now * kept(busyHours) + found / busyHours;
  return {
    ...rhythm,
    atMs,
    month: {
      items: exact(rhythm.month.items * kept(weekMemoryHours) + found),
      hours: exact(rhythm.month.hours * kept(weekMemoryHours) + elapsedHours),
    },
    seen: {
      items: exact(rhythm.seen.items * kept(rateMemoryHours) + found),
      hours: exact(rhythm.seen.hours * kept(rateMemoryHours) + weightedHours),
    },
    lately: {
      items: exact(rhythm.lately.items * kept(surgeHours) + found),
      expected: exact(rhythm.lately.expected * kept(surgeHours) + habits.perHour * weightedHours),
    },
    halfHours: exactTally(halfHours),
    minutes: exactTally(minutes),
    weekdays: exactTally(weekdays),
    credit,
    busy: { now: exact(busyNow), peak: exact(Math.max(rhythm.busy.peak * kept(peakMemoryHours), busyNow)) },
  };
}

interface FadingTally {
  readonly items: number[];
  readonly hours: number[];
}

function fadingTally(tally: Tally, kept: number): FadingTally {
  return { items: tally.items.map((value) => value * kept), hours: tally.hours.map((value) => value * kept) };
}

function add(tally: FadingTally, index: number, items: number, hours: number): void {
  tally.items[index] = (tally.items[index] ?? 0) + items;
  tally.hours[index] = (tally.hours[index] ?? 0) + hours;
}

function exactTally(tally: FadingTally): Tally {
  return { items: tally.items.map(exact), hours: tally.hours.map(exact) };
}

function zeros(): Record<HabitName, number> {
  return { clock: 0, minute: 0, weekday: 0, surge: 0 };
}

/** Of one poll of a Poisson process: something new or not. How many there were says little where posts come in batches. */
function logLikelihood(hasNew: boolean, expected: number): number {
  return hasNew ? Math.log(-Math.expm1(-Math.max(expected, 1e-6))) : -expected;
}

function clamp(value: number, limit: number): number {
  return Math.min(limit, Math.max(-limit, value));
}

/** Six decimals: short in the store, and fine enough for the smallest step of the slowest memory. Never too much to be read back. */
function exact(value: number): number {
  return Math.min(Math.round(value * 1e6) / 1e6, maxAmount);
}
