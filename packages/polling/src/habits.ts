import type { Rhythm, Tally } from "./rhythm.ts";
import { hourMs, type Stretch } from "./stretches.ts";

/**
 * What may make a source publish more or less than on average, each believed as far as it has foretold new items:
 *
 * - `clock`: this very half-hour of the day, beyond the smooth curve of the day
 * - `minute`: these five minutes of the hour (posts scheduled for the full hour)
 * - `weekday`: this day of the week
 * - `surge`: more or fewer items than expected in the last hours
 */
export type HabitName = "clock" | "minute" | "weekday" | "surge";

export const habitNames: readonly HabitName[] = ["clock", "minute", "weekday", "surge"];

/** The factors by which the habits raise or lower the rate at one time; 1 is average. */
export type Factors = Readonly<Record<HabitName, number>>;

/** A rhythm made ready for forecasts. */
export interface Habits {
  /** Items an hour, average over the week, as of the last three days. */
  readonly perHour: number;
  /** The day's smooth curve; always believed, since it hardly departs from 1 before there is evidence. */
  readonly day: readonly number[];
  readonly clock: readonly number[];
  readonly minute: readonly number[];
  readonly weekday: readonly number[];
  readonly surge: number;
  readonly trust: Factors;
  readonly atMs: number;
}

/** How fast a surge fades. */
export const surgeHours = 1.5;

/*
 * Weights are in items: how many imagined average ones are mixed in before the real ones count. These, the
 * memories and the time a surge takes to fade lie on a plateau of test/bench/schedule.ts: with half or twice of one the
 * mean ratio over its publishers changes by less than 0.01.
 */
const dayWeight = 1;
const clockWeight = 0.125;
const minuteWeight = 6;
const weekdayWeight = 6;
const surgeWeight = 3;
const maxSurge = 10;

/**
 * A source that shows nothing new when it is first watched is expected to publish half an item in this many hours
 * (nine an hour, the rate at which the law gives the target interval); with time watched in vain this falls of itself.
 */
const firstHours = 0.5 / 9;

/** Standard deviation one hour, and a quarter of an hour; in half-hours. */
const dayKernel = gauss(2, 5);
const clockKernel = gauss(0.5, 1);
const noKernel = [1];

/** What the rhythm says about any time. */
export function readHabits(rhythm: Rhythm): Habits {
  const { halfHours, minutes, weekdays, seen, lately, credit } = rhythm;
  const day = profile(halfHours, dayKernel, dayWeight);
  const exact = profile(halfHours, clockKernel, clockWeight, day);
  return {
    perHour: (seen.items + 0.5) / (seen.hours + firstHours),
    day,
    clock: exact.map((factor, index) => factor / Math.max(day[index] ?? 1, tiny)),
    minute: profile(minutes, noKernel, minuteWeight),
    weekday: profile(weekdays, noKernel, weekdayWeight),
    surge: Math.min(maxSurge, (lately.items + surgeWeight) / (lately.expected + surgeWeight)),
    trust: {
      clock: likelihood(credit.clock),
      minute: likelihood(credit.minute),
      weekday: likelihood(credit.weekday),
      surge: likelihood(credit.surge),
    },
    atMs: rhythm.atMs,
  };
}

/** The habits' factors at one time, fully believed. */
export function factorsAt(habits: Habits, { fromMs, hours, halfHour, fiveMinutes, weekday }: Stretch): Factors {
  const sinceHours = Math.max(0, (fromMs - habits.atMs) / hourMs + hours / 2);
  return {
    clock: habits.clock[halfHour] ?? 1,
    minute: habits.minute[fiveMinutes] ?? 1,
    weekday: habits.weekday[weekday] ?? 1,
    surge: 1 + (habits.surge - 1) * Math.exp(-sinceHours / surgeHours),
  };
}

/** The factor as far as it is believed. */
export function believed(habits: Habits, name: HabitName, factors: Factors): number {
  return 1 + habits.trust[name] * (factors[name] - 1);
}

const tiny = 1e-9;

/** (items + weight × prior) ÷ (items expected without the habit + weight), each smoothed, on average 1. */
function profile(tally: Tally, kernel: readonly number[], weight: number, prior?: readonly number[]): number[] {
  const hours = sum(tally.hours);
  const perHour = hours > 0 ? sum(tally.items) / hours : 0;
  const [items, watched] = [smoothed(tally.items, kernel), smoothed(tally.hours, kernel)];
  const factors = items.map(
    (value, index) => (value + weight * (prior?.[index] ?? 1)) / ((watched[index] ?? 0) * perHour + weight),
  );
  const mean = sum(factors) / factors.length;
  return factors.map((factor) => factor / mean);
}

/** Each value mixed with those around it, in a circle. */
function smoothed(values: readonly number[], kernel: readonly number[]): readonly number[] {
  const reach = (kernel.length - 1) / 2;
  if (reach === 0) return values;
  const ring = [...values.slice(-reach), ...values, ...values.slice(0, reach)];
  return values.map((_, index) => {
    let total = 0;
    for (let step = 0; step < kernel.length; step++) total += (kernel[step] ?? 0) * (ring[index + step] ?? 0);
    return total;
  });
}

/** Normal distribution, `reach` places to each side; sums to 1. */
function gauss(deviation: number, reach: number): number[] {
  const bell = Array.from({ length: 2 * reach + 1 }, (_, place) => Math.exp(-0.5 * ((place - reach) / deviation) ** 2));
  const whole = sum(bell);
  return bell.map((value) => value / whole);
}

function sum(values: readonly number[]): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

/** From log odds. */
function likelihood(credit: number): number {
  return 1 / (1 + Math.exp(-credit));
}
