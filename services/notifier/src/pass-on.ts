import { deliveryId, isAlert, isSystem, nextTime } from "@wirewatch/alerting";
import type { ChannelClass } from "@wirewatch/alerting";
import type { Config, ReceiverConfig } from "@wirewatch/config";
import type { OutgoingMessage } from "@wirewatch/model";
import type { Bell } from "@wirewatch/pipeline";
import { sql } from "@wirewatch/store";
import type { Database, Delivery, Transaction } from "@wirewatch/store";
import { audienceOf, writeDelivery } from "./audience.ts";
import { putIntoDigest } from "./digest-rows.ts";

/** A delivery that was given up. */
interface GivenUp {
  readonly reason: string;
  /** It was tried for as long as its kind of channel allows. */
  readonly isExpired: boolean;
  /** Null when there was no channel to try. */
  readonly channelClass: ChannelClass | null;
  readonly config: Config;
}

/** What is late waits for others that are late, without a schedule of the receiver, milliseconds. */
const lateEveryMs = 15 * 60_000;

/**
 * Sees to it that what could not be delivered is told in another way: to the receiver's fallback, and, where a room took nothing for hours,
 * in a later digest there. A test is about its channel alone.
 *
 * @returns bells for the messages to the fallback
 */
export async function passOn(tx: Transaction<Database>, row: Delivery, given: GivenUp): Promise<Bell[]> {
  if (row.event === "system.test") return [];
  const receiver = given.config.alerts.receivers.find(({ name }) => name === row.receiver);
  if (receiver === undefined) return [];
  if (given.isExpired && given.channelClass === "chat") await tellLater(tx, row, receiver);
  return receiver.fallback === null ? [] : tellFallback(tx, row, receiver.fallback, given);
}

async function tellFallback(
  tx: Transaction<Database>,
  row: Delivery,
  fallback: string,
  { reason, channelClass, config }: GivenUp,
): Promise<Bell[]> {
  const { drafts } = await audienceOf(tx, config, fallback, row.message.event);
  // What nobody saw on a screen is better found in a mailbox than lost on another screen.
  const mailboxes = drafts.filter(({ channelKind }) => channelKind === "email");
  const chosen = channelClass === "push" && mailboxes.length > 0 ? mailboxes : drafts;
  const ring: Bell[] = [];
  for (const draft of chosen) {
    const event = `fallback:${row.receiver}/${row.channel}`;
    const id = deliveryId({ ...draft, groupId: row.id, event, revision: row.revision });
    const message = withNote(
      { ...row.message, id },
      `Sent to you because ${row.channel} of ${row.receiver} failed: ${reason}`,
    );
    const { group_id, notice_id, digest_id, revision } = row;
    ring.push(await writeDelivery(tx, draft, message, { group_id, notice_id, digest_id, revision }));
  }
  return ring;
}

function withNote(message: OutgoingMessage, note: string): OutgoingMessage {
  const short = note.slice(0, 300);
  if (isAlert(message)) return { ...message, note: message.note === undefined ? short : `${short}. ${message.note}` };
  return isSystem(message) ? { ...message, lines: [...message.lines, short] } : message;
}

/** The alerts of a message that expired leave once more, in a digest to that channel alone. One that is late itself is not repeated. */
async function tellLater(tx: Transaction<Database>, row: Delivery, receiver: ReceiverConfig): Promise<void> {
  const alertIds = await alertsOf(tx, row);
  if (alertIds.length === 0) return;
  const { rows } = await sql<{ now: Date }>`select now() as now`.execute(tx);
  const now = rows[0]?.now ?? new Date(0);
  let forAt =
    receiver.digest === null
      ? new Date(Math.ceil((now.getTime() + 1) / lateEveryMs) * lateEveryMs)
      : nextTime(receiver.digest, now);
  const place = { receiver: receiver.name, kind: "late", channel: row.channel } as const;
  // Whatever leaves at this moment is not waited for.
  while (!(await putIntoDigest(tx, { ...place, forAt }, alertIds))) forAt = new Date(forAt.getTime() + lateEveryMs);
}

async function alertsOf(tx: Transaction<Database>, row: Delivery): Promise<string[]> {
  if (row.event !== "alert.opened" && row.event !== "alert.updated" && row.event !== "alert.digest") return [];
  const { rows } = await sql<{ id: string }>`
    select a.id from alert a
    where ${row.group_id}::bigint is not null and a.group_id = ${row.group_id}::bigint and a.group_revision = ${row.revision}
      and a.state in ('sent', 'told')
    union select i.alert_id from digest_item i join digest g on g.id = i.digest_id
    where g.id = ${row.digest_id}::bigint and g.kind <> 'late'`.execute(tx);
  return rows.map(({ id }) => id);
}
