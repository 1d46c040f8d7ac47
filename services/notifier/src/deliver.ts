import { retryDelayMs } from "@wirewatch/alerting";
import type { AttemptEnd } from "@wirewatch/alerting";
import type { Config } from "@wirewatch/config";
import { defineStage } from "@wirewatch/pipeline";
import type { DefinedStage } from "@wirewatch/pipeline";
import type { Delivery } from "@wirewatch/store";
import { openAttemptBook } from "./attempt-book.ts";
import type { AttemptBook } from "./attempt-book.ts";
import { createBulkhead } from "./bulkhead.ts";
import type { Bulkhead } from "./bulkhead.ts";
import { createChannelCache, findChannel } from "./channel-cache.ts";
import type { ChannelCache } from "./channel-cache.ts";
import type { Channel, SendResult } from "./channels/channel.ts";
import { abandonDelivery, recordDelivery, settleDelivery } from "./delivery-record.ts";
import type { NotifierDeps } from "./deps.ts";

/** What is known after an attempt. */
export interface DeliveryFacts {
  readonly delivery: Delivery;
  /** What the channel said; or why nothing was sent. */
  readonly result:
    | SendResult
    | { readonly kind: "unknown" }
    | { readonly kind: "skipped"; readonly reason: string }
    /** The channel has as many attempts under way as it may have. */
    | { readonly kind: "busy"; readonly delayMs: number };
  readonly channelClass: Channel["channelClass"] | null;
  readonly ageMs: number;
  /** For how long the channel has only failed; null when it works, or did not fail yet. */
  readonly failingMs: number | null;
  readonly random: number;
  readonly config: Config;
}

/** What becomes of a delivery after an attempt. Exported for its tests. */
export type DeliveryDecision =
  | { readonly kind: "sent"; readonly status: number | null; readonly reason: null }
  | { readonly kind: "later"; readonly delayMs: number; readonly status: number | null; readonly reason: string }
  | {
      readonly kind: "dead";
      readonly status: number | null;
      readonly reason: string;
      /** The channel takes no further message. */
      readonly disable: boolean;
      /** It was tried for as long as its kind of channel allows. */
      readonly isExpired: boolean;
    }
  | { readonly kind: "unknown"; readonly reason: string }
  /** It was not tried, and comes again. */
  | { readonly kind: "away"; readonly delayMs: number };

/** A webhook that has only failed for so long is disabled (design: five days, as Svix does). */
const disableAfterMs = 5 * 86_400_000;

/**
 * The stage that hands one message to one channel. The id of the delivery goes with every attempt. A channel with
 * `repeat: at-most-once` is marked before the attempt: after a crash the delivery is `unknown` and never resent by itself.
 * What its channel cannot take now goes back before anything is written about it; see `createBulkhead`.
 */
export function deliverStage(deps: NotifierDeps): DefinedStage {
  const channels = createChannelCache(deps);
  const bulkhead = createBulkhead({ nowMs: deps.monotonicMs ?? (() => performance.now()), random: deps.random });
  const book = openAttemptBook(deps.db);
  return defineStage<"deliver", DeliveryFacts, DeliveryDecision>("deliver", {
    gather: (row, signal) => attempt(row, signal, deps, { channels, bulkhead, book }),
    decide: decideDelivery,
    settle: settleDelivery,
    commit: recordDelivery,
    async abandon(tx, row, reason) {
      const { config } = await deps.config.current();
      return abandonDelivery(tx, row, reason, config);
    },
  });
}

/** What a process keeps from one attempt to the next. */
interface AttemptTools {
  readonly channels: ChannelCache;
  readonly bulkhead: Bulkhead;
  readonly book: AttemptBook;
}

async function attempt(
  row: Delivery,
  signal: AbortSignal,
  deps: NotifierDeps,
  { channels, bulkhead, book }: AttemptTools,
): Promise<DeliveryFacts> {
  const { config, version } = await deps.config.current(
    (known) => findChannel(known, row.receiver, row.channel) !== undefined,
  );
  const ageMs = deps.now().getTime() - row.created_at.getTime();
  const common = { delivery: row, ageMs, failingMs: null, random: deps.random(), channelClass: null, config };
  const wanted = findChannel(config, row.receiver, row.channel);
  if (wanted === undefined) {
    const reason = `${row.receiver} has no channel ${row.channel} in the configuration any more`;
    return { ...common, result: { kind: "skipped", reason } };
  }
  const state = await book.channelState(row);
  if (state !== undefined && state.disabled_at !== null) {
    const reason = `the channel is disabled: ${state.reason ?? "no reason stored"}`;
    return { ...common, result: { kind: "skipped", reason } };
  }
  if (row.state === "sending") return { ...common, result: { kind: "unknown" } };
  const failingSince = state?.failing_since ?? null;
  const entry = await bulkhead.enter(`${row.receiver}/${row.channel}`, failingSince !== null);
  if (entry.kind === "away") return { ...common, result: { kind: "busy", delayMs: entry.delayMs } };
  let result: SendResult | null = null;
  try {
    await book.noteStart(row);
    const channel = channels.get(version, config, row.channel, row.receiver, wanted);
    result = await channel.send(row.message, signal, await firstRemoteId(deps.db, row));
    const failingMs = failingSince === null ? null : Math.max(0, deps.now().getTime() - failingSince.getTime());
    return { ...common, result, channelClass: channel.channelClass, failingMs };
  } finally {
    entry.leave(endOf(result));
  }
}

/** @param result null: there was none, for a reason that is not the channel's */
function endOf(result: SendResult | null): AttemptEnd {
  if (result?.kind === "retry") return { kind: "failed", pauseMs: result.retryAfterMs };
  return { kind: result?.kind === "sent" ? "taken" : "refused" };
}

/** What the channel called the first message of the same group, for threads. */
async function firstRemoteId(db: NotifierDeps["db"], row: Delivery): Promise<string | null> {
  if (row.event === "alert.opened" || row.group_id === null) return null;
  const first = await db
    .selectFrom("delivery")
    .select("remote_id")
    .where("group_id", "=", row.group_id)
    .where("receiver", "=", row.receiver)
    .where("channel", "=", row.channel)
    .where("remote_id", "is not", null)
    .orderBy("revision")
    .orderBy("created_at")
    .limit(1)
    .executeTakeFirst();
  return first?.remote_id ?? null;
}

/** Reads an attempt's result by the ladder of its class of channel; pure. */
export function decideDelivery(facts: Omit<DeliveryFacts, "config">): DeliveryDecision {
  const { result } = facts;
  switch (result.kind) {
    case "sent":
      return { kind: "sent", status: result.status, reason: null };
    case "busy":
      return { kind: "away", delayMs: result.delayMs };
    case "unknown":
      return {
        kind: "unknown",
        reason: "the process ended while the message was on its way; it may or may not have arrived",
      };
    case "skipped":
      return { kind: "dead", status: null, reason: result.reason, disable: false, isExpired: false };
    case "permanent":
    case "disable": {
      const { status, reason } = result;
      return { kind: "dead", status, reason, disable: result.kind === "disable", isExpired: false };
    }
    case "retry":
      return decideRetry(result, facts);
  }
}

function decideRetry(
  result: Extract<SendResult, { kind: "retry" }>,
  { delivery, channelClass, ageMs, failingMs, random }: Omit<DeliveryFacts, "config">,
): DeliveryDecision {
  const { reason } = result;
  // Without an answer nobody knows whether it arrived.
  if (delivery.repeat === "at-most-once" && result.status === null) {
    return { kind: "unknown", reason: `no answer, so it may or may not have arrived: ${reason}` };
  }
  const status = result.status ?? null;
  // Somebody waits for the answer to a test; an hour later it would puzzle whoever gets it.
  if (delivery.event === "system.test") return { kind: "dead", status, reason, disable: false, isExpired: false };
  if (channelClass === "webhook" && failingMs !== null && failingMs >= disableAfterMs) {
    const days = Math.floor(failingMs / 86_400_000);
    const why = `nothing but failures for ${days} days, the last one: ${reason}`;
    return { kind: "dead", status, reason: why, disable: true, isExpired: false };
  }
  const delayMs = retryDelayMs(channelClass ?? "webhook", delivery.sends + 1, {
    ageMs,
    retryAfterMs: result.retryAfterMs ?? null,
    random: () => random,
  });
  if (delayMs !== null) return { kind: "later", delayMs, status, reason };
  const given = `given up after ${delivery.sends + 1} attempts: ${reason}`;
  return { kind: "dead", status, reason: given, disable: false, isExpired: true };
}
