import { maxAmount } from "./amounts.ts";
import { hourMs, minuteMs } from "./stretches.ts";

/** How long the source used to be silent between two polls that found something; memory of 60 days. */
export interface Gaps {
  /** Hours spent in gaps of each length: the first class ends at a minute, each further one at √2 times the last. */
  readonly hours: readonly number[];
  readonly count: number;
  /** When something new was last found; milliseconds since 1970. */
  readonly hitAtMs: number | null;
}

/** Up to 128 days. */
export const gapClasses = 36;
const memoryHours = 60 * 24;

export const noGaps: Gaps = { hours: Array.from({ length: gapClasses }, () => 0), count: 0, hitAtMs: null };

/** The gaps after one more poll. */
export function gapsAfter(gaps: Gaps, { atMs, hasNew }: { readonly atMs: number; readonly hasNew: boolean }): Gaps {
  if (!hasNew) return gaps;
  if (gaps.hitAtMs === null) return { ...gaps, hitAtMs: atMs };
  const gapHours = Math.max(0, atMs - gaps.hitAtMs) / hourMs;
  const kept = Math.exp(-gapHours / memoryHours);
  const place = classOf(gapHours * hourMs);
  const hours = gaps.hours.map((value, index) => rounded(value * kept + (index === place ? gapHours : 0)));
  return { hours, count: Math.min(gaps.count + 1, maxAmount), hitAtMs: atMs };
}

/**
 * A gap that is seldom exceeded: longer ones hold less than 5 % of the time. Counting time, not gaps, lets the one
 * weekend in a week of a hundred short gaps weigh what it lasts; where items come without any pattern (Poisson), it is
 * the 99th percentile of the gaps (both are 4.7 times their mean).
 *
 * @returns milliseconds, rounded up to the end of its class; null before there is any gap
 */
export function longGapMs(gaps: Gaps): number | null {
  const total = gaps.hours.reduce((sum, value) => sum + value, 0);
  if (total <= 0) return null;
  let longer = 0;
  for (let place = gapClasses - 1; place >= 0; place--) {
    longer += gaps.hours[place] ?? 0;
    if (longer >= total * maxShareLonger) return minuteMs * Math.SQRT2 ** place;
  }
  return minuteMs;
}

const maxShareLonger = 0.05;

function classOf(gapMs: number): number {
  const place = Math.ceil(2 * Math.log2(Math.max(gapMs, minuteMs) / minuteMs));
  return Math.min(place, gapClasses - 1);
}

function rounded(hours: number): number {
  return Math.min(Math.round(hours * 1e4) / 1e4, maxAmount);
}
