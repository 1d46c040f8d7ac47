import { newRhythm, nextPoll, observe } from "@wirewatch/polling";
import { dayMs, hourMs, minuteMs } from "./publishers.ts";

/** What one poll of the simulation found. */
export interface Found {
  readonly atMs: number;
  readonly newItems: number;
  /** In the document. */
  readonly items: number;
  readonly allNew: boolean;
}

/** Decides, for one source, how long to wait after each poll. Keeps its own memory. */
export type Policy = (found: Found, random: number) => number;

export interface Limits {
  readonly targetMs: number;
  readonly minMs: number;
  readonly maxMs: number;
}

/** Ours, as the fetcher calls it. */
export function wirewatch(poll: Limits): () => Policy {
  return () => {
    let rhythm: ReturnType<typeof newRhythm> | null = null;
    return ({ atMs, newItems, items, allNew }, random) => {
      const at = new Date(atMs);
      rhythm = rhythm === null ? newRhythm(at) : observe(rhythm, { at, newItems, items });
      const well = { hintMs: null, failurePoints: 0, retryAfterMs: null, pushed: false };
      return nextPoll({ ...well, poll, rhythm, at, items, allNew, random }).delayMs;
    };
  };
}

export function fixedInterval(everyMs: number): () => Policy {
  return () => () => everyMs;
}

/** Half as long after something new, half as long again after nothing. */
export function halveOrGrow(minMs: number, maxMs: number): () => Policy {
  return () => {
    let everyMs = 30 * minuteMs;
    return ({ newItems }) => {
      everyMs = Math.min(Math.max(newItems > 0 ? everyMs / 2 : everyMs * 1.5, minMs), maxMs);
      return everyMs;
    };
  };
}

/**
 * Miniflux 2, `entry_frequency`: a week divided by (items of the last week × factor), from 5 minutes to 24 hours.
 *
 * @see miniflux/v2 internal/model/feed.go (106cdd09)
 */
export function miniflux(factor: number): () => Policy {
  return () => {
    let seen: number[] = [];
    return ({ atMs, newItems }) => {
      seen = [...seen.filter((at) => at > atMs - 7 * dayMs), ...Array.from({ length: newItems }, () => atMs)];
      const everyMs = seen.length === 0 ? dayMs : (7 * dayMs) / (seen.length * factor);
      return Math.min(Math.max(everyMs, 5 * minuteMs), dayMs);
    };
  };
}

/**
 * Media Cloud's rss-fetcher: six hours at first; an hour shorter while less than a third of the document is known, longer
 * while more than two thirds are, by ten minutes, from two hours on by an hour; 10 minutes to 24 hours; from the third success.
 *
 * @see mediacloud/rss-fetcher (v1.0.1)
 */
export function mediaCloud(): () => Policy {
  return () => {
    let everyMs = 6 * hourMs;
    let successes = 0;
    return ({ newItems, items }) => {
      successes++;
      const known = items === 0 ? 1 : 1 - newItems / items;
      if (successes > 2 && known < 0.33) everyMs -= hourMs;
      else if (successes > 2 && known >= 0.67) everyMs += everyMs >= 2 * hourMs ? hourMs : 10 * minuteMs;
      everyMs = Math.min(Math.max(everyMs, 10 * minuteMs), dayMs);
      return everyMs;
    };
  };
}

/** The square-root law as the design measured it: rate of about three days times a factor for this hour of the day. */
export function squareRootLaw({ targetMs, minMs, maxMs }: Limits): () => Policy {
  return () => {
    const hours = Array.from({ length: 24 }, () => ({ items: 0, watched: 0 }));
    let [items, watched, lastMs] = [0, 0, 0];
    return ({ atMs, newItems }, random) => {
      const elapsed = lastMs === 0 ? 0 : (atMs - lastMs) / hourMs;
      const kept = Math.exp(-elapsed / 72);
      [items, watched] = [items * kept + newItems, watched * kept + elapsed];
      const keptHours = Math.exp(-elapsed / (14 * 24));
      for (const hour of hours) [hour.items, hour.watched] = [hour.items * keptHours, hour.watched * keptHours];
      for (let from = lastMs === 0 ? atMs : lastMs; from < atMs; from = (Math.floor(from / hourMs) + 1) * hourMs) {
        const part = (Math.min(atMs, (Math.floor(from / hourMs) + 1) * hourMs) - from) / hourMs;
        const hour = hours[Math.floor(from / hourMs) % 24];
        if (hour !== undefined)
          [hour.items, hour.watched] = [hour.items + (newItems * part) / elapsed, hour.watched + part];
      }
      lastMs = atMs;
      const perHour = sum(hours.map((hour) => hour.items)) / Math.max(sum(hours.map((hour) => hour.watched)), 1);
      const now = hours[Math.floor(atMs / hourMs) % 24] ?? { items: 0, watched: 0 };
      const factor = (now.items + 3) / (now.watched * perHour + 3);
      const rate = ((items + 0.02) / (watched + 1)) * factor;
      return Math.min(Math.max(targetMs * Math.sqrt(9 / rate) * (0.9 + 0.2 * random), minMs), maxMs);
    };
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
