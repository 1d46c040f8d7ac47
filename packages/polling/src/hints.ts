import { parseHttpDate } from "./http-date.ts";
import { dayMs, hourMs } from "./stretches.ts";

/** A publisher's wish for longer than this would make news old. */
const maxHintMs = hourMs;
/** Longest Retry-After that is honoured. */
const maxRetryAfterMs = dayMs;

/**
 * How often the publisher wants to be asked at most: the longest of `Cache-Control: max-age`, RSS `ttl` and
 * `sy:updatePeriod`, up to an hour. `Age` is left out: it says how old a cache's copy is, not how often to ask.
 *
 * @param headers of the response, names in lower case
 * @param feed what was parsed from it; null after 304, and for what is no feed
 * @returns milliseconds, or null when the publisher is silent
 */
export function feedHints(
  headers: Readonly<Record<string, string>>,
  feed: { readonly ttlMs: number | null } | null,
): { readonly minMs: number | null } {
  const maxAge = /(?:^|[\s,])max-age\s*=\s*"?(\d{1,9})/i.exec(headers["cache-control"] ?? "")?.[1];
  const wishMs = Math.max(Number(maxAge ?? 0) * 1000, feed?.ttlMs ?? 0);
  return { minMs: wishMs > 0 ? Math.min(wishMs, maxHintMs) : null };
}

/**
 * The pause a server asks for, in milliseconds from now; never negative, at most a day.
 *
 * @param header value of `Retry-After`: seconds or a date (RFC 9110 section 10.2.3)
 * @returns null without the header or when it is neither
 */
export function retryAfterMs(header: string | null | undefined, now: Date): number | null {
  const value = header?.trim() ?? "";
  if (/^\d{1,15}$/.test(value)) return Math.min(Number(value) * 1000, maxRetryAfterMs);
  const at = parseHttpDate(value, now);
  return at === null ? null : Math.min(Math.max(0, at.getTime() - now.getTime()), maxRetryAfterMs);
}
