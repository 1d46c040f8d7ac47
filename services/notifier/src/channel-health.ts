import { deliveryId } from "@wirewatch/alerting";
import type { Config } from "@wirewatch/config";
import type { SystemMessage } from "@wirewatch/model";
import type { Bell } from "@wirewatch/pipeline";
import { sql, storable } from "@wirewatch/store";
import type { Database, Delivery, Transaction } from "@wirewatch/store";
import { audienceOf, writeDelivery } from "./audience.ts";
import type { DeliveryFacts } from "./deliver.ts";

/**
 * Notes since when a channel has only failed. A row is written when that begins and when it ends, so that messages to one channel do not
 * wait for each other. A test that fails begins nothing; one that arrives ends it.
 */
export async function noteHealth(
  tx: Transaction<Database>,
  { receiver, channel, event }: Delivery,
  { result, failingMs }: Pick<DeliveryFacts, "result" | "failingMs">,
): Promise<void> {
  if (result.kind === "skipped" || result.kind === "unknown" || result.kind === "busy") return;
  if (result.kind === "sent") {
    if (failingMs === null) return;
    await tx
      .updateTable("channel_state")
      .set({ failing_since: null })
      .where("receiver", "=", receiver)
      .where("channel", "=", channel)
      .execute();
    return;
  }
  // A test is not repeated, so one bad moment would count as failing until the next message goes there.
  if (failingMs !== null || event === "system.test") return;
  const since = sql<Date>`now()`;
  await tx
    .insertInto("channel_state")
    .values({ receiver, channel, failing_since: since })
    .onConflict((conflict) =>
      conflict
        .columns(["receiver", "channel"])
        .doUpdateSet({ failing_since: since })
        .where("channel_state.failing_since", "is", null),
    )
    .execute();
}

/**
 * Takes a channel out of use, and tells its receiver's fallback, or else the receiver of all routes.
 *
 * @returns bells for the messages; none when somebody else did it first
 */
export async function disableChannel(
  tx: Transaction<Database>,
  row: Delivery,
  reason: string,
  config: Config,
): Promise<Bell[]> {
  const { receiver, channel } = row;
  // Once enabled again it has all its time before it.
  const off = { disabled_at: sql<Date>`now()`, reason: storable(reason.slice(0, 1000)), failing_since: null };
  const disabled = await tx
    .insertInto("channel_state")
    .values({ receiver, channel, ...off })
    .onConflict((conflict) =>
      conflict.columns(["receiver", "channel"]).doUpdateSet(off).where("channel_state.disabled_at", "is", null),
    )
    .returning("channel")
    .execute();
  if (disabled.length === 0) return [];
  const own = config.alerts.receivers.find(({ name }) => name === receiver);
  const told = own?.fallback ?? config.alerts.route.receiver;
  const { drafts } = await audienceOf(tx, config, told, "channel.disabled");
  const { rows } = await sql<{ now: Date }>`select now() as now`.execute(tx);
  const zone = config.alerts.receivers.find(({ name }) => name === told)?.timeZone ?? config.alerts.timeZone;
  const ring: Bell[] = [];
  for (const draft of drafts) {
    const id = deliveryId({ ...draft, groupId: row.id, event: "channel.disabled", revision: 1 });
    const at = (rows[0]?.now ?? new Date(0)).toISOString();
    ring.push(await writeDelivery(tx, draft, disabledMessage(row, reason, { id, at, timeZone: zone }), {}));
  }
  return ring;
}

function disabledMessage(
  { id, receiver, channel }: Delivery,
  reason: string,
  given: Pick<SystemMessage, "id" | "at" | "timeZone">,
): SystemMessage {
  return {
    ...given,
    event: "channel.disabled",
    severity: "high",
    title: `${channel} of ${receiver} is disabled`,
    lines: [
      `Nothing is sent there any more: ${reason}.`,
      "What could not be delivered is kept.",
      `When it works again: npx wirewatch deliveries replay ${id} --enable`,
    ],
    links: {},
  };
}
