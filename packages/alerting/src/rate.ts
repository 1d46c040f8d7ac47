/** So many messages in any stretch of time of that length; `ReceiverConfig` of `@wirewatch/config` has it. */
export interface RateLimit {
  /** At least 1. */
  readonly max: number;
  readonly perMs: number;
}

/** `full`: the next message may leave at `freeAt`. */
export type RateVerdict = { readonly kind: "free" } | { readonly kind: "full"; readonly freeAt: Date };

/**
 * Whether one more message may leave now, so that no window of `perMs` holds more than `max`.
 *
 * @param sentAt when earlier ones left, in any order; what is older than the window does no harm, and one that seems to
 *   come from the future counts
 */
export function rateVerdict(limit: RateLimit | null, sentAt: readonly Date[], now: Date): RateVerdict {
  if (limit === null) return { kind: "free" };
  const freeAtMs = sentAt
    .map((sent) => sent.getTime() + limit.perMs)
    .filter((endsMs) => endsMs > now.getTime())
    .toSorted((a, b) => b - a)[limit.max - 1];
  return freeAtMs === undefined ? { kind: "free" } : { kind: "full", freeAt: new Date(freeAtMs) };
}
