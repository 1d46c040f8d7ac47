import type { Severity, Snippet } from "@wirewatch/model";
import { sql } from "kysely";
import type { Kysely } from "kysely";
import { findAlert } from "./alert-actions.ts";
import type { ListedAlert } from "./alert-actions.ts";
import type { DeliveryState } from "./delivery-log.ts";
import type { AlertTable } from "./alert-tables.ts";
import type { Database, Id } from "./schema.ts";

/** An article that matched, and what became of it in the alert. */
export interface AlertedArticle {
  readonly articleId: Id;
  readonly revision: number;
  readonly title: string;
  /** Null when only its text is known. */
  readonly url: string | null;
  readonly sourceId: string;
  readonly severity: Severity;
  readonly state: AlertTable["state"];
  readonly reason: string | null;
  readonly publishedAt: Date | null;
  readonly firstSeenAt: Date;
  readonly matchedAt: Date;
  /** When the first message that named it arrived somewhere; null when none did. */
  readonly sentAt: Date | null;
  readonly snippet: Snippet;
  /** The topic's queries that were true. */
  readonly clauses: readonly { readonly clause: string; readonly query: string }[];
}

/** What became of an article, as a person would say it. */
export const articleWords: Readonly<Record<AlertedArticle["state"], string>> = {
  waiting: "waits for the next message",
  held: "is held back until quiet hours end, or for a digest",
  sent: "told",
  told: "named in a message about another article",
  digested: "told in a digest",
  joined: "joined without a message",
  suppressed: "not told",
};

/** A message about the alert, or one that named it among others. */
export interface AlertDelivery {
  readonly id: string;
  readonly receiver: string;
  readonly channel: string;
  readonly event: string;
  readonly state: DeliveryState;
  readonly reason: string | null;
  /** HTTP status or SMTP code of the last attempt. */
  readonly status: number | null;
  readonly attempts: number;
  readonly createdAt: Date;
  readonly sentAt: Date | null;
  /** When it is tried next; null when it is not. */
  readonly nextTryAt: Date | null;
}

/** Everything about one alert: what it is about, whom it was told, and how long that took. */
export interface AlertReport {
  readonly alert: ListedAlert;
  /** In the order in which they came; at most {@link maxRows}. */
  readonly articles: readonly AlertedArticle[];
  /** Likewise. */
  readonly deliveries: readonly AlertDelivery[];
  /** Milliseconds from the publication of the first article that was told to the first message; null while unknown. */
  readonly publishedToSentMs: number | null;
  /** Milliseconds from its match to the first message: what waiting, quiet hours and delivery cost. */
  readonly matchedToSentMs: number | null;
}

const maxRows = 200;

/** @param alertId as messages name it (`al_12`), or only its number @returns null when there is no such alert */
export async function readAlertReport(db: Kysely<Database>, alertId: string): Promise<AlertReport | null> {
  const alert = await findAlert(db, alertId);
  if (alert === null) return null;
  const groupId = alert.alertId.replace("al_", "");
  const articles = await articlesOf(db, groupId);
  const [first] = articles
    .flatMap(({ sentAt, ...article }) => (sentAt === null ? [] : [{ ...article, sentAt }]))
    .toSorted((a, b) => a.sentAt.getTime() - b.sentAt.getTime());
  return {
    alert,
    articles,
    deliveries: await deliveriesOf(db, groupId),
    publishedToSentMs: spanMs(first?.publishedAt ?? null, first?.sentAt),
    matchedToSentMs: spanMs(first?.matchedAt ?? null, first?.sentAt),
  };
}

/** Publishers date articles into the future, too: such a time says nothing. */
function spanMs(from: Date | null, to: Date | undefined): number | null {
  if (from === null || to === undefined) return null;
  const ms = to.getTime() - from.getTime();
  return ms < 0 ? null : ms;
}

async function articlesOf(db: Kysely<Database>, groupId: Id): Promise<AlertedArticle[]> {
  const { rows } = await sql<AlertedArticle>`
    select a.article_id as "articleId", m.revision, coalesce(r.title, r.page_url, '') as title,
      coalesce(r.page_url, r.canonical_url) as url, r.source_id as "sourceId", m.severity, a.state, a.reason,
      r.published_at as "publishedAt", r.seen_at as "firstSeenAt", coalesce(m.matched_at, a.created_at) as "matchedAt",
      (select min(d.sent_at) from delivery d where a.state in ('sent', 'told', 'digested') and (
        (d.group_id = a.group_id and d.revision = a.group_revision and d.event in ('alert.opened', 'alert.updated'))
        or d.digest_id in (select i.digest_id from digest_item i where i.alert_id = a.id))) as "sentAt",
      m.snippet, (select coalesce(jsonb_agg(jsonb_build_object('clause', c -> 'clause', 'query', c -> 'query')), '[]')
        from jsonb_array_elements(m.clauses) c) as clauses
    from alert a join topic_match m on m.id = a.match_id
      join article_revision r on r.article_id = m.article_id and r.revision = m.revision
    where a.group_id = ${groupId} order by a.id limit ${maxRows}`.execute(db);
  return rows;
}

async function deliveriesOf(db: Kysely<Database>, groupId: Id): Promise<AlertDelivery[]> {
  const { rows } = await sql<AlertDelivery>`
    select d.id, d.receiver, d.channel, d.event, d.state, d.reason, d.status,
      (select count(*)::int from delivery_attempt t where t.delivery_id = d.id) as attempts,
      d.created_at as "createdAt", d.sent_at as "sentAt",
      case when d.stage = 'deliver' then nullif(d.due_at, 'infinity') end as "nextTryAt"
    from delivery d
    where d.group_id = ${groupId} or d.digest_id in (
      select i.digest_id from digest_item i join alert a on a.id = i.alert_id where a.group_id = ${groupId})
    order by d.created_at, d.id limit ${maxRows}`.execute(db);
  return rows;
}
