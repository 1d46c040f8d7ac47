import type { Severity, Snippet, SuppressionReason } from "@wirewatch/model";
import { sql } from "kysely";
import type { Kysely, RawBuilder } from "kysely";
import type { DeliveryState } from "./delivery-log.ts";
import type { Database, Id, MatchOutcome } from "./schema.ts";

/** One try to hand over a message. */
interface ExplainedAttempt {
  readonly attempt: number;
  readonly at: Date;
  /** `sent`, `later`, `dead`, `unknown`. */
  readonly result: string;
  readonly status: number | null;
  readonly latencyMs: number | null;
  readonly reason: string | null;
}

/** One message to one channel. */
export interface ExplainedDelivery {
  readonly id: string;
  readonly channel: string;
  readonly event: string;
  readonly state: DeliveryState;
  readonly reason: string | null;
  readonly createdAt: Date;
  readonly sentAt: Date | null;
  /** When it is tried next; null when it is not. */
  readonly nextTryAt: Date | null;
  readonly attempts: readonly ExplainedAttempt[];
}

/** What one route made of a match. */
export interface ExplainedAlert {
  /** As messages name it. */
  readonly alertId: string;
  readonly route: string;
  readonly receiver: string;
  /** See `AlertTable`. */
  readonly state: "waiting" | "held" | "sent" | "told" | "digested" | "joined" | "suppressed";
  readonly reason: string | null;
  readonly createdAt: Date;
  /** When the group speaks next; null when that is not set. */
  readonly groupDueAt: Date | null;
  /** When the batch or digest leaves that it waits in; null when it waits in none. */
  readonly leavesAt: Date | null;
  /** Number of the group's message that it was part of; null before. */
  readonly message: number | null;
  readonly deliveries: readonly ExplainedDelivery[];
}

/** A query of a topic that was true, and by what. */
export interface ExplainedClause {
  readonly clause: string;
  readonly query: string;
  /** Some of the words it found, as they stand in the text. */
  readonly words: readonly string[];
  /** Names of the texts they are in: `title`, `hN` and `sN` for heading and text of section N, from 0; in reading order. */
  readonly texts: readonly string[];
}

/** A topic that was in the article, and how that ended. */
export interface ExplainedMatch {
  readonly topicId: string;
  readonly topicName: string;
  readonly severity: Severity;
  /** The topic's own severity, where one of its queries raised it. */
  readonly raisedFrom: Severity | null;
  readonly configVersion: string;
  /** See `topicVersion`; empty where it was not recorded. */
  readonly topicVersion: string;
  /** Language the text was read in; null when unknown. */
  readonly language: string | null;
  /** Numbers of the sections; null stands for the title or the whole document. */
  readonly units: readonly (number | null)[];
  readonly clauses: readonly ExplainedClause[];
  /** At least one, the best first. */
  readonly snippets: readonly Snippet[];
  readonly strength: number;
  /** Named in passing. */
  readonly isBrief: boolean;
  /** Null while it is on its way. */
  readonly outcome: MatchOutcome | null;
  readonly reason: SuppressionReason | null;
  readonly detail: string | null;
  readonly outcomeAt: Date | null;
  readonly alerts: readonly ExplainedAlert[];
}

/** The matches of one revision with everything that followed from them. */
export async function explainMatches(db: Kysely<Database>, articleId: Id, revision: number): Promise<ExplainedMatch[]> {
  const matches = await db
    .selectFrom("topic_match")
    .selectAll()
    .where("article_id", "=", articleId)
    .where("revision", "=", revision)
    .orderBy("id")
    .execute();
  const explained: ExplainedMatch[] = [];
  for (const match of matches) {
    explained.push({
      topicId: match.topic_id,
      topicName: match.topic_name,
      severity: match.severity,
      raisedFrom: match.raised_from,
      configVersion: match.config_version,
      topicVersion: match.topic_version,
      language: match.text_language,
      units: match.units,
      clauses: match.clauses.map(({ clause, query, words = [], spans = {} }) => ({
        clause,
        query,
        words,
        texts: Object.keys(spans).toSorted((a, b) => placeOf(a) - placeOf(b)),
      })),
      snippets: match.snippets.length === 0 ? [match.snippet] : match.snippets,
      strength: match.strength,
      isBrief: match.is_brief,
      outcome: match.outcome,
      reason: match.reason,
      detail: match.detail,
      outcomeAt: match.outcome_at,
      alerts: await explainAlerts(db, match.id),
    });
  }
  return explained;
}

/** Place of a text in reading order: stored JSON has the names in another one. */
function placeOf(name: string): number {
  if (name === "title") return -1;
  return 2 * Number(name.slice(1)) + (name.startsWith("h") ? 0 : 1);
}

type AlertRow = Omit<ExplainedAlert, "deliveries"> & { readonly group_id: Id; readonly alert_id: Id };

async function explainAlerts(db: Kysely<Database>, matchId: Id): Promise<ExplainedAlert[]> {
  const { rows } = await sql<AlertRow>`
    select 'al_' || g.id as "alertId", a.group_id, a.id as alert_id, g.route, g.receiver, a.state, a.reason, a.created_at as "createdAt",
      case when g.stage = 'flush' then nullif(g.due_at, 'infinity') end as "groupDueAt", a.group_revision as message,
      case when a.state = 'held' then (select min(d.for_at) from digest_item i join digest d on d.id = i.digest_id
        where i.alert_id = a.id and d.stage = 'digest') end as "leavesAt"
    from alert a join alert_group g on g.id = a.group_id where a.match_id = ${matchId} order by a.id`.execute(db);
  const alerts: ExplainedAlert[] = [];
  for (const { group_id: groupId, alert_id: id, ...alert } of rows) {
    const inGroup = sql<boolean>`group_id = ${groupId} and revision = ${alert.message}`;
    const inDigest = sql<boolean>`digest_id in (select digest_id from digest_item where alert_id = ${id})`;
    alerts.push({ ...alert, deliveries: await explainDeliveries(db, sql<boolean>`${inGroup} or ${inDigest}`) });
  }
  return alerts;
}

type DeliveryRow = Omit<ExplainedDelivery, "attempts">;

async function explainDeliveries(db: Kysely<Database>, condition: RawBuilder<boolean>): Promise<ExplainedDelivery[]> {
  const { rows } = await sql<DeliveryRow>`
    select id, channel, event, state, reason, created_at as "createdAt", sent_at as "sentAt",
      case when stage = 'deliver' then nullif(due_at, 'infinity') end as "nextTryAt"
    from delivery where ${condition} order by channel, created_at`.execute(db);
  const attempts = await db
    .selectFrom("delivery_attempt")
    .selectAll()
    .where("delivery_id", "in", ["", ...rows.map((row) => row.id)])
    .orderBy("attempt")
    .execute();
  const byDelivery = Map.groupBy(attempts, (row) => row.delivery_id);
  return rows.map((row) => ({
    ...row,
    attempts: (byDelivery.get(row.id) ?? []).map(({ attempt, at, result, status, latency_ms, reason }) => ({
      attempt,
      at,
      result,
      status,
      latencyMs: latency_ms,
      reason,
    })),
  }));
}
