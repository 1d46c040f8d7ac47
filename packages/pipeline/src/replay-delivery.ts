import { sql } from "@wirewatch/store";
import type { Database, DeliveryState, Kysely } from "@wirewatch/store";
import { restartRow } from "./work.ts";

/** What became of one delivery that was to be replayed. */
export type DeliveryReplay = { readonly id: string } & (
  | {
      readonly kind: "replayed";
      readonly from: DeliveryState;
      readonly receiver: string;
      readonly channel: string;
      /** True when its channel was disabled and is not any more. */
      readonly isEnabled: boolean;
    }
  | { readonly kind: "missing" }
  | { readonly kind: "open" }
  | { readonly kind: "sent" }
  | {
      readonly kind: "channelDisabled";
      readonly receiver: string;
      readonly channel: string;
      readonly reason: string | null;
    }
);

export interface ReplayRules {
  /** Sends again what was sent already. */
  readonly force: boolean;
  /** Enables a disabled channel; without it its deliveries are refused. */
  readonly enable: boolean;
}

/**
 * Puts a delivery that ended back to be sent. Its id, which receivers know repeats by, and the log of its attempts
 * stay; its retry ladder begins anew. One that waits for its next attempt has it now, and its ladder goes on.
 *
 * @param tx a transaction that is open
 */
export async function replayDeliveryIn(tx: Kysely<Database>, id: string, rules: ReplayRules): Promise<DeliveryReplay> {
  const row = await tx
    .selectFrom("delivery")
    .select(["state", "stage", "receiver", "channel", sql<boolean>`claim is null and due_at > now()`.as("isWaiting")])
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined) return { id, kind: "missing" };
  const isOpen = row.stage === "deliver";
  if (isOpen && !row.isWaiting) return { id, kind: "open" };
  if (row.state === "sent" && !rules.force) return { id, kind: "sent" };
  const { receiver, channel } = row;
  const disabled = await disabledReason(tx, receiver, channel);
  if (disabled !== null && !rules.enable)
    return { id, kind: "channelDisabled", receiver, channel, reason: disabled.reason };
  if (disabled !== null) await enableChannel(tx, receiver, channel);
  if (isOpen)
    await tx
      .updateTable("delivery")
      .set({ due_at: sql`now()` })
      .where("id", "=", id)
      .execute();
  else {
    await restartRow(tx, "deliver", { deliveryId: id });
    await tx.updateTable("delivery").set({ state: "pending", sends: 0 }).where("id", "=", id).execute();
  }
  return { id, kind: "replayed", from: row.state, receiver, channel, isEnabled: disabled !== null };
}

/** Lets a channel take messages again. @returns false when it was not disabled */
export async function enableChannel(db: Kysely<Database>, receiver: string, channel: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable("channel_state")
    .set({ disabled_at: null, reason: null, failing_since: null })
    .where("receiver", "=", receiver)
    .where("channel", "=", channel)
    .where("disabled_at", "is not", null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

async function disabledReason(
  tx: Kysely<Database>,
  receiver: string,
  channel: string,
): Promise<{ readonly reason: string | null } | null> {
  const state = await tx
    .selectFrom("channel_state")
    .select("reason")
    .where("receiver", "=", receiver)
    .where("channel", "=", channel)
    .where("disabled_at", "is not", null)
    .executeTakeFirst();
  return state ?? null;
}
