import type { Severity, Snippet, SuppressionReason } from "@wirewatch/model";
import { sql } from "kysely";
import type { Kysely } from "kysely";
import { readCards } from "./alert-cards.ts";
import type { AlertCard } from "./alert-cards.ts";
import type { AlertTable, MatchOutcome } from "./alert-tables.ts";
import type { AuditTable } from "./console-tables.ts";
import type { DeliveryState } from "./delivery-log.ts";
import type { Database, Id } from "./schema.ts";
import type { StoredSilence } from "./silences.ts";
import { silencesByIds } from "./silences.ts";

/** A match of an alert, with everything that was found. */
export interface AlertedMatch {
  readonly id: Id;
  readonly articleId: Id;
  readonly revision: number;
  readonly title: string;
  readonly url: string | null;
  readonly sourceId: string;
  readonly severity: Severity;
  /** The topic's own severity where a query under `raise` made it another one. */
  readonly raisedFrom: Severity | null;
  readonly language: string | null;
  readonly publishedAt: Date | null;
  readonly firstSeenAt: Date;
  readonly matchedAt: Date;
  readonly snippets: readonly Snippet[];
  readonly clauses: readonly { readonly clause: string; readonly query: string; readonly words?: readonly string[] }[];
  readonly outcome: MatchOutcome | null;
  readonly reason: SuppressionReason | null;
  readonly detail: string | null;
  /** What became of it in each group, by the group's name. */
  readonly states: readonly { readonly alertId: string; readonly state: AlertTable["state"]; readonly at: string }[];
  /** What somebody said of it; null while nobody did. */
  readonly isRelevant: boolean | null;
}

/** A message about an alert, or one that named it among others. */
export interface AlertMessageLine {
  readonly id: string;
  readonly alertId: string | null;
  readonly receiver: string;
  readonly channel: string;
  readonly channelKind: string;
  readonly event: string;
  readonly state: DeliveryState;
  readonly reason: string | null;
  readonly createdAt: Date;
  readonly sentAt: Date | null;
  /** When it is tried next; null when it is not. */
  readonly nextTryAt: Date | null;
  /** In order. */
  readonly attempts: readonly {
    readonly attempt: number;
    readonly at: string;
    readonly result: string;
    readonly status: number | null;
    readonly latencyMs: number | null;
    readonly reason: string | null;
  }[];
}

/** A write that somebody did about an alert. */
export interface AuditLine {
  readonly id: Id;
  readonly at: Date;
  readonly actor: string;
  readonly actorKind: AuditTable["actor_kind"];
  readonly action: string;
  readonly targetId: string | null;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** Everything about one story's alert in one topic, whomever it was told. */
export interface AlertPage {
  readonly card: AlertCard;
  /** In the order in which they came; at most {@link maxRows}, the newest. */
  readonly matches: readonly AlertedMatch[];
  /** Likewise. */
  readonly messages: readonly AlertMessageLine[];
  /** Silences that kept something of it from being told. */
  readonly silences: readonly StoredSilence[];
  readonly audit: readonly AuditLine[];
}

const maxRows = 100;

/** @param alertId as messages name it (`al_12`), or only its number @returns null when there is no such alert */
export async function readAlertPage(db: Kysely<Database>, alertId: string): Promise<AlertPage | null> {
  const id = /^(?:al_)?([1-9]\d{0,17})$/u.exec(alertId)?.[1];
  if (id === undefined) return null;
  const [card] = await readCards(db, [id]);
  if (card === undefined) return null;
  const ids = card.groups.map((group) => group.alertId.slice(3));
  const [matches, messages, audit] = await Promise.all([matchesOf(db, ids), messagesOf(db, ids), auditOf(db, ids)]);
  // The detail begins as `packages/alerting` writes it.
  const silenceIds = matches.flatMap(({ reason, detail }) =>
    reason === "silenced" ? (/^silence (\d+) of /u.exec(detail ?? "")?.slice(1) ?? []) : [],
  );
  return { card, matches, messages, audit, silences: await silencesByIds(db, silenceIds) };
}

async function matchesOf(db: Kysely<Database>, groupIds: readonly Id[]): Promise<AlertedMatch[]> {
  const { rows } = await sql<AlertedMatch>`
    select m.id, m.article_id as "articleId", m.revision, coalesce(r.title, r.page_url, '') as title,
      coalesce(r.page_url, r.canonical_url) as url, coalesce(r.source_id, '') as "sourceId", m.severity,
      m.raised_from as "raisedFrom", coalesce(m.text_language, r.language) as language, r.published_at as "publishedAt",
      coalesce(r.seen_at, m.matched_at, s.first_at) as "firstSeenAt", coalesce(m.matched_at, s.first_at) as "matchedAt",
      case when m.snippets = '[]' then jsonb_build_array(m.snippet) else m.snippets end as snippets,
      (select coalesce(jsonb_agg(jsonb_build_object('clause', c -> 'clause', 'query', c -> 'query', 'words', coalesce(c -> 'words', '[]'))), '[]')
        from jsonb_array_elements(m.clauses) c) as clauses,
      m.outcome, m.reason, m.detail, s.states, b.is_relevant as "isRelevant"
    from (select a.match_id, min(a.created_at) as first_at,
        jsonb_agg(jsonb_build_object('alertId', 'al_' || a.group_id, 'state', a.state, 'at', a.created_at) order by a.id) as states
      from alert a where a.group_id = any(${groupIds}::bigint[]) group by 1 order by 1 desc limit ${maxRows}) s
      join topic_match m on m.id = s.match_id
      left join article_revision r on r.article_id = m.article_id and r.revision = m.revision
      left join match_feedback b on b.match_id = m.id
    order by m.id`.execute(db);
  return rows;
}

async function messagesOf(db: Kysely<Database>, groupIds: readonly Id[]): Promise<AlertMessageLine[]> {
  const { rows } = await sql<AlertMessageLine>`
    select d.id, 'al_' || d.group_id as "alertId", d.receiver, d.channel, d.channel_kind as "channelKind", d.event, d.state,
      d.reason, d.created_at as "createdAt", d.sent_at as "sentAt",
      case when d.stage = 'deliver' then nullif(d.due_at, 'infinity') end as "nextTryAt",
      (select coalesce(jsonb_agg(jsonb_build_object('attempt', t.attempt, 'at', t.at, 'result', t.result, 'status', t.status,
          'latencyMs', t.latency_ms, 'reason', t.reason) order by t.attempt), '[]')
        from delivery_attempt t where t.delivery_id = d.id) as attempts
    from (
      select id from delivery where group_id = any(${groupIds}::bigint[])
      union
      select b.id from (select distinct i.digest_id from alert a join digest_item i on i.alert_id = a.id
          where a.group_id = any(${groupIds}::bigint[])) g join delivery b on b.digest_id = g.digest_id
      limit ${maxRows}) chosen join delivery d on d.id = chosen.id
    order by d.created_at, d.id`.execute(db);
  return rows;
}

async function auditOf(db: Kysely<Database>, groupIds: readonly Id[]): Promise<AuditLine[]> {
  const names = groupIds.map((id) => `al_${id}`);
  const { rows } = await sql<AuditLine>`
    select id, at, actor, actor_kind as "actorKind", action, target_id as "targetId", detail from audit
    where target_kind = 'alert' and target_id = any(${names}::text[]) order by id desc limit ${maxRows}`.execute(db);
  return rows;
}
