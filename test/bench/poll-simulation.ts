import { seededRandom } from "../support/seeded-random.ts";
import type { Policy } from "./poll-policies.ts";
import { learnMs, minuteMs, type Publisher, scoredMs, startMs } from "./publishers.ts";

/** What a policy did for some publishers in the scored days. */
export interface PolicyFigures {
  readonly pollsPerDay: number;
  /** From publication to the poll that found it, in minutes. */
  readonly meanDelayMin: number;
  readonly p95DelayMin: number;
  /** Mean delay ÷ that of a fixed interval with as many polls, which is half the interval. */
  readonly ratio: number;
  /** Items that had left the document before a poll came. */
  readonly missed: number;
  readonly items: number;
}

/**
 * Runs every publisher through the learning and the scored days on a virtual clock. What was missed counts as found by the poll that came too
 * late, so that missing is no way to be quick.
 */
export function simulate(publishers: readonly Publisher[], makePolicy: () => Policy, seed: number): PolicyFigures {
  const random = seededRandom(seed);
  const scoredFromMs = startMs + learnMs;
  const endMs = scoredFromMs + scoredMs;
  const delays: number[] = [];
  let [polls, missed] = [0, 0];
  for (const { items, window } of publishers) {
    const policy = makePolicy();
    let next = 0;
    let isFirst = true;
    for (let atMs = startMs + random() * 10 * minuteMs; ; isFirst = false) {
      const from = next;
      while (next < items.length && (items[next] ?? endMs) <= atMs) next++;
      const lost = isFirst ? 0 : Math.max(0, next - from - window);
      if (!isFirst)
        for (let place = from; place < next; place++) {
          const publishedMs = items[place] ?? atMs;
          if (publishedMs < scoredFromMs) continue;
          delays.push((atMs - publishedMs) / minuteMs);
          if (place < from + lost) missed++;
        }
      if (atMs >= endMs) break;
      if (atMs >= scoredFromMs) polls++;
      const newItems = isFirst ? 0 : next - from - lost;
      const found = { atMs, newItems, items: Math.min(next, window), allNew: newItems > 0 && newItems >= window };
      atMs += policy(found, random());
    }
  }
  delays.sort((a, b) => a - b);
  const meanDelayMin = delays.reduce((sum, delay) => sum + delay, 0) / delays.length;
  const fixedIntervalMin = (publishers.length * scoredMs) / minuteMs / polls;
  return {
    pollsPerDay: polls / publishers.length / (scoredMs / (24 * 60 * minuteMs)),
    meanDelayMin,
    p95DelayMin: delays[Math.floor(delays.length * 0.95)] ?? 0,
    ratio: meanDelayMin / (fixedIntervalMin / 2),
    missed,
    items: delays.length,
  };
}
