import { retryDelayMs } from "@wirewatch/alerting";
import type { ChannelConfig, Config } from "@wirewatch/config";
import { defineStage } from "@wirewatch/pipeline";
import type { DefinedStage, StageResult } from "@wirewatch/pipeline";
import { sql, storable, storableOrNull } from "@wirewatch/store";
import type { Database, Delivery, Transaction } from "@wirewatch/store";
import type { Channel, SendResult } from "./channels/channel.ts";
import { createChannel } from "./channels/index.ts";
import type { NotifierDeps } from "./deps.ts";

interface Facts {
  readonly delivery: Delivery;
  /** What the channel said; or why nothing was sent. */
  readonly result: SendResult | { readonly kind: "unknown" } | { readonly kind: "skipped"; readonly reason: string };
  readonly channelClass: Channel["channelClass"] | null;
  readonly ageMs: number;
  readonly random: number;
}

/** What becomes of a delivery after an attempt. Exported for its tests. */
export type DeliveryDecision =
  | { readonly kind: "sent"; readonly status: number | null; readonly reason: null }
  | { readonly kind: "later"; readonly delayMs: number; readonly status: number | null; readonly reason: string }
  | { readonly kind: "dead"; readonly status: number | null; readonly reason: string; readonly disable: boolean }
  | { readonly kind: "unknown"; readonly reason: string };

/**
 * The stage that hands one message to one channel. The id of the delivery goes with every attempt. A channel with
 * `repeat: at-most-once` is marked before the attempt: after a crash the delivery is `unknown` and never resent by itself.
 */
export function deliverStage(deps: NotifierDeps): DefinedStage {
  const channels = createChannelCache(deps);
  return defineStage("deliver", {
    gather: (row, signal) => attempt(row, signal, deps, channels),
    decide: decideDelivery,
    commit: (tx, decision, row, facts) => record(tx, decision, row, facts),
    async abandon(tx, row, reason) {
      await tx.updateTable("delivery").set({ state: "failed", reason }).where("id", "=", row.id).execute();
      return { kind: "close", reason };
    },
  });
}

async function attempt(row: Delivery, signal: AbortSignal, deps: NotifierDeps, channels: ChannelCache): Promise<Facts> {
  const { config, version } = await deps.config.current((known) => findChannel(known, row) !== undefined);
  const common = { delivery: row, ageMs: deps.now().getTime() - row.created_at.getTime(), random: deps.random() };
  const wanted = findChannel(config, row);
  if (wanted === undefined) {
    return {
      ...common,
      result: {
        kind: "skipped",
        reason: `${row.receiver} has no channel ${row.channel} in the configuration any more`,
      },
      channelClass: null,
    };
  }
  const state = await deps.db
    .selectFrom("channel_state")
    .select(["disabled_at", "reason"])
    .where("receiver", "=", row.receiver)
    .where("channel", "=", row.channel)
    .executeTakeFirst();
  if (state !== undefined && state.disabled_at !== null) {
    return {
      ...common,
      result: { kind: "skipped", reason: `the channel is disabled: ${state.reason ?? "no reason stored"}` },
      channelClass: null,
    };
  }
  if (row.state === "sending") return { ...common, result: { kind: "unknown" }, channelClass: null };
  const { numUpdatedRows } = await deps.db
    .updateTable("delivery")
    .set({ sends: row.sends + 1, ...(row.repeat === "at-most-once" ? { state: "sending" as const } : {}) })
    .where("id", "=", row.id)
    .where("claim", "=", row.claim)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw new Error("the delivery was taken over before it was sent");
  const channel = channels.get(version, config, row.channel, row.receiver, wanted);
  const result = await channel.send(row.message, signal, await firstRemoteId(deps.db, row));
  return { ...common, result, channelClass: channel.channelClass };
}

function findChannel(config: Config, { receiver, channel }: Delivery): ChannelConfig | undefined {
  const channels = config.alerts.receivers.find(({ name }) => name === receiver)?.channels;
  return channels?.find(({ kind }, index) => `${kind}-${index}` === channel);
}

/** What the channel called the first message of the same group, for threads. */
async function firstRemoteId(db: NotifierDeps["db"], row: Delivery): Promise<string | null> {
  if (row.revision === 1 || row.group_id === null) return null;
  const first = await db
    .selectFrom("delivery")
    .select("remote_id")
    .where("group_id", "=", row.group_id)
    .where("receiver", "=", row.receiver)
    .where("channel", "=", row.channel)
    .where("remote_id", "is not", null)
    .orderBy("revision")
    .limit(1)
    .executeTakeFirst();
  return first?.remote_id ?? null;
}

/** Reads an attempt's result by the ladder of its class of channel; pure. */
export function decideDelivery({ result, delivery, channelClass, ageMs, random }: Facts): DeliveryDecision {
  switch (result.kind) {
    case "sent":
      return { kind: "sent", status: result.status, reason: null };
    case "unknown":
      return {
        kind: "unknown",
        reason: "the process ended while the message was on its way; it may or may not have arrived",
      };
    case "skipped":
      return { kind: "dead", status: null, reason: result.reason, disable: false };
    case "permanent":
    case "disable":
      return { kind: "dead", status: result.status, reason: result.reason, disable: result.kind === "disable" };
    case "retry": {
      // Without an answer nobody knows whether it arrived.
      if (delivery.repeat === "at-most-once" && result.status === null) {
        return { kind: "unknown", reason: `no answer, so it may or may not have arrived: ${result.reason}` };
      }
      const delayMs = retryDelayMs(channelClass ?? "webhook", delivery.sends + 1, {
        ageMs,
        retryAfterMs: result.retryAfterMs ?? null,
        random: () => random,
      });
      const status = result.status ?? null;
      return delayMs === null
        ? {
            kind: "dead",
            status,
            reason: `given up after ${delivery.sends + 1} attempts: ${result.reason}`,
            disable: false,
          }
        : { kind: "later", delayMs, status, reason: result.reason };
    }
  }
}

async function record(
  tx: Transaction<Database>,
  decision: DeliveryDecision,
  row: Delivery,
  facts: Facts,
): Promise<StageResult> {
  const { result } = facts;
  const latencyMs = "latencyMs" in result ? Math.round(result.latencyMs) : null;
  const excerpt = "excerpt" in result ? storable(result.excerpt) : null;
  const remoteId = result.kind === "sent" ? storableOrNull(result.remoteId) : row.remote_id;
  const status = decision.kind === "unknown" ? null : decision.status;
  const reason = storableOrNull(decision.reason?.slice(0, 1000));
  await tx
    .insertInto("delivery_attempt")
    .values({
      delivery_id: row.id,
      attempt: sql<number>`(select count(*) + 1 from delivery_attempt where delivery_id = ${row.id})`,
      result: decision.kind,
      status,
      latency_ms: latencyMs,
      reason,
      excerpt,
    })
    .execute();
  const states = { sent: "sent", later: "pending", dead: "failed", unknown: "unknown" } as const;
  await tx
    .updateTable("delivery")
    .set({
      state: states[decision.kind],
      status,
      reason,
      remote_id: remoteId,
      ...(decision.kind === "sent" ? { sent_at: sql<Date>`now()` } : {}),
    })
    .where("id", "=", row.id)
    .execute();
  if (decision.kind === "dead" && decision.disable) await disable(tx, row, decision.reason);
  return decision.kind === "later" ? { kind: "again", dueInMs: decision.delayMs, reason } : { kind: "close", reason };
}

async function disable(tx: Transaction<Database>, row: Delivery, reason: string): Promise<void> {
  const off = { disabled_at: sql<Date>`now()`, reason };
  await tx
    .insertInto("channel_state")
    .values({ receiver: row.receiver, channel: row.channel, ...off })
    .onConflict((conflict) => conflict.columns(["receiver", "channel"]).doUpdateSet(off))
    .execute();
}

interface ChannelCache {
  get(version: string, config: Config, name: string, receiver: string, channel: ChannelConfig): Channel;
}

/** Channels are built once per configuration; secrets are resolved then. */
function createChannelCache(deps: NotifierDeps): ChannelCache {
  let known = "";
  const built = new Map<string, Channel>();
  return {
    get(version, config, name, receiver, channel) {
      if (version !== known) {
        built.clear();
        known = version;
      }
      const key = `${receiver}/${name}`;
      const ready = built.get(key);
      if (ready !== undefined) return ready;
      const made = createChannel(channel, {
        http: deps.http,
        smtp: config.alerts.smtp,
        resolveSecret: deps.resolveSecrets,
        allowPrivate: config.network.allowPrivate,
        now: deps.now,
        terminal: deps.terminal,
      });
      built.set(key, made);
      return made;
    },
  };
}
