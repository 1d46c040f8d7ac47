import { deliveryId } from "@wirewatch/alerting";
import type { AlertEvent, AlertMessage } from "@wirewatch/model";
import type { Bell, StageResult } from "@wirewatch/pipeline";
import { sql } from "@wirewatch/store";
import type { AlertGroup, Database, Transaction } from "@wirewatch/store";
import { escalationNote, reminderNote } from "./attention.ts";
import type { AttentionHistory } from "./attention.ts";
import { writeDelivery } from "./audience.ts";
import type { Audience } from "./audience.ts";
import { putIntoDigest } from "./digest-rows.ts";
import type { FlushDecision, FlushStep } from "./flush.ts";
import type { FlushFacts } from "./flush-facts.ts";
import { isShareAsKnown } from "./receiver-share.ts";
import { holdAlerts, settleAlerts, tellJoined } from "./settle.ts";

type Step<Kind extends FlushStep["kind"]> = Extract<FlushStep, { kind: Kind }>;

const anotherWasFirst: StageResult = {
  kind: "again",
  dueInMs: 0,
  reason: "another message to the receiver left first",
};

/** Writes what was decided about a group. */
export async function commitFlush(
  tx: Transaction<Database>,
  { suppressed, step }: FlushDecision,
  group: AlertGroup,
  facts: FlushFacts,
): Promise<StageResult> {
  for (const { alertId, reason, detail } of suppressed) {
    const end = { state: "suppressed", outcome: "suppressed", reason, detail } as const;
    await settleAlerts(tx, { groupId: group.id, alertIds: [alertId], from: "waiting" }, end);
  }
  const out = new Set(suppressed.map(({ alertId }) => alertId));
  const alertIds = facts.waiting.map(({ alertId }) => alertId).filter((id) => !out.has(id));
  const result = await commitStep(tx, step, group, facts, alertIds);
  // Whoever came since the group was looked at is not kept waiting, but where all wait for its next message.
  if (step.kind === "wait" && alertIds.length > 0 && group.revision > 0) return result;
  const decided = step.kind === "wait" || step.kind === "close" ? alertIds : [];
  return (await hasNewcomers(tx, group.id, decided)) ? { ...result, kind: "again", dueInMs: 0 } : result;
}

async function commitStep(
  tx: Transaction<Database>,
  step: FlushStep,
  group: AlertGroup,
  facts: FlushFacts,
  alertIds: readonly string[],
): Promise<StageResult> {
  const waiting = { groupId: group.id, alertIds, from: "waiting" } as const;
  switch (step.kind) {
    case "close":
      return { kind: "close" };
    case "wait":
      return { kind: "again", dueInMs: step.untilMs };
    case "suppress": {
      const { reason, detail } = step;
      await settleAlerts(tx, waiting, { state: "suppressed", outcome: "suppressed", reason, detail });
      return { kind: "again", dueInMs: 0, reason: detail };
    }
    case "join": {
      const detail = `the story was told already (${step.why})`;
      await settleAlerts(tx, waiting, { state: "joined", outcome: "joined", reason: null, detail });
      return { kind: "again", dueInMs: step.untilMs };
    }
    case "batch":
      return putIntoBatch(tx, step, group, facts, alertIds);
    case "send":
      return sendNow(tx, step, group, facts, alertIds);
    case "remind":
    case "escalate":
      return callForAttention(tx, step, group, facts);
  }
}

async function putIntoBatch(
  tx: Transaction<Database>,
  { into, detail, severity }: Step<"batch">,
  group: AlertGroup,
  facts: FlushFacts,
  alertIds: readonly string[],
): Promise<StageResult> {
  const share = { known: facts.share, wants: "nothing", now: facts.now } as const;
  if (into.kind === "overflow" && !(await isShareAsKnown(tx, facts.receiver, share))) return anotherWasFirst;
  if (!(await putIntoDigest(tx, into, alertIds))) {
    return { kind: "again", dueInMs: 100, reason: "the digest it waits for is just leaving" };
  }
  await holdAlerts(tx, group.id, alertIds, detail);
  if (facts.joinedSources.length > 0) await tellJoined(tx, group.id, null);
  await tx.updateTable("alert_group").set({ severity }).where("id", "=", group.id).execute();
  return { kind: "again", dueInMs: restMs(group, facts.now), reason: detail };
}

async function sendNow(
  tx: Transaction<Database>,
  { message, first, why, updatesToday }: Step<"send">,
  group: AlertGroup,
  facts: FlushFacts,
  alertIds: readonly string[],
): Promise<StageResult> {
  const share = { known: facts.share, wants: "place", now: facts.now } as const;
  if (!(await isShareAsKnown(tx, facts.receiver, share))) return anotherWasFirst;
  const ring: Bell[] = [];
  for (const draft of facts.drafts) {
    const id = deliveryId({ ...draft, groupId: group.id, event: message.event, revision: message.revision });
    ring.push(await writeDelivery(tx, draft, { ...message, id }, { group_id: group.id, revision: message.revision }));
  }
  await tx
    .updateTable("alert_group")
    .set({
      revision: message.revision,
      flushed_at: sql<Date>`now()`,
      severity: message.severity,
      updates_on: facts.now.toISOString().slice(0, 10),
      updates_today: updatesToday,
      // News re-open what was acknowledged, and reminders begin anew.
      reminders: sql<number>`case when acknowledged_at > coalesce(flushed_at, opened_at) then 0 else reminders end`,
    })
    .where("id", "=", group.id)
    .execute();
  const others = alertIds.filter((id) => id !== first.alertId);
  const from = { groupId: group.id, from: "waiting" } as const;
  const named = {
    state: "told",
    outcome: "joined",
    reason: null,
    detail: "named in the message of its story",
  } as const;
  await settleAlerts(tx, { ...from, alertIds: others }, named);
  const end = { state: "sent", outcome: "sent", reason: null, detail: why } as const;
  await settleAlerts(tx, { ...from, alertIds: [first.alertId] }, end);
  if (facts.joinedSources.length > 0) await tellJoined(tx, group.id, message.revision);
  return { kind: "again", dueInMs: untilAttention(group, facts), ring, reason: why };
}

/** The last message once more, to the same receiver or to another. */
async function callForAttention(
  tx: Transaction<Database>,
  step: Step<"remind" | "escalate">,
  group: AlertGroup,
  facts: FlushFacts,
): Promise<StageResult> {
  const { attention, now } = facts;
  if (attention === null) throw new RangeError("a group without messages has nothing to remind of");
  const isReminder = step.kind === "remind";
  const event: AlertEvent = isReminder ? "alert.reminder" : "alert.escalated";
  const note = isReminder ? reminderNote(step.number, step.of) : escalationNote(attention);
  const kind = isReminder ? `${event}:${group.reminders + 1}` : event;
  const receiver = isReminder ? group.receiver : step.to;
  const message = againMessage(attention, { event, note, now, links: facts.linksFor(`al_${group.id}`, receiver, now) });
  const ring = await writeAll(tx, isReminder ? facts.reminded : facts.escalated, message, group, kind);
  await tx
    .updateTable("alert_group")
    .set(isReminder ? { reminders: sql<number>`reminders + 1` } : { escalated_at: sql<Date>`now()` })
    .where("id", "=", group.id)
    .execute();
  return { kind: "again", dueInMs: untilAttention(group, facts), ring, reason: note };
}

function againMessage(
  { message }: AttentionHistory,
  given: Pick<AlertMessage, "event" | "links"> & { readonly note: string; readonly now: Date },
): AlertMessage {
  const { now, ...fields } = given;
  return { ...message, ...fields, at: now.toISOString() };
}

async function writeAll(
  tx: Transaction<Database>,
  drafts: Audience["drafts"],
  message: AlertMessage,
  group: AlertGroup,
  kind: string,
): Promise<Bell[]> {
  const ring: Bell[] = [];
  for (const draft of drafts) {
    const id = deliveryId({ ...draft, groupId: group.id, event: kind, revision: message.revision });
    ring.push(await writeDelivery(tx, draft, { ...message, id }, { group_id: group.id, revision: message.revision }));
  }
  return ring;
}

/** Until the group is looked at again: when it closes, or sooner where somebody may have to be reminded. */
function untilAttention(group: AlertGroup, { receiver, now }: FlushFacts): number {
  const times = [receiver?.remind?.everyMs, receiver?.escalate?.afterMs].filter((ms) => ms !== undefined);
  return Math.min(restMs(group, now), ...times);
}

function restMs(group: AlertGroup, now: Date): number {
  return Math.max(0, group.closes_at.getTime() - now.getTime());
}

async function hasNewcomers(tx: Transaction<Database>, groupId: string, known: readonly string[]): Promise<boolean> {
  const row = await tx
    .selectFrom("alert")
    .select("id")
    .where("group_id", "=", groupId)
    .where("state", "=", "waiting")
    .$if(known.length > 0, (query) => query.where("id", "<>", sql<string>`all(${[...known]}::bigint[])`))
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
