import { deliveryId, noticeMessage } from "@wirewatch/alerting";
import type { SourceNotice } from "@wirewatch/model";
import { defineStage } from "@wirewatch/pipeline";
import type { Bell, DefinedStage, StageResult } from "@wirewatch/pipeline";
import { sql, storable } from "@wirewatch/store";
import type { Database, Notice, Transaction } from "@wirewatch/store";
import { writeDelivery } from "./audience.ts";
import type { NotifierDeps } from "./deps.ts";
import { gatherNotice, staleReason, toldTo } from "./notice-facts.ts";
import type { NoticeFacts, Turn } from "./notice-facts.ts";

/** What becomes of a notice now. Exported for its tests. */
export type AnnounceDecision =
  | { readonly kind: "suppress"; readonly reason: string }
  | {
      readonly kind: "tell";
      /** Receivers that get a message now. */
      readonly now: readonly Turn[];
      /** Until the next receiver's turn; null when no other one is left. */
      readonly untilMs: number | null;
      /** Who was told what, this time included; empty when nobody is or was. */
      readonly told: readonly string[];
      /** Why receivers get nothing. */
      readonly unwanted: readonly string[];
    };

/**
 * The stage that tells people about sources, through the routes, as they are told about articles. What happens to
 * several sources at the same time leaves as one message to each receiver.
 */
export function announceStage(deps: NotifierDeps): DefinedStage {
  return defineStage("announce", {
    async gather(row) {
      const { config } = await deps.config.current(({ sources }) => sources.some(({ id }) => id === row.source_id));
      return gatherNotice(deps.db, config, row);
    },
    decide: decideAnnounce,
    commit: commitAnnounce,
    async abandon(tx, row, reason) {
      await settle(tx, row, "suppressed", reason);
      return { kind: "close", reason };
    },
  });
}

/** Who is told now, and who later; pure. */
export function decideAnnounce({ notice, source, turns, now }: NoticeFacts): AnnounceDecision {
  const before = turns.flatMap(({ receiver, toldAmong }) =>
    toldAmong === null ? [] : [toldLine(receiver, toldAmong)],
  );
  const stale = source === null ? "its source is no longer in the configuration, or disabled" : staleReason(notice);
  if (stale !== null && before.length === 0) return { kind: "suppress", reason: stale };
  // What some were told, but is over, is not told to the rest.
  const open =
    stale === null ? turns.filter(({ toldAmong, noChannel }) => toldAmong === null && noChannel === null) : [];
  const ready = open.filter(({ together }) => together.length > 0);
  const later = open.filter(({ together }) => together.length === 0).map(({ dueAt }) => dueAt.getTime());
  return {
    kind: "tell",
    now: ready,
    untilMs: later.length === 0 ? null : Math.max(0, Math.min(...later) - now.getTime()),
    told: [...before, ...ready.map(({ receiver, together }) => toldLine(receiver, together.length))],
    unwanted: turns.flatMap(({ noChannel }) =>
      noChannel === null ? [] : [`${noChannel.reason}: ${noChannel.detail}`],
    ),
  };
}

function toldLine(receiver: string, among: number): string {
  return among === 1 ? `told to ${receiver}` : `told to ${receiver}, together with ${among - 1} more`;
}

async function commitAnnounce(
  tx: Transaction<Database>,
  decision: AnnounceDecision,
  row: Notice,
  facts: NoticeFacts,
): Promise<StageResult> {
  if (decision.kind === "suppress") {
    await settle(tx, row, "suppressed", decision.reason);
    return { kind: "close", reason: decision.reason };
  }
  const ring: Bell[] = [];
  // Two that wait for the same message must not both write it. The others' rows are left alone: each finds out by itself.
  if (decision.now.length > 0) await sql`select pg_advisory_xact_lock(hashtext('wirewatch announce'))`.execute(tx);
  for (const turn of decision.now) {
    const ids = turn.together.map(({ id }) => id);
    const told = await toldTo(tx, turn.receiver, facts.event, ids);
    if (told.size > 0) return { kind: "again", dueInMs: 0, reason: "one of them has just been told" };
  }
  for (const turn of decision.now) ring.push(...(await tell(tx, turn, facts)));
  if (decision.told.length > 0) await settle(tx, row, "sent", decision.told.join("; "));
  else if (decision.untilMs === null) await settle(tx, row, "suppressed", decision.unwanted.join("; "));
  return decision.untilMs === null ? { kind: "close", ring } : { kind: "again", dueInMs: decision.untilMs, ring };
}

async function tell(tx: Transaction<Database>, turn: Turn, { event, names, now }: NoticeFacts): Promise<Bell[]> {
  const notices = turn.together.map(({ id, source_id: sourceId, kind, text, at }): SourceNotice => ({
    id,
    sourceId,
    sourceName: names.get(sourceId) ?? sourceId,
    kind,
    text,
    at: at.toISOString(),
  }));
  const newest = turn.together.at(-1)?.id ?? "0";
  const ring: Bell[] = [];
  for (const draft of turn.drafts) {
    const id = deliveryId({ ...draft, groupId: `nt_${newest}`, event, revision: 1 });
    const message = noticeMessage(notices, { id, event, at: now.toISOString(), links: {} });
    ring.push(await writeDelivery(tx, draft, message, { notice_id: newest }));
  }
  return ring;
}

async function settle(
  tx: Transaction<Database>,
  { id }: Pick<Notice, "id">,
  outcome: "sent" | "suppressed",
  reason: string,
): Promise<void> {
  await tx
    .updateTable("notice")
    .set({ outcome, reason: storable(reason.slice(0, 1000)) })
    .where("id", "=", id)
    .execute();
}
