import type { ChannelConfig, Config } from "@wirewatch/config";
import type { OutgoingMessage, SuppressionReason } from "@wirewatch/model";
import { newWork } from "@wirewatch/pipeline";
import type { Bell } from "@wirewatch/pipeline";
import { storableJson } from "@wirewatch/store";
import type { Database, Kysely, Transaction } from "@wirewatch/store";
import { wantsEvent } from "./channels/index.ts";

/** One message to one channel, before its row is written. */
export interface Draft {
  readonly receiver: string;
  readonly channel: string;
  readonly channelKind: ChannelConfig["kind"];
  readonly repeat: ChannelConfig["repeat"];
}

/** Who of a receiver gets a message. */
export interface Audience {
  readonly drafts: readonly Draft[];
  /** Why the receiver gets nothing, when it has no channel for this event. */
  readonly noChannel: { readonly reason: SuppressionReason; readonly detail: string } | null;
}

/** The channels of a receiver that want this event and are not disabled. */
export async function audienceOf(
  db: Kysely<Database> | Transaction<Database>,
  config: Config,
  receiver: string,
  event: OutgoingMessage["event"],
): Promise<Audience> {
  const found = config.alerts.receivers.find((candidate) => candidate.name === receiver);
  if (found === undefined)
    return {
      drafts: [],
      noChannel: { reason: "no_route", detail: `receiver ${receiver} is no longer in the configuration` },
    };
  const disabled = await db
    .selectFrom("channel_state")
    .select("channel")
    .where("receiver", "=", receiver)
    .where("disabled_at", "is not", null)
    .execute();
  const off = new Set(disabled.map((row) => row.channel));
  const all = found.channels.map((channel, index) => ({ channel, name: `${channel.kind}-${index}` }));
  const wanting = all.filter(({ channel }) => wantsEvent(channel, event));
  const drafts = wanting
    .filter(({ name }) => !off.has(name))
    .map(({ channel, name }) => ({ receiver, channel: name, channelKind: channel.kind, repeat: channel.repeat }));
  if (drafts.length > 0) return { drafts, noChannel: null };
  return wanting.length === 0
    ? { drafts, noChannel: { reason: "below_route", detail: `no channel of ${receiver} asks for ${event}` } }
    : { drafts, noChannel: { reason: "disabled", detail: `every channel of ${receiver} is disabled` } };
}

/** What a message is about; nothing stored where it is about Wirewatch itself. */
export interface Subject {
  readonly group_id?: string | null;
  readonly notice_id?: string | null;
  readonly digest_id?: string | null;
  /** Of the group. */
  readonly revision?: number;
}

/**
 * Writes the delivery of a message; a second time changes nothing.
 *
 * @returns the bell to ring after the commit
 */
export async function writeDelivery(
  tx: Transaction<Database>,
  draft: Draft,
  message: OutgoingMessage,
  subject: Subject,
): Promise<Bell> {
  await tx
    .insertInto("delivery")
    .values({
      revision: 1,
      ...subject,
      id: message.id,
      receiver: draft.receiver,
      channel: draft.channel,
      channel_kind: draft.channelKind,
      event: message.event,
      repeat: draft.repeat,
      message: storableJson(message),
      ...newWork("deliver"),
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return { stage: "deliver", message: { deliveryId: message.id } };
}
