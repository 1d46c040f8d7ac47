import { believed, factorsAt, readHabits } from "./habits.ts";
import type { Rhythm } from "./rhythm.ts";
import { dayMs, hourMs, minuteMs, stretches } from "./stretches.ts";

/** What the operator set; all in milliseconds, minMs ≤ targetMs ≤ maxMs. Equal ones are a fixed interval. */
export interface PollLimits {
  /** The interval for a source that publishes nine items an hour. */
  readonly targetMs: number;
  readonly minMs: number;
  readonly maxMs: number;
}

/** What the time of the next poll depends on. */
export interface PollFacts {
  readonly poll: PollLimits;
  /** Null for a source nobody has watched: it is polled at the target. */
  readonly rhythm: Rhythm | null;
  readonly at: Date;
  /** In the document; null when it was not sent (304) or not read. */
  readonly items: number | null;
  /** The document held nothing but new items: some may have been missed. */
  readonly allNew: boolean;
  /** From `feedHints`. */
  readonly hintMs: number | null;
  /** Sum of `PollProblem.points` since the last success; 0 when all is well. */
  readonly failurePoints: number;
  /** From `retryAfterMs`. */
  readonly retryAfterMs: number | null;
  /** A hub pushes new items; polls are the backup. */
  readonly pushed: boolean;
  /** 0 to 1, as `Math.random()`. */
  readonly random: number;
}

/** Spread of the interval to each side, so that sources added together drift apart. */
const jitter = 0.1;
/** A publisher's wish for longer than this would make news old. */
const maxHintMs = hourMs;
/** Longest pause after failures and for Retry-After: sources come back (Media Cloud's experience), so we never stop. */
const maxPauseMs = dayMs;
/** From this many failure points on, once a day. */
const pointsForDaily = 30;
/** Backup polls of a pushed feed: so many times the interval, up to so long. */
const pushedTimes = 6;
const maxPushedMs = 6 * hourMs;
/** Share of the time in which the document fills with new items at the source's peak. */
const windowShare = 0.5;
/** Fewer items are no list that could overflow, but a page that is watched. */
const minWindow = 3;
/** Longest look ahead. */
const horizonMs = 2 * dayMs;

/**
 * Time until a source is polled again, and one clause for people that says why.
 *
 * 1. The square-root law, looking ahead: poll when the number of items expected to wait reaches
 *    3 × target × √(rate), the rate being the one expected then, target in hours, rate in items an hour. For a steady rate
 *    that is the interval target × √(9 ÷ rate), which gives the least mean delay per item for a given number of polls over
 *    sources of different rates. In front of a busy morning or a full hour the wait ends just after it begins.
 * 2. Not longer than half the time in which the document would fill at the source's busiest two hours; half as long
 *    after a document of new items only.
 * 3. ± 10 %, not shorter than the publisher's hint (up to an hour), within [minMs, maxMs].
 * 4. Six times as long, up to 6 h, while a hub pushes.
 * 5. After failures: times the failure points, up to a day; from 30 points on once a day.
 * 6. Not before Retry-After, up to a day.
 *
 * @throws {RangeError} if minMs > maxMs
 * @see docs/decisions/0008-poll-schedule.md
 */
export function nextPoll(facts: PollFacts): { readonly delayMs: number; readonly why: string } {
  const { minMs, maxMs } = facts.poll;
  if (!(minMs <= maxMs))
    throw new RangeError(`the shortest interval (${minMs} ms) is longer than the longest (${maxMs} ms)`);
  const steps = [byRhythm, byWindow, withJitter, byHint, withinLimits, whilePushed, afterFailures, byRetryAfter];
  const plan = steps.reduce((before, step) => step(before, facts), { delayMs: 0, why: "" });
  return { delayMs: Math.round(plan.delayMs), why: plan.why };
}

/**
 * Spreads the first polls of sources added together over one interval; the first few begin at once, so that
 * somebody who tries the program sees it work.
 *
 * @param index of the source among those added, from 0
 * @returns milliseconds, less than poll.targetMs
 */
export function firstPollDelayMs(index: number, count: number, poll: PollLimits): number {
  const later = index - firstAtOnce + 1;
  if (!(later > 0) || !(count > firstAtOnce)) return 0;
  return Math.floor(Math.min(later / (count - firstAtOnce + 1), 0.999) * poll.targetMs);
}

const firstAtOnce = 5;

interface Plan {
  readonly delayMs: number;
  readonly why: string;
}

function byRhythm(_: Plan, { poll, rhythm, at }: PollFacts): Plan {
  if (poll.minMs === poll.maxMs) return { delayMs: poll.minMs, why: "a fixed interval" };
  const atMs = at.getTime();
  if (rhythm === null || Number.isNaN(atMs)) return { delayMs: poll.targetMs, why: "not watched before" };
  const habits = readHabits(rhythm);
  const endMs = atMs + Math.min(poll.maxMs, horizonMs);
  let waiting = 0;
  let perHour = 0;
  for (const stretch of stretches(atMs, endMs)) {
    const factors = factorsAt(habits, stretch);
    const day = habits.day[stretch.halfHour] ?? 1;
    const slow =
      day *
      believed(habits, "clock", factors) *
      believed(habits, "weekday", factors) *
      believed(habits, "surge", factors);
    perHour = habits.perHour * slow;
    const exactPerHour = perHour * believed(habits, "minute", factors);
    const enough = 3 * (poll.targetMs / hourMs) * Math.sqrt(perHour);
    if (waiting + exactPerHour * stretch.hours >= enough) {
      const hours = Math.max(0, enough - waiting) / exactPerHour;
      return { delayMs: stretch.fromMs - atMs + hours * hourMs, why: `${ratePhrase(perHour)} expected then` };
    }
    waiting += exactPerHour * stretch.hours;
  }
  return { delayMs: poll.maxMs, why: `${ratePhrase(perHour)} expected` };
}

function byWindow(plan: Plan, { poll, rhythm, items, allNew }: PollFacts): Plan {
  if (poll.minMs === poll.maxMs) return plan;
  const window = items !== null && items > 0 ? items : (rhythm?.window ?? 0);
  const peak = rhythm?.busy.peak ?? 0;
  const halfFullMs = window >= minWindow && peak > 0 ? (windowShare * window * hourMs) / peak : Infinity;
  const limited: Plan =
    halfFullMs < plan.delayMs
      ? {
          delayMs: halfFullMs,
          why: `the document holds ${Math.floor(window)} items, and at times ${Math.ceil(peak)} come in an hour`,
        }
      : plan;
  return allNew ? { delayMs: limited.delayMs / 2, why: "everything in the document was new" } : limited;
}

function withJitter(plan: Plan, { random }: PollFacts): Plan {
  const share = random >= 0 && random <= 1 ? random : 0.5;
  return { ...plan, delayMs: plan.delayMs * (1 - jitter + 2 * jitter * share) };
}

function byHint(plan: Plan, { hintMs }: PollFacts): Plan {
  const wishMs = Math.min(hintMs ?? 0, maxHintMs);
  return wishMs > plan.delayMs ? { delayMs: wishMs, why: `the publisher asks for ${inWords(wishMs)}` } : plan;
}

function withinLimits(plan: Plan, { poll }: PollFacts): Plan {
  if (!(plan.delayMs <= poll.maxMs)) return { ...plan, delayMs: poll.maxMs };
  return plan.delayMs < poll.minMs ? { ...plan, delayMs: poll.minMs } : plan;
}

function whilePushed(plan: Plan, { pushed }: PollFacts): Plan {
  if (!pushed) return plan;
  const backupMs = Math.max(plan.delayMs, Math.min(plan.delayMs * pushedTimes, maxPushedMs));
  return { delayMs: backupMs, why: "new items are pushed, this is the backup" };
}

function afterFailures(plan: Plan, { failurePoints: points }: PollFacts): Plan {
  if (!(points > 0)) return plan;
  const pauseMs = points >= pointsForDaily ? maxPauseMs : Math.min(plan.delayMs * points, maxPauseMs);
  return { delayMs: Math.max(plan.delayMs, pauseMs), why: `it fails (${Number(points.toFixed(2))} failure points)` };
}

function byRetryAfter(plan: Plan, { retryAfterMs }: PollFacts): Plan {
  const askedMs = Math.min(retryAfterMs ?? 0, maxPauseMs);
  return askedMs > plan.delayMs
    ? { delayMs: askedMs, why: `the server asks for a pause of ${inWords(askedMs)}` }
    : plan;
}

/** E.g. `3.2 items an hour`, `one item in 2 days`. */
function ratePhrase(perHour: number): string {
  if (perHour >= 1) return `${perHour.toPrecision(2)} items an hour`;
  return perHour > 0 ? `one item in ${inWords(hourMs / perHour)}` : "no items";
}

/** E.g. `45 s`, `12 min`, `6 h`, `3 days`. */
function inWords(durationMs: number): string {
  if (durationMs < 2 * minuteMs) return `${Math.round(durationMs / 1000)} s`;
  if (durationMs < 2 * hourMs) return `${Math.round(durationMs / minuteMs)} min`;
  if (durationMs < 2 * dayMs) return `${Math.round(durationMs / hourMs)} h`;
  return `${Math.round(durationMs / dayMs)} days`;
}
