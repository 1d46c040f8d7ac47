import type { Config } from "@wirewatch/config";
import type { Bell, Settlement, StageResult } from "@wirewatch/pipeline";
import { sql, storable, storableOrNull } from "@wirewatch/store";
import type { Database, Delivery, Transaction } from "@wirewatch/store";
import { disableChannel, noteHealth } from "./channel-health.ts";
import type { DeliveryDecision, DeliveryFacts } from "./deliver.ts";
import { passOn } from "./pass-on.ts";

/**
 * How a run ends that changes nothing but its own row: it was not tried, or the receiver has it and its channel is as it was. Null: more
 * has to be written.
 */
export function settleDelivery(
  decision: DeliveryDecision,
  row: Delivery,
  facts: Pick<DeliveryFacts, "result" | "failingMs">,
): Settlement<Delivery> | null {
  // Should it be forgotten, the row comes again sooner.
  if (decision.kind === "away") return { dueInMs: decision.delayMs, set: {}, relaxed: true, isUntouched: true };
  if (decision.kind !== "sent" || facts.failingMs !== null) return null;
  const { status, reason } = decision;
  return {
    dueInMs: null,
    set: { state: "sent", status, reason, remote_id: remoteIdOf(row, facts) },
    stamp: "sent_at",
    line: attemptLine(decision, facts, reason),
  };
}

/** Writes what an attempt gave, and hands on what could not be delivered. */
export async function recordDelivery(
  tx: Transaction<Database>,
  decision: DeliveryDecision,
  row: Delivery,
  facts: DeliveryFacts,
): Promise<StageResult> {
  if (decision.kind === "away") return { kind: "again", dueInMs: decision.delayMs };
  const reason = storableOrNull(decision.reason?.slice(0, 1000));
  await noteAttempt(tx, decision, row, facts, reason);
  await noteHealth(tx, row, facts);
  if (decision.kind === "later") return { kind: "again", dueInMs: decision.delayMs, reason };
  if (decision.kind !== "dead") return { kind: "close", reason };
  const ring: Bell[] = [];
  if (decision.disable) ring.push(...(await disableChannel(tx, row, decision.reason, facts.config)));
  ring.push(...(await passOn(tx, row, { ...decision, channelClass: facts.channelClass, config: facts.config })));
  return { kind: "close", reason, ring };
}

/** The end of a delivery that stopped its process again and again. */
export async function abandonDelivery(
  tx: Transaction<Database>,
  row: Delivery,
  reason: string,
  config: Config,
): Promise<StageResult> {
  await tx
    .updateTable("delivery")
    .set({ state: "failed", reason: storable(reason) })
    .where("id", "=", row.id)
    .execute();
  const ring = await passOn(tx, row, { reason, isExpired: false, channelClass: null, config });
  return { kind: "close", reason, ring };
}

/** The line about an attempt in the log of attempts. */
function attemptLine(
  decision: Exclude<DeliveryDecision, { kind: "away" }>,
  { result }: Pick<DeliveryFacts, "result">,
  reason: string | null,
) {
  return {
    result: decision.kind,
    status: decision.kind === "unknown" ? null : decision.status,
    latency_ms: "latencyMs" in result ? Math.round(result.latencyMs) : null,
    reason,
    excerpt: "excerpt" in result ? storable(result.excerpt) : null,
  };
}

function remoteIdOf(row: Delivery, { result }: Pick<DeliveryFacts, "result">): string | null {
  return result.kind === "sent" ? storableOrNull(result.remoteId) : row.remote_id;
}

async function noteAttempt(
  tx: Transaction<Database>,
  decision: Exclude<DeliveryDecision, { kind: "away" }>,
  row: Delivery,
  facts: DeliveryFacts,
  reason: string | null,
): Promise<void> {
  const line = attemptLine(decision, facts, reason);
  const attempt = sql<number>`(select count(*) + 1 from delivery_attempt where delivery_id = ${row.id})`;
  await tx
    .insertInto("delivery_attempt")
    .values({ delivery_id: row.id, attempt, ...line })
    .execute();
  const states = { sent: "sent", later: "pending", dead: "failed", unknown: "unknown" } as const;
  await tx
    .updateTable("delivery")
    .set({
      state: states[decision.kind],
      status: line.status,
      reason,
      remote_id: remoteIdOf(row, facts),
      ...(decision.kind === "sent" ? { sent_at: sql<Date>`now()` } : {}),
    })
    .where("id", "=", row.id)
    .execute();
}
