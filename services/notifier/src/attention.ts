import { attentionVerdict } from "@wirewatch/alerting";
import type { AttentionVerdict, Labels, NamedInterval } from "@wirewatch/alerting";
import type { Config, ReceiverConfig, RouteConfig } from "@wirewatch/config";
import type { AlertMessage, OutgoingMessage } from "@wirewatch/model";
import { sql } from "@wirewatch/store";
import type { AlertGroup, Database, Kysely } from "@wirewatch/store";
import { labelsOf } from "./labels.ts";
import type { MuteFacts } from "./mute-facts.ts";

/** What was told of a group that may need somebody, and what came of it. */
export interface AttentionHistory {
  readonly receiver: ReceiverConfig;
  /** Its last message with news, as the receiver got it. */
  readonly message: AlertMessage;
  /** When messages with news left. */
  readonly newsAt: readonly Date[];
  /** Reminders included. */
  readonly lastSentAt: Date;
  readonly labels: Labels;
}

/** Null where nobody is reminded or escalated to, or nothing was told. */
export async function gatherAttention(
  db: Kysely<Database>,
  config: Config,
  group: AlertGroup,
  receiver: ReceiverConfig | null,
): Promise<AttentionHistory | null> {
  if (receiver === null || (receiver.remind === null && receiver.escalate === null)) return null;
  if (group.revision === 0) return null;
  const { rows } = await sql<{ message: OutgoingMessage; event: string; created_at: Date }>`
    select distinct on (created_at, event) message, event, created_at from delivery
    where group_id = ${group.id} and receiver = ${receiver.name} and event like 'alert.%' order by created_at`.execute(
    db,
  );
  const news = rows.filter(({ event }) => event === "alert.opened" || event === "alert.updated");
  const message = news.at(-1)?.message;
  const last = rows.at(-1);
  if (message === undefined || last === undefined || !("alertId" in message)) return null;
  const labels = labelsOf(config, {
    topicId: message.topic.id,
    severity: message.severity,
    storyId: group.story_id,
    sourceId: message.article.sourceId,
    language: message.article.language,
  });
  return { receiver, message, newsAt: news.map(({ created_at: at }) => at), lastSentAt: last.created_at, labels };
}

/** Whether somebody is reminded or escalated to now; pure. `none` where nobody is. */
export function decideAttention(
  facts: {
    readonly group: AlertGroup;
    readonly route: RouteConfig | null;
    readonly intervals: readonly NamedInterval[];
    readonly mutes: MuteFacts;
    readonly attention: AttentionHistory | null;
  },
  now: Date,
): AttentionVerdict {
  const { attention, group } = facts;
  if (attention === null) return { kind: "none" };
  return attentionVerdict(
    {
      ...attention,
      remind: attention.receiver.remind,
      escalate: attention.receiver.escalate,
      // Of what would be repeated: what left in a batch or digest since may have been more severe, and is not repeated.
      severity: attention.message.severity,
      reminders: group.reminders,
      escalatedAt: group.escalated_at,
      acknowledgedAt: group.acknowledged_at,
      quietHours: facts.route?.quietHours ?? null,
      intervals: facts.intervals,
      silences: facts.mutes.silences,
    },
    now,
  );
}

/** The words above a message that comes again. */
export function reminderNote(number: number, of: number): string {
  return `Reminder ${number} of ${of}: nobody has acknowledged this alert.`;
}

export function escalationNote({ receiver }: AttentionHistory): string {
  const minutes = Math.round((receiver.escalate?.afterMs ?? 0) / 60_000);
  const time =
    minutes < 120 ? `${minutes} ${minutes === 1 ? "minute" : "minutes"}` : `${Math.round(minutes / 60)} hours`;
  return `Escalated: nobody at ${receiver.name} acknowledged this alert within ${time}.`;
}
