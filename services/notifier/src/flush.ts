import { deliveryId, dueReason, isPassageNew, updateReason } from "@wirewatch/alerting";
import type { Newcomer } from "@wirewatch/alerting";
import { severities } from "@wirewatch/model";
import type { AlertEvent, AlertMessage, Severity, SuppressionReason } from "@wirewatch/model";
import { defineStage } from "@wirewatch/pipeline";
import type { Bell, DefinedStage, StageResult } from "@wirewatch/pipeline";
import { sql } from "@wirewatch/store";
import type { Database, Transaction } from "@wirewatch/store";
import { audienceOf, writeDelivery } from "./audience.ts";
import type { Audience } from "./audience.ts";
import type { NotifierDeps } from "./deps.ts";
import { findRoute, gatherGroup } from "./group-facts.ts";
import type { GroupFacts, WaitingAlert } from "./group-facts.ts";
import { groupMessage } from "./group-message.ts";

interface Facts extends GroupFacts, Audience {
  readonly event: AlertEvent;
  readonly publicUrl: string | null;
}

/** What a group does now. Exported for its tests. */
export type FlushDecision =
  | {
      readonly kind: "send";
      readonly why: string;
      readonly message: Omit<AlertMessage, "id">;
      readonly first: WaitingAlert;
    }
  | { readonly kind: "suppress"; readonly reason: SuppressionReason; readonly detail: string }
  | { readonly kind: "join"; readonly why: string; readonly untilMs: number }
  | { readonly kind: "wait"; readonly untilMs: number }
  | { readonly kind: "close" };

/** The stage that decides when a group of matches speaks, and writes its deliveries. */
export function flushStage(deps: NotifierDeps): DefinedStage {
  return defineStage("flush", {
    async gather(row): Promise<Facts> {
      const { config } = await deps.config.current(
        ({ alerts }) =>
          findRoute(alerts.route, row.route) !== null && alerts.receivers.some(({ name }) => name === row.receiver),
      );
      const facts = await gatherGroup(deps.db, config, row);
      const event: AlertEvent = row.revision === 0 ? "alert.opened" : "alert.updated";
      return {
        ...facts,
        ...(await audienceOf(deps.db, config, row.receiver, event)),
        event,
        publicUrl: config.alerts.publicUrl,
      };
    },
    decide: decideFlush,
    commit: (tx, decision, _row, facts) => commitFlush(tx, decision, facts),
    async abandon(tx, row, reason) {
      await settle(tx, row.id, null, { state: "joined", outcome: "suppressed", reason: "disabled", detail: reason });
      return { kind: "close", reason };
    },
  });
}

/** Whether the group speaks now, and with what; pure. */
export function decideFlush(facts: Facts): FlushDecision {
  const { group, waiting, route, now } = facts;
  if (route === null) {
    return waiting.length === 0
      ? { kind: "close" }
      : { kind: "suppress", reason: "no_route", detail: `route ${group.route} is no longer in the configuration` };
  }
  const severity = highest(
    waiting.map((alert) => alert.match.severity),
    group.severity,
  );
  const update =
    group.revision === 0 || waiting.length === 0
      ? null
      : updateReason(
          {
            severity: group.severity,
            sourceIds: facts.toldSources,
            updatesToday: isToday(group.updates_on, now) ? group.updates_today : 0,
          },
          newcomersOf(facts),
          route.updates,
        );
  const lastMatchAt = waiting.at(-1)?.createdAt ?? new Date(group.closes_at.getTime() - route.closeAfterMs);
  const isWaiting = waiting.length > 0 && update?.kind !== "join";
  const due = dueReason(
    { firstMatchAt: group.opened_at, lastMatchAt, lastSentAt: group.flushed_at, severity, isWaiting },
    now,
    route,
  );
  if (update?.kind === "join") {
    return { kind: "join", why: update.why, untilMs: Math.max(0, group.closes_at.getTime() - now.getTime()) };
  }
  switch (due.kind) {
    case "close":
      return { kind: "close" };
    case "wait":
    case "idle":
      return { kind: "wait", untilMs: Math.max(0, due.until.getTime() - now.getTime()) };
    case "send": {
      if (facts.noChannel !== null) return { kind: "suppress", ...facts.noChannel };
      const first = leading(waiting);
      return { kind: "send", why: update?.why ?? due.why, first, message: groupMessage(facts, first, severity) };
    }
  }
}

async function commitFlush(tx: Transaction<Database>, decision: FlushDecision, facts: Facts): Promise<StageResult> {
  const { group, waiting } = facts;
  const alertIds = waiting.map((alert) => alert.alertId);
  switch (decision.kind) {
    case "close":
      return (await hasNewcomers(tx, group.id, alertIds)) ? { kind: "again", dueInMs: 0 } : { kind: "close" };
    case "wait":
      return (await hasNewcomers(tx, group.id, alertIds))
        ? { kind: "again", dueInMs: 0 }
        : { kind: "again", dueInMs: decision.untilMs };
    case "suppress":
      await settle(tx, group.id, alertIds, {
        state: "joined",
        outcome: "suppressed",
        reason: decision.reason,
        detail: decision.detail,
      });
      return { kind: "again", dueInMs: 0, reason: decision.detail };
    case "join":
      await settle(tx, group.id, alertIds, {
        state: "joined",
        outcome: "joined",
        reason: null,
        detail: `the story was told already (${decision.why})`,
      });
      return (await hasNewcomers(tx, group.id, []))
        ? { kind: "again", dueInMs: 0 }
        : { kind: "again", dueInMs: decision.untilMs };
    case "send":
      return sendNow(tx, decision, facts);
  }
}

async function sendNow(
  tx: Transaction<Database>,
  { message, first, why }: Extract<FlushDecision, { kind: "send" }>,
  facts: Facts,
): Promise<StageResult> {
  const { group, waiting, event, now } = facts;
  const ring: Bell[] = [];
  for (const draft of facts.drafts) {
    const id = deliveryId({ ...draft, groupId: group.id, event, revision: message.revision });
    ring.push(await writeDelivery(tx, draft, { ...message, id }, { group_id: group.id, revision: message.revision }));
  }
  const isUpdate = event === "alert.updated";
  const today = now.toISOString().slice(0, 10);
  await tx
    .updateTable("alert_group")
    .set({
      revision: message.revision,
      flushed_at: sql<Date>`now()`,
      severity: message.severity,
      updates_on: today,
      updates_today: isUpdate ? (isToday(group.updates_on, now) ? group.updates_today : 0) + 1 : 0,
    })
    .where("id", "=", group.id)
    .execute();
  const others = waiting.filter((alert) => alert !== first).map((alert) => alert.alertId);
  await settle(tx, group.id, others, {
    state: "told",
    outcome: "joined",
    reason: null,
    detail: "named in the message of its story",
  });
  await settle(tx, group.id, [first.alertId], { state: "sent", outcome: "sent", reason: null, detail: why });
  await tx
    .updateTable("alert")
    .set({ state: "told" })
    .where("group_id", "=", group.id)
    .where("state", "=", "joined")
    .execute();
  const restMs = Math.max(0, group.closes_at.getTime() - now.getTime());
  return { kind: "again", dueInMs: (await hasNewcomers(tx, group.id, [])) ? 0 : restMs, ring, reason: why };
}

interface Settlement {
  readonly state: "sent" | "told" | "joined";
  readonly outcome: "sent" | "joined" | "suppressed";
  readonly reason: SuppressionReason | null;
  readonly detail: string;
}

/** Records how waiting alerts ended, and their matches with them; a match that was sent by one route stays sent. */
async function settle(
  tx: Transaction<Database>,
  groupId: string,
  alertIds: readonly string[] | null,
  end: Settlement,
): Promise<void> {
  if (alertIds?.length === 0) return;
  const settled = await tx
    .updateTable("alert")
    .set({
      state: end.state,
      reason: end.detail,
      group_revision: sql`(select revision from alert_group where id = ${groupId})`,
    })
    .where("group_id", "=", groupId)
    .where("state", "=", "waiting")
    .$if(alertIds !== null, (query) => query.where("id", "in", [...(alertIds ?? [])]))
    .returning("match_id")
    .execute();
  if (settled.length === 0) return;
  await tx
    .updateTable("topic_match")
    .set({ outcome: end.outcome, reason: end.reason, detail: end.detail, outcome_at: sql<Date>`now()` })
    .where(
      "id",
      "in",
      settled.map((row) => row.match_id),
    )
    .where((where) => where.or([where("outcome", "is", null), where("outcome", "<>", "sent")]))
    .execute();
}

async function hasNewcomers(tx: Transaction<Database>, groupId: string, known: readonly string[]): Promise<boolean> {
  const row = await tx
    .selectFrom("alert")
    .select("id")
    .where("group_id", "=", groupId)
    .where("state", "=", "waiting")
    .$if(known.length > 0, (query) => query.where("id", "not in", [...known]))
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** What waits, and what joined silently since the last message: five copies that come one by one are five sources. */
function newcomersOf({ waiting, joinedSources, toldPassages }: GroupFacts): Newcomer[] {
  const joined = joinedSources.map((sourceId): Newcomer => ({ kind: "copy", sourceId, severity: "low" }));
  return [...joined, ...waiting.map((alert) => newcomerOf(alert, toldPassages))];
}

function newcomerOf({ verdict, match, article }: WaitingAlert, toldPassages: readonly string[]): Newcomer {
  const common = { sourceId: article.sourceId, severity: match.severity };
  if (verdict === "duplicate" || verdict === "nearDuplicate") return { ...common, kind: "copy" };
  // Others are not told about (see `decideMatch`), so they do not come here.
  if (verdict === "revision") return { ...common, kind: "revision", textIsMaterial: true };
  return { ...common, kind: "article", passageIsNew: isPassageNew(match.snippet, toldPassages) };
}

/** The article a message is about: an original before its copies, the most severe match, then the first seen. */
function leading(waiting: readonly WaitingAlert[]): WaitingAlert {
  const rank = (alert: WaitingAlert): number => (alert.verdict === "unique" || alert.verdict === "revision" ? 0 : 1);
  const [first] = waiting.toSorted(
    (a, b) =>
      rank(a) - rank(b) ||
      severities.indexOf(b.match.severity) - severities.indexOf(a.match.severity) ||
      Number(a.alertId) - Number(b.alertId),
  );
  if (first === undefined) throw new RangeError("a group without waiting alerts has nothing to send");
  return first;
}

function highest(found: readonly Severity[], floor: Severity): Severity {
  return found.reduce((a, b) => (severities.indexOf(b) > severities.indexOf(a) ? b : a), floor);
}

/** `day` is a day of UTC; the driver gives it as its midnight in the process's own time zone. */
function isToday(day: Date | null, now: Date): boolean {
  if (day === null) return false;
  const startMs = Date.UTC(day.getFullYear(), day.getMonth(), day.getDate());
  return startMs === Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate());
}
