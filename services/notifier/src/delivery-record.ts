import type { Config } from "@wirewatch/config";
import type { Bell, StageResult } from "@wirewatch/pipeline";
import { sql, storable, storableOrNull } from "@wirewatch/store";
import type { Database, Delivery, Transaction } from "@wirewatch/store";
import { disableChannel, noteHealth } from "./channel-health.ts";
import type { DeliveryDecision, DeliveryFacts } from "./deliver.ts";
import { passOn } from "./pass-on.ts";

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

async function noteAttempt(
  tx: Transaction<Database>,
  decision: Exclude<DeliveryDecision, { kind: "away" }>,
  row: Delivery,
  { result }: DeliveryFacts,
  reason: string | null,
): Promise<void> {
  const latencyMs = "latencyMs" in result ? Math.round(result.latencyMs) : null;
  const excerpt = "excerpt" in result ? storable(result.excerpt) : null;
  const remoteId = result.kind === "sent" ? storableOrNull(result.remoteId) : row.remote_id;
  const status = decision.kind === "unknown" ? null : decision.status;
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
}
