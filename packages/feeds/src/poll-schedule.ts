import { parseDate } from "./dates.ts";
import type { Feed } from "./feed.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** A publisher's wish for longer than this would make news old. */
const maxHintMs = hourMs;
/** Longest pause after failures, and longest Retry-After that is honoured: sources come back, so we never stop. */
const maxPauseMs = dayMs;
/** Spread of the interval to each side, so that sources added together drift apart. */
const jitter = 0.1;

/**
 * How often the publisher wants to be asked at most: the longest of `Cache-Control: max-age`, RSS `ttl` and
 * `sy:updatePeriod`, up to an hour.
 *
 * @param headers of the response, names in lower case
 * @param feed what was parsed from it; null after 304 or a failure
 * @returns milliseconds, or null when the publisher is silent
 */
export function feedHints(
  headers: Readonly<Record<string, string>>,
  feed: Pick<Feed, "ttlMs"> | null,
): { readonly minMs: number | null } {
  const maxAge = /(?:^|[\s,])max-age\s*=\s*"?(\d{1,9})/i.exec(headers["cache-control"] ?? "")?.[1];
  const wishMs = Math.max(Number(maxAge ?? 0) * 1000, feed?.ttlMs ?? 0);
  return { minMs: wishMs > 0 ? Math.min(wishMs, maxHintMs) : null };
}

/** What the time of the next poll depends on. */
export interface PollFacts {
  /** The interval the operator wants. */
  readonly targetMs: number;
  readonly minMs: number;
  readonly maxMs: number;
  /** From {@link feedHints}. */
  readonly hintMs: number | null;
  /** Failed polls in a row, this one included. */
  readonly failures: number;
  /** From {@link retryAfterMs}. */
  readonly retryAfterMs: number | null;
  /** 0 to 1, as `Math.random`. */
  readonly random: () => number;
}

/**
 * Time until a source is polled again: the target, not sooner than the publisher's hint, give or take a tenth; twice
 * as long after each failure in a row, up to a day.
 *
 * @returns milliseconds; within [minMs, maxMs] unless failures or the server's Retry-After ask for more
 * @throws {RangeError} if minMs > maxMs
 */
export function nextPollDelayMs(facts: PollFacts): number {
  const { targetMs, minMs, maxMs, hintMs, failures, random } = facts;
  if (minMs > maxMs)
    throw new RangeError(`the shortest interval (${minMs} ms) is longer than the longest (${maxMs} ms)`);
  const wantedMs = Math.max(targetMs, hintMs ?? 0) * (1 - jitter + 2 * jitter * random());
  const usualMs = Math.min(Math.max(wantedMs, minMs), maxMs);
  const pauseMs = failures > 0 ? Math.max(usualMs, Math.min(usualMs * 2 ** failures, maxPauseMs)) : usualMs;
  const askedMs = Math.min(facts.retryAfterMs ?? 0, maxPauseMs);
  return Math.round(Math.max(pauseMs, askedMs));
}

/**
 * The pause a server asks for, in milliseconds from now; never negative, at most a day.
 *
 * @param header value of `Retry-After`: seconds or a date (RFC 9110 section 10.2.3)
 * @returns null without the header or when it is neither
 */
export function retryAfterMs(header: string | null | undefined, now: Date): number | null {
  const value = header?.trim() ?? "";
  const at = parseDate(value);
  const askedMs = /^\d{1,9}$/.test(value) ? Number(value) * 1000 : at === null ? null : Date.parse(at) - now.getTime();
  return askedMs === null ? null : Math.min(Math.max(0, askedMs), maxPauseMs);
}
