import type { TimeInterval } from "../interval.ts";
import type { Labels } from "../matcher.ts";
import { quietVerdict } from "../quiet.ts";
import type { QuietHours, QuietVerdict } from "../quiet.ts";
import { rateVerdict } from "../rate.ts";
import type { RateLimit } from "../rate.ts";
import { nextTime } from "../schedule.ts";
import type { Schedule } from "../schedule.ts";

export type NamedInterval = TimeInterval & { readonly name: string };

/**
 * How a message that is due leaves.
 *
 * - `open`: now
 * - `hold`: with the receiver's held batch, not before `until` and then at once
 * - `digest`: with the receiver's digest at `dueAt`: its next `scheduled` one, or, when it has none, one of what
 *   went beyond its limit (`overflow`)
 * - `drop`: not at all; its matches end as suppressed by quiet hours
 */
export type WayOut =
  | { readonly kind: "open" }
  | { readonly kind: "hold"; readonly during: string; readonly until: Date }
  | { readonly kind: "drop"; readonly during: string; readonly until: Date }
  | { readonly kind: "digest"; readonly why: "scheduled" | "overflow"; readonly dueAt: Date; readonly detail: string };

/** What a message meets on its way to a receiver. */
export interface WayOutFacts {
  readonly route: { readonly quietHours: QuietHours | null };
  readonly receiver: {
    readonly rateLimit: RateLimit | null;
    /** Null: no digests. */
    readonly digest: Schedule | null;
    /** When messages to it left in the time of its limit: single alerts and digests of what went beyond it. */
    readonly sentAt: readonly Date[];
    /** When the next digest of what went beyond its limit is due; null when there is none. */
    readonly overflowAt: Date | null;
  };
  readonly intervals: readonly NamedInterval[];
}

/**
 * Quiet hours come first; they hold a message only if each of its matches would be held. A receiver with digests gets low
 * and normal ones in its next digest, and at quiet hours that do not drop all of them: its digest comes at an hour that
 * somebody chose. What goes beyond a receiver's limit waits for its digest or, without one, until the limit is free and no
 * quiet hours are on; what is critical goes beyond it.
 *
 * @param told labels of each match of the message, with the severity it has now
 */
export function wayOut(facts: WayOutFacts, told: readonly Labels[], now: Date): WayOut {
  const { receiver } = facts;
  const quiet = quietFor(facts, told, now);
  if (quiet.kind === "drop") return { kind: "drop", during: quiet.during, until: quiet.until };
  const digestAt = receiver.digest === null ? null : nextTime(receiver.digest, now);
  if (digestAt !== null && !told.some(({ severity }) => severity === "high" || severity === "critical")) {
    return { kind: "digest", why: "scheduled", dueAt: digestAt, detail: "the receiver gets digests" };
  }
  if (digestAt !== null && quiet.kind === "digest") {
    return { kind: "digest", why: "scheduled", dueAt: digestAt, detail: `quiet hours ${quiet.during}` };
  }
  if (quiet.kind !== "open") return { kind: "hold", during: quiet.during, until: quiet.until };
  // The limit keeps people from being flooded, not from being warned: what is critical counts, but does not wait.
  if (told.some(({ severity }) => severity === "critical")) return { kind: "open" };
  const { rateLimit, sentAt } = receiver;
  const pending = pendingOverflow(receiver, now);
  if (rateVerdict(rateLimit, [...sentAt, ...pending], now).kind === "free") return { kind: "open" };
  const detail = "the receiver had its share of messages";
  if (digestAt !== null) return { kind: "digest", why: "scheduled", dueAt: digestAt, detail };
  const rate = rateVerdict(rateLimit, sentAt, now);
  const freeAt = pending[0] ?? (rate.kind === "full" ? rate.freeAt : now);
  return { kind: "digest", why: "overflow", dueAt: afterQuietHours(facts, told, freeAt), detail };
}

/** A digest of what went beyond the limit has its place kept: nothing that is newer takes it away. */
function pendingOverflow({ rateLimit, overflowAt }: WayOutFacts["receiver"], now: Date): readonly Date[] {
  if (rateLimit === null || overflowAt === null) return [];
  // One that waits for the morning takes no place before.
  if (overflowAt.getTime() - now.getTime() > rateLimit.perMs) return [];
  return [overflowAt > now ? overflowAt : now];
}

/** The quiet hours that all matches of a message have in common: open as soon as one of them may be sent. */
function quietFor({ route, intervals }: WayOutFacts, told: readonly Labels[], at: Date): QuietVerdict {
  let verdict: QuietVerdict = { kind: "open" };
  for (const labels of told) {
    verdict = quietVerdict(route.quietHours, intervals, labels, at);
    if (verdict.kind === "open") break;
  }
  return verdict;
}

function afterQuietHours(facts: WayOutFacts, told: readonly Labels[], at: Date): Date {
  const quiet = quietFor(facts, told, at);
  return quiet.kind === "open" ? at : quiet.until;
}
