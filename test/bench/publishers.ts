import { seededRandom } from "../support/seeded-random.ts";

/*
 * Invented publishers for test/bench/schedule.ts: when each of their items appears, and how many their document holds.
 * Everything follows from the seed. Rates are items a day, 0.2 to 200, as many sources between 1 and 10 as between 10 and 100.
 */

export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;

/** A Monday. */
export const startMs = Date.UTC(2026, 2, 2);
export const learnMs = 4 * dayMs;
export const scoredMs = 14 * dayMs;
const endMs = startMs + learnMs + scoredMs;

export interface Publisher {
  /** Instants in order, milliseconds since 1970. */
  readonly items: readonly number[];
  /** Newest items that its document shows. */
  readonly window: number;
}

type Random = () => number;
/** Factor on the publisher's rate at an instant, about 1 on average. */
type Shape = (atMs: number) => number;
type Times = readonly number[];

/** How the publishers of one kind come about. */
interface Kind {
  readonly shape: (random: Random) => Shape;
  readonly change?: (items: Times, rate: number, random: Random) => number[];
}

/** The kinds of publishers, by the name the report shows. */
export const publisherKinds = [
  "day, weekend, bursts",
  "day and weekend",
  "no pattern",
  "office hours",
  "two peaks a day",
  "uneven week",
  "chain reactions",
  "batches",
  "on the hour",
  "silent for days",
  "changing rate",
  "fixed times",
  "all mixed",
] as const;

export type PublisherKind = (typeof publisherKinds)[number];

export function publishersOf(kind: PublisherKind, count: number, seed: number): Publisher[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => publisher(kind, random));
}

function publisher(kind: PublisherKind, random: Random): Publisher {
  if (kind === "fixed times") return { items: fixedTimes(random), window: 20 };
  if (kind === "all mixed") return publisher(pick(publisherKinds.slice(0, -1), random), random);
  const rate = 0.2 * Math.exp(random() * Math.log(200 / 0.2));
  const { shape, change = (items) => [...items] } = kinds[kind];
  const items = change(poissonTimes(rate, shape(random), random), rate, random)
    .filter((at) => at < endMs)
    .sort((a, b) => a - b);
  return { items, window: Math.max(pick([20, 25, 30, 50, 100], random), Math.round(rate / 6)) };
}

const kinds: Readonly<Record<Exclude<PublisherKind, "fixed times" | "all mixed">, Kind>> = {
  "day, weekend, bursts": { shape: dayAndWeekend, change: withBursts },
  "day and weekend": { shape: dayAndWeekend },
  "no pattern": { shape: () => () => 1 },
  "office hours": { shape: officeHours },
  "two peaks a day": { shape: twoPeaks },
  "uneven week": { shape: unevenWeek },
  "chain reactions": { shape: dayAndWeekend, change: chainReactions },
  batches: { shape: dayAndWeekend, change: batches },
  "on the hour": { shape: officeHours, change: onTheHour },
  "silent for days": { shape: dayAndWeekend, change: silentForDays },
  "changing rate": { shape: twoPeaks, change: changingRate },
};

function dayAndWeekend(random: Random): Shape {
  const [zone, depth, weekend, peak] = [
    whole(-12, 11, random),
    between(0.6, 0.95, random),
    between(0.3, 0.9, random),
    between(12, 16, random),
  ];
  return perWeek(
    (at) => (1 + depth * Math.cos(((hourOf(at, zone) - peak) / 12) * Math.PI)) * (isWeekend(at, zone) ? weekend : 1),
  );
}

function officeHours(random: Random): Shape {
  const [zone, from, to] = [whole(-12, 11, random), between(7, 9, random), between(17, 21, random)];
  const [night, weekend] = [between(0.02, 0.12, random), between(0.05, 0.45, random)];
  return perWeek(
    (at) => (hourOf(at, zone) >= from && hourOf(at, zone) < to ? 1 : night) * (isWeekend(at, zone) ? weekend : 1),
  );
}

function twoPeaks(random: Random): Shape {
  const [zone, weekend] = [whole(-12, 11, random), between(0.4, 0.8, random)];
  const bell = (hour: number, middle: number, width: number): number =>
    Math.exp(-0.5 * ((((hour - middle + 36) % 24) - 12) / width) ** 2);
  return perWeek(
    (at) =>
      (0.1 + bell(hourOf(at, zone), 8, 1.5) + 0.8 * bell(hourOf(at, zone), 18, 2.5)) *
      (isWeekend(at, zone) ? weekend : 1),
  );
}

function unevenWeek(random: Random): Shape {
  const zone = whole(-12, 11, random);
  const days = [0.1, 0.2, 0.5, 1, 1, 2, 3]
    .map((share) => ({ share, order: random() }))
    .sort((a, b) => a.order - b.order);
  return perWeek(
    (at) => (days[weekdayOf(at, zone)]?.share ?? 1) * (1 + 0.7 * Math.cos(((hourOf(at, zone) - 14) / 12) * Math.PI)),
  );
}

/** Every two or three days a quarter of a day's items within half an hour to three hours. */
function withBursts(items: Times, rate: number, random: Random): number[] {
  const all = [...items];
  for (let at = startMs + waitFor(2.5 * dayMs, random); at < endMs; at += waitFor(2.5 * dayMs, random)) {
    const length = between(0.5, 3, random) * hourMs;
    for (let left = poisson(Math.max(1, rate / 4), random); left > 0; left--) all.push(at + random() * length);
  }
  return all;
}

/** Six of ten items follow another within the next three quarters of an hour (Hawkes process). */
function chainReactions(items: Times, _: number, random: Random): number[] {
  const all: number[] = [];
  const open = items.filter(() => random() < 0.4);
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    all.push(at);
    for (let left = poisson(0.6, random); left > 0; left--) open.push(at + waitFor(45 * minuteMs, random));
  }
  return all;
}

/** One to eight, mostly four, within a minute. */
function batches(items: Times, _: number, random: Random): number[] {
  return items.flatMap((at) =>
    random() < 0.25 ? Array.from({ length: 1 + poisson(3, random) }, () => at + random() * minuteMs) : [],
  );
}

/** Most are held back until the next slot, every 15, 30 or 60 minutes at a minute of their own. */
function onTheHour(items: Times, _: number, random: Random): number[] {
  const [slot, share] = [pick([15, 30, 60, 60], random) * minuteMs, between(0.6, 1, random)];
  const minute = (whole(0, 11, random) * 5 * minuteMs) % slot;
  return items.map((at) =>
    random() < share ? Math.ceil((at - minute) / slot) * slot + minute + random() * 1.5 * minuteMs : at,
  );
}

/** One to three times nothing for half a day to four days. */
function silentForDays(items: Times, _: number, random: Random): number[] {
  const spells = Array.from({ length: whole(1, 3, random) }, () => {
    const from = startMs + random() * (endMs - startMs);
    return { from, to: from + between(0.5, 4, random) * dayMs };
  });
  return items.filter((at) => !spells.some(({ from, to }) => at >= from && at < to));
}

/** Another rate every two days. */
function changingRate(items: Times, _: number, random: Random): number[] {
  const shares = Array.from({ length: 10 }, () => Math.min(1, Math.exp(2 * random() - 1.6)));
  return items.filter((at) => random() < (shares[Math.floor((at - startMs) / (2 * dayMs))] ?? 1));
}

/** One to twenty times a day, give or take ten minutes, one in ten left out, some not on weekends. */
function fixedTimes(random: Random): number[] {
  const times = Array.from({ length: 1 + Math.floor(20 * random() * random()) }, () => ({
    hour: 24 * random(),
    daily: random() < 0.7,
  }));
  const days = Array.from({ length: 19 }, (_, day) => startMs + (day - 1) * dayMs);
  return days
    .flatMap((day) =>
      times
        .filter(({ daily }) => (daily || !isWeekend(day, 0)) && random() > 0.1)
        .map(({ hour }) => day + hour * hourMs + between(-10, 10, random) * minuteMs),
    )
    .filter((at) => at > startMs && at < endMs)
    .sort((a, b) => a - b);
}

function poissonTimes(perDay: number, shape: Shape, random: Random): number[] {
  const stepMs = 10 * minuteMs;
  const items: number[] = [];
  for (let at = startMs; at < endMs; at += stepMs)
    for (let left = poisson((perDay * shape(at) * stepMs) / dayMs, random); left > 0; left--)
      items.push(at + random() * stepMs);
  return items;
}

/** Knuth's method; rates here are small. */
function poisson(mean: number, random: Random): number {
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = random(); product > limit; product *= random()) count++;
  return count;
}

/** The same shape with a mean of 1 over the week. */
function perWeek(shape: Shape): Shape {
  const samples = Array.from({ length: 7 * 48 }, (_, index) => shape(startMs + (index + 0.5) * (hourMs / 2)));
  const mean = samples.reduce((sum, value) => sum + value, 0) / samples.length;
  return (at) => shape(at) / mean;
}

function hourOf(at: number, zone: number): number {
  return (((at / hourMs + zone) % 24) + 24) % 24;
}

/** 0 is Monday. */
function weekdayOf(at: number, zone: number): number {
  return Math.floor((at + zone * hourMs) / dayMs + 3) % 7;
}

function isWeekend(at: number, zone: number): boolean {
  return weekdayOf(at, zone) >= 5;
}

/** Exponentially distributed. */
function waitFor(meanMs: number, random: Random): number {
  return -Math.log(1 - random()) * meanMs;
}

function between(from: number, to: number, random: Random): number {
  return from + random() * (to - from);
}

function whole(from: number, to: number, random: Random): number {
  return from + Math.floor(random() * (to - from + 1));
}

function pick<T>(values: readonly T[], random: Random): T {
  const value = values[Math.floor(random() * values.length)];
  if (value === undefined) throw new RangeError("nothing to choose from");
  return value;
}
