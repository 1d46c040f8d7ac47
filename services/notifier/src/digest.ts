import { batchVerdict, deliveryId } from "@wirewatch/alerting";
import type { BatchVerdict } from "@wirewatch/alerting";
import type { DigestMessage, SuppressionReason, SystemMessage } from "@wirewatch/model";
import { defineStage } from "@wirewatch/pipeline";
import type { Bell, DefinedStage, StageResult } from "@wirewatch/pipeline";
import { sql, storable } from "@wirewatch/store";
import type { Database, Digest, Transaction } from "@wirewatch/store";
import { writeDelivery } from "./audience.ts";
import type { NotifierDeps } from "./deps.ts";
import { gatherDigest } from "./digest-facts.ts";
import type { DigestFacts } from "./digest-facts.ts";
import { digestMessage } from "./digest-message.ts";
import { openDigest, putIntoDigest } from "./digest-rows.ts";
import type { DigestPlace } from "./digest-rows.ts";
import { heartbeatMessage } from "./heartbeat.ts";
import { isShareAsKnown } from "./receiver-share.ts";
import { settleAlerts } from "./settle.ts";

/** An alert that nobody is told of, and why. */
interface Suppressed {
  readonly alertId: string;
  readonly reason: SuppressionReason;
  readonly detail: string;
}

/** What becomes of a digest now. Exported for its tests. */
export type DigestDecision =
  | { readonly kind: "wait"; readonly untilMs: number }
  | {
      readonly kind: "end";
      readonly outcome: NonNullable<Digest["outcome"]>;
      readonly reason: string;
      readonly suppressed: readonly Suppressed[];
      /** What waits on, and where. */
      readonly moves: readonly { readonly to: DigestPlace; readonly alertIds: readonly string[] }[];
      readonly leaves: BatchVerdict["leaves"];
      readonly message: Omit<DigestMessage, "id"> | Omit<SystemMessage, "id"> | null;
      /** The digest that comes after it. */
      readonly next: DigestPlace | null;
    };

/** The stage that sends what was gathered for a receiver as one message, when its time has come. */
export function digestStage(deps: NotifierDeps): DefinedStage {
  return defineStage("digest", {
    gather: (row) => gatherDigest(deps, row),
    decide: decideDigest,
    commit: commitDigest,
    async abandon(tx, row, reason) {
      const { rows } = await sql<{
        id: string;
      }>`select alert_id as id from digest_item where digest_id = ${row.id}`.execute(tx);
      const end = { state: "suppressed", outcome: "suppressed", reason: "disabled", detail: reason } as const;
      await settleAlerts(tx, { alertIds: rows.map(({ id }) => id), from: "held" }, end);
      await finish(tx, row, "gone", reason);
      return { kind: "close", reason };
    },
  });
}

/** Who is told what, and what waits on; pure. */
export function decideDigest(facts: DigestFacts): DigestDecision {
  const { digest, receiver, items, now, noChannel, nextAt } = facts;
  const nothing = { kind: "end", suppressed: [], moves: [], leaves: [], message: null, next: null } as const;
  const all = items.map(({ alertId }) => alertId);
  if (receiver === null) {
    const reason = `receiver ${digest.receiver} is no longer in the configuration`;
    const suppressed = all.map((alertId) => ({ alertId, reason: "no_route" as const, detail: reason }));
    return { ...nothing, outcome: "gone", reason, suppressed };
  }
  const hasSchedule = digest.kind === "scheduled" || digest.kind === "heartbeat";
  const next = nextPlace(facts);
  if (hasSchedule && nextAt !== null && !facts.isOnSchedule) {
    const moves = next === null || all.length === 0 ? [] : [{ to: next, alertIds: all }];
    return { ...nothing, outcome: "moved", reason: "it leaves at another time now", moves, next };
  }
  // Without its schedule nobody waits for the hour any more.
  if (now < digest.for_at && !(hasSchedule && nextAt === null)) {
    return { kind: "wait", untilMs: digest.for_at.getTime() - now.getTime() };
  }
  if (digest.kind === "heartbeat") {
    if (nextAt === null) return { ...nothing, outcome: "gone", reason: "the receiver gets no heartbeat any more" };
    const message = facts.activity === null || noChannel !== null ? null : heartbeatMessage(facts.activity, facts);
    return { ...nothing, outcome: "sent", reason: noChannel?.detail ?? "", message, next };
  }
  const why = digest.kind;
  const { suppressed, stays, leaves } = batchVerdict(items, { ...facts.mutes, why, intervals: facts.intervals }, now);
  const moves = stays.map(({ alertId, until }) => ({ to: laterPlace(digest, until), alertIds: [alertId] }));
  const kept = { ...nothing, suppressed, moves, next };
  const isWanted = leaves.length > 0 || (why === "scheduled" && receiver.digest?.sendEmpty === true);
  if (!isWanted) return { ...kept, outcome: "empty", reason: "there was nothing to tell" };
  const unheard = noChannel ?? (facts.drafts.length === 0 ? goneChannel(digest) : null);
  if (unheard !== null) {
    const silent = leaves.map((alertId) => ({ alertId, ...unheard }));
    return { ...kept, outcome: "gone", reason: unheard.detail, suppressed: [...suppressed, ...silent] };
  }
  const leaving = new Set(leaves);
  const told = items.filter(({ alertId }) => leaving.has(alertId));
  return { ...kept, outcome: "sent", reason: words[why], leaves, message: digestMessage(facts, told, why) };
}

function goneChannel({ receiver, channel }: Digest): Omit<Suppressed, "alertId"> {
  return {
    reason: "disabled",
    detail: `channel ${channel} of ${receiver} is disabled, or no longer in the configuration`,
  };
}

/** How a match ended that left in a digest. */
const words = {
  scheduled: "in the receiver's digest",
  held: "with what quiet hours held back",
  overflow: "in a digest of what went beyond the receiver's limit",
  late: "in a digest of what could not be delivered in time",
} as const;

function nextPlace({ digest, receiver, nextAt }: DigestFacts): DigestPlace | null {
  if (nextAt === null) return null;
  const place = { receiver: digest.receiver, kind: digest.kind, forAt: nextAt };
  return digest.kind === "scheduled" && receiver?.digest ? { ...place, schedule: receiver.digest } : place;
}

/** Where an alert waits that is still in quiet hours. */
function laterPlace({ receiver, kind, channel }: Digest, until: Date): DigestPlace {
  return kind === "late" ? { receiver, kind, channel, forAt: until } : { receiver, kind: "held", forAt: until };
}

async function commitDigest(
  tx: Transaction<Database>,
  decision: DigestDecision,
  row: Digest,
  facts: DigestFacts,
): Promise<StageResult> {
  if (decision.kind === "wait") return { kind: "again", dueInMs: decision.untilMs };
  if (!(await isComplete(tx, row, facts)))
    return { kind: "again", dueInMs: 0, reason: "something has just been added" };
  // Its place was kept; those who write to the receiver meanwhile wait until it has left.
  if (row.kind === "overflow") {
    await isShareAsKnown(tx, facts.receiver, { known: facts.share, wants: "nothing", now: facts.now });
  }
  for (const { to, alertIds } of together(decision.moves)) {
    if (!(await move(tx, row, to, alertIds)))
      return { kind: "again", dueInMs: 100, reason: "the next one is just leaving" };
  }
  await suppress(tx, decision.suppressed);
  const ring: Bell[] = [];
  const { message } = decision;
  if (message !== null) {
    for (const draft of facts.drafts) {
      const id = deliveryId({ ...draft, groupId: `dg_${row.id}`, event: message.event, revision: 1 });
      ring.push(await writeDelivery(tx, draft, { ...message, id }, { digest_id: row.id }));
    }
  }
  if (decision.leaves.length > 0) await tell(tx, decision.leaves, decision.reason, row);
  if (decision.next !== null) await openDigest(tx, decision.next);
  await finish(tx, row, decision.outcome, decision.reason);
  return { kind: "close", ring, reason: decision.reason };
}

/** Whether all that is in the digest was looked at. Nobody adds to it any more: its row is locked. */
async function isComplete(tx: Transaction<Database>, { id }: Digest, { itemCount }: DigestFacts): Promise<boolean> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from digest_item where digest_id = ${id}`.execute(
    tx,
  );
  return rows[0]?.n === itemCount;
}

/** Moves to the same place as one. */
function together(moves: Extract<DigestDecision, { kind: "end" }>["moves"]): typeof moves {
  return [...Map.groupBy(moves, ({ to }) => to.forAt.getTime()).values()].flatMap((alike) => {
    const [first] = alike;
    return first === undefined ? [] : [{ to: first.to, alertIds: alike.flatMap(({ alertIds }) => alertIds) }];
  });
}

async function move(
  tx: Transaction<Database>,
  { id }: Digest,
  to: DigestPlace,
  alertIds: readonly string[],
): Promise<boolean> {
  if (!(await putIntoDigest(tx, to, alertIds))) return false;
  await sql`delete from digest_item where digest_id = ${id} and alert_id = any(${[...alertIds]}::bigint[])`.execute(tx);
  await sql`update alert set reason = ${`waits for the digest of ${to.forAt.toISOString()}`}
    where id = any(${[...alertIds]}::bigint[]) and state = 'held'`.execute(tx);
  return true;
}

async function suppress(tx: Transaction<Database>, suppressed: readonly Suppressed[]): Promise<void> {
  const alike = Map.groupBy(suppressed, ({ reason, detail }) => `${reason} ${detail}`);
  for (const found of alike.values()) {
    const [first] = found;
    if (first === undefined) continue;
    const { reason, detail } = first;
    const end = { state: "suppressed", outcome: "suppressed", reason, detail } as const;
    await settleAlerts(tx, { alertIds: found.map(({ alertId }) => alertId), from: "held" }, end);
  }
}

/** The alerts end with the message, and their groups have spoken. */
async function tell(
  tx: Transaction<Database>,
  alertIds: readonly string[],
  detail: string,
  { kind }: Digest,
): Promise<void> {
  // What is late was told before, to others.
  if (kind === "late") return;
  await settleAlerts(tx, { alertIds, from: "held" }, { state: "digested", outcome: "digested", reason: null, detail });
  await sql`
    update alert_group set flushed_at = now(),
      reminders = case when acknowledged_at > coalesce(flushed_at, opened_at) then 0 else reminders end
    where id in (select group_id from alert where id = any(${[...alertIds]}::bigint[]))`.execute(tx);
}

async function finish(
  tx: Transaction<Database>,
  { id }: Digest,
  outcome: NonNullable<Digest["outcome"]>,
  reason: string,
): Promise<void> {
  await tx
    .updateTable("digest")
    .set({
      outcome,
      reason: storable(reason.slice(0, 1000)),
      ...(outcome === "sent" ? { left_at: sql<Date>`now()` } : {}),
    })
    .where("id", "=", id)
    .execute();
}
