import { describe, expect, test } from "vitest";
import { seededRandom } from "../../../test/support/seeded-random.ts";
import { firstPollDelayMs, nextPoll, type PollFacts } from "./next-poll.ts";
import { newRhythm, observe, type Rhythm } from "./rhythm.ts";
import { readRhythm } from "./stored-rhythm.ts";
import { dayMs, hourMs, minuteMs } from "./stretches.ts";
import { everySo, monday, watchedSource } from "./watched-source.ts";

const toMs = monday + 7 * dayMs;
const poll = { targetMs: 10 * minuteMs, minMs: 2 * minuteMs, maxMs: 6 * hourMs };
const usual: PollFacts = {
  poll,
  rhythm: null,
  at: new Date(toMs),
  items: 30,
  allNew: false,
  hintMs: null,
  failurePoints: 0,
  retryAfterMs: null,
  pushed: false,
  random: 0.5,
};

function delay(facts: Partial<PollFacts>): number {
  return nextPoll({ ...usual, ...facts }).delayMs;
}

/** A steady source with `perHour` items, at random times. */
function steady(perHour: number): Rhythm {
  const random = seededRandom(3);
  const items = Array.from({ length: Math.round(7 * 24 * perHour) }, () => monday + random() * 7 * dayMs);
  return watchedSource(items, { toMs, everyMs: 10 * minuteMs });
}

describe("the square-root law", () => {
  test.each([
    [36, 5],
    [9, 10],
    [1, 30],
    [0.25, 60],
  ])("a steady source with %d items an hour is polled about every %d minutes", (perHour, minutes) => {
    const delayMs = delay({ rhythm: steady(perHour) });
    expect(delayMs / minuteMs / minutes).toBeGreaterThan(0.7);
    expect(delayMs / minuteMs / minutes).toBeLessThan(1.4);
  });

  test("twice the target is twice the interval", () => {
    const rhythm = steady(4);
    const doubled = delay({ rhythm, poll: { ...poll, targetMs: 20 * minuteMs } });
    expect(doubled / delay({ rhythm })).toBeGreaterThan(1.6);
    expect(doubled / delay({ rhythm })).toBeLessThan(2.4);
  });

  test("a source nobody has watched is polled at the target, and less the longer nothing comes", () => {
    expect(delay({ rhythm: null })).toBe(10 * minuteMs);
    let rhythm = newRhythm(new Date(monday));
    const delays: number[] = [];
    for (let at = monday; at < monday + 4 * dayMs; at += delays.at(-1) ?? 0) {
      rhythm = observe(rhythm, { at: new Date(at), newItems: 0, items: 30 });
      delays.push(delay({ rhythm, at: new Date(at) }));
    }
    expect(delays[0]).toBeLessThan(12 * minuteMs);
    for (const [index, delayMs] of delays.entries())
      expect(delayMs).toBeGreaterThanOrEqual((delays[index - 1] ?? 0) * 0.9);
    expect(delays.at(-1)).toBeGreaterThan(3 * hourMs);
  });

  test("a source that comes back after days is polled often again within an hour", () => {
    const backMs = monday + 6.5 * dayMs;
    const items = [
      ...everySo(6 * minuteMs, monday, monday + 2 * dayMs),
      ...everySo(6 * minuteMs, backMs, backMs + hourMs),
    ];
    const before = watchedSource(items, { toMs: backMs });
    const after = watchedSource(items, { toMs: backMs + hourMs });
    expect(delay({ rhythm: before, at: new Date(backMs) })).toBeGreaterThan(20 * minuteMs);
    expect(delay({ rhythm: after, at: new Date(backMs + hourMs) })).toBeLessThan(15 * minuteMs);
  });

  test("in the dead of night the next poll is soon after the morning begins", () => {
    const mornings = Array.from({ length: 14 }, (_, day) => monday + day * dayMs).flatMap((day) =>
      everySo(6 * minuteMs, day + 8 * hourMs, day + 12 * hourMs),
    );
    const nightMs = monday + 14 * dayMs + 4.5 * hourMs;
    const rhythm = watchedSource(mornings, { toMs: nightMs });
    const wakeMs = nightMs + delay({ rhythm, at: new Date(nightMs), items: 200 }) - (monday + 14 * dayMs);
    expect(wakeMs).toBeGreaterThan(7.5 * hourMs);
    expect(wakeMs).toBeLessThan(8.75 * hourMs);
  });

  test("a source that posts on the hour is asked just after it, not more often", () => {
    const endMs = monday + 10 * dayMs;
    const items = everySo(20 * minuteMs, monday, endMs).map((at) => Math.floor(at / hourMs) * hourMs + 30_000);
    const { delaysMs, polls } = livePolls(items, { fromMs: monday, scoredFromMs: monday + 7 * dayMs, endMs });
    const meanMs = delaysMs.reduce((sum, delayMs) => sum + delayMs, 0) / delaysMs.length;
    // The law alone would ask every 17 minutes and find an item 8.7 minutes late.
    expect(meanMs).toBeLessThan(4 * minuteMs);
    expect(polls / 72).toBeLessThan(4.5);
  });
});

describe("on top of the law", () => {
  const rhythm = steady(1);
  const lawMs = delay({ rhythm });

  test.each<readonly [string, Partial<PollFacts>, number]>([
    ["a tenth sooner", { random: 0 }, lawMs * 0.9],
    ["a tenth later", { random: 1 }, lawMs * 1.1],
    ["a random number that is none", { random: Number.NaN }, lawMs],
    ["half as long after a document of new items only", { allNew: true }, lawMs / 2],
    ["not sooner than the hint", { hintMs: 50 * minuteMs }, 50 * minuteMs],
    ["not sooner than the hint by chance", { hintMs: 50 * minuteMs, random: 0 }, 50 * minuteMs],
    ["not later for a shorter hint", { hintMs: minuteMs }, lawMs],
    ["an hour at most for a hint", { hintMs: 6 * hourMs }, hourMs],
    ["never over the longest", { poll: { ...poll, maxMs: 12 * minuteMs }, hintMs: hourMs, random: 1 }, 12 * minuteMs],
    ["never under the shortest", { poll: { ...poll, minMs: 25 * minuteMs }, allNew: true, random: 0 }, 25 * minuteMs],
    ["six times as long while pushed", { pushed: true }, 6 * lawMs],
    [
      "six hours at most while pushed",
      { pushed: true, hintMs: hourMs, poll: { ...poll, minMs: 2 * hourMs } },
      6 * hourMs,
    ],
    ["times the failure points", { failurePoints: 4 }, 4 * lawMs],
    ["not sooner for less than one point", { failurePoints: 0.25 }, lawMs],
    ["a day at most after failures", { failurePoints: 29, hintMs: hourMs }, dayMs],
    ["once a day from 30 points on", { failurePoints: 30 }, dayMs],
    ["once a day for ever", { failurePoints: 1e9 }, dayMs],
    ["not before Retry-After", { retryAfterMs: 8 * hourMs }, 8 * hourMs],
    ["not later for a shorter Retry-After", { retryAfterMs: 1000 }, lawMs],
    ["sooner than a Retry-After of a week", { retryAfterMs: 7 * dayMs }, dayMs],
  ])("%s", (_, facts, expectedMs) => {
    expect(delay({ rhythm, ...facts })).toBeCloseTo(expectedMs, -2);
  });

  test.each<readonly [string, Partial<PollFacts>, RegExp]>([
    ["the rate", { rhythm }, /^\S+ items an hour expected then$|^one item in \d+ min expected then$/],
    ["a source that is new", {}, /^not watched before$/],
    ["a fixed interval", { poll: { targetMs: 1000, minMs: 1000, maxMs: 1000 } }, /^a fixed interval$/],
    ["a hint", { rhythm, hintMs: hourMs }, /^the publisher asks for 60 min$/],
    ["failures", { rhythm, failurePoints: 2.25 }, /^it fails \(2.25 failure points\)$/],
    ["Retry-After", { rhythm, retryAfterMs: 5 * hourMs }, /^the server asks for a pause of 5 h$/],
    ["pushes", { rhythm, pushed: true }, /pushed/],
    ["an overflow", { rhythm, allNew: true }, /everything in the document was new/],
  ])("says why: %s", (_, facts, why) => {
    expect(nextPoll({ ...usual, ...facts }).why).toMatch(why);
  });
});

describe("the document's window", () => {
  const calm = everySo(8 * hourMs, monday, toMs);
  const burst = everySo(2 * minuteMs, monday + 2.5 * dayMs, monday + 2.5 * dayMs + 2 * hourMs);
  const rhythm = watchedSource([...calm, ...burst], { toMs, everyMs: 10 * minuteMs });

  test("a source that once filled it in two hours is not left alone for long", () => {
    expect(delay({ rhythm, items: 1000 })).toBeGreaterThan(hourMs);
    const delayMs = delay({ rhythm, items: 20 });
    expect(delayMs).toBeLessThan(hourMs);
    expect(nextPoll({ ...usual, rhythm, items: 20 }).why).toMatch(/^the document holds 20 items/);
  });

  test("of one or two items is none: a watched page", () => {
    expect(delay({ rhythm, items: 1 })).toBe(delay({ rhythm, items: 1000 }));
  });

  test("is remembered while the document is not sent", () => {
    const small = observe(rhythm, { at: new Date(toMs + 1000), newItems: 0, items: 20 });
    expect(delay({ rhythm: small, items: null })).toBe(delay({ rhythm: small, items: 20 }));
  });
});

describe("a fixed interval", () => {
  const fixed = { targetMs: 5000, minMs: 5000, maxMs: 5000 };

  test.each<readonly [string, Partial<PollFacts>, number]>([
    ["is kept exactly", { random: 0 }, 5000],
    ["is kept by a busy source", { rhythm: steady(36), allNew: true, random: 1 }, 5000],
    ["is kept against a hint, for it is the operator's word", { hintMs: hourMs }, 5000],
    ["grows with failures", { failurePoints: 3 }, 15_000],
    ["grows while pushed", { pushed: true }, 30_000],
    ["waits for Retry-After", { retryAfterMs: hourMs }, hourMs],
  ])("%s", (_, facts, delayMs) => {
    expect(delay({ poll: fixed, ...facts })).toBe(delayMs);
  });

  test("of a week is not shortened by pushes or failures", () => {
    const weekly = { targetMs: 7 * dayMs, minMs: 7 * dayMs, maxMs: 7 * dayMs };
    expect(delay({ poll: weekly, pushed: true })).toBe(7 * dayMs);
    expect(delay({ poll: weekly, failurePoints: 50 })).toBe(7 * dayMs);
  });
});

test("contradictory limits are an error", () => {
  expect(() => nextPoll({ ...usual, poll: { targetMs: 1, minMs: hourMs, maxMs: minuteMs } })).toThrow(RangeError);
});

test("whatever the store holds, the delay is a whole number within the limits", () => {
  const random = seededRandom(11);
  const model = watchedSource(everySo(hourMs, monday, monday + dayMs), { toMs: monday + dayMs });
  const odd = [0, 1e-6, 0.5, 1, 1e3, 1e9];
  for (let round = 0; round < 300; round++) {
    const mangled: unknown = JSON.parse(JSON.stringify(model), (key, value: unknown) =>
      typeof value === "number" && key !== "version" && !key.endsWith("Ms") && random() < 0.5
        ? (odd[Math.floor(random() * odd.length)] ?? 0)
        : value,
    );
    const stored = mangled as { credit: Record<string, number> };
    for (const name of Object.keys(stored.credit)) stored.credit[name] = (random() - 0.5) * 20;
    const rhythm = readRhythm(stored);
    expect(rhythm).not.toBeNull();
    const facts = { ...usual, rhythm, at: new Date(monday + random() * 30 * dayMs), random: random() };
    const { delayMs } = nextPoll({
      ...facts,
      items: random() < 0.5 ? null : Math.floor(random() * 100),
      allNew: random() < 0.1,
    });
    expect(Number.isInteger(delayMs)).toBe(true);
    expect(delayMs).toBeGreaterThanOrEqual(poll.minMs);
    expect(delayMs).toBeLessThanOrEqual(poll.maxMs);
    if (rhythm === null) continue;
    const next = observe(rhythm, {
      at: new Date(rhythm.atMs + random() * dayMs),
      newItems: Math.floor(random() * 5),
      items: 30,
    });
    expect(readRhythm(JSON.parse(JSON.stringify(next)))).not.toBeNull();
  }
});

describe("the first polls of many sources", () => {
  test("a few begin at once, the others are spread over one interval", () => {
    const delays = Array.from({ length: 400 }, (_, index) => firstPollDelayMs(index, 400, poll));
    expect(delays.filter((delayMs) => delayMs === 0)).toHaveLength(5);
    expect(Math.max(...delays)).toBeLessThan(poll.targetMs);
    const gaps = delays.slice(6).map((delayMs, index) => delayMs - (delays[index + 5] ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThan(1000);
    expect(Math.max(...gaps)).toBeLessThan(2000);
  });

  test.each([
    [0, 1],
    [4, 5],
    [0, 0],
    [-1, 10],
    [Number.NaN, Number.NaN],
  ])("source %d of %d begins at once", (index, count) => {
    expect(firstPollDelayMs(index, count, poll)).toBe(0);
  });

  test("an index beyond the count stays within the interval", () => {
    expect(firstPollDelayMs(50, 10, poll)).toBeLessThan(poll.targetMs);
  });
});

/** Polls as they would really happen: each observed, each followed by the next. */
function livePolls(
  items: readonly number[],
  { fromMs, scoredFromMs, endMs }: { readonly fromMs: number; readonly scoredFromMs: number; readonly endMs: number },
): { readonly delaysMs: readonly number[]; readonly polls: number } {
  const random = seededRandom(5);
  let rhythm = newRhythm(new Date(fromMs));
  const delaysMs: number[] = [];
  let polls = 0;
  let next = 0;
  for (let atMs = fromMs; atMs < endMs;) {
    const found = items.slice(next).findIndex((published) => published > atMs);
    const newItems = found === -1 ? items.length - next : found;
    if (atMs >= scoredFromMs) {
      polls++;
      delaysMs.push(...items.slice(next, next + newItems).map((published) => atMs - published));
    }
    next += newItems;
    const at = new Date(atMs);
    rhythm = observe(rhythm, { at, newItems, items: 30 });
    atMs += delay({ rhythm, at, random: random() });
  }
  return { delaysMs, polls };
}
