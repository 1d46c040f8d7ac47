import type { Severity, Snippet, SuppressionReason } from "@wirewatch/model";
import { suppressionReasons } from "@wirewatch/model";
import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Database, Id } from "./schema.ts";

/** A match that nobody was told of, and why. */
export interface SuppressedMatch {
  readonly id: Id;
  readonly topicId: string;
  readonly topicName: string;
  readonly severity: Severity;
  readonly storyId: Id;
  readonly articleId: Id;
  readonly revision: number;
  readonly title: string;
  readonly url: string | null;
  readonly sourceId: string;
  readonly reason: SuppressionReason;
  /** What decided, in a few words of the program; null where nothing was noted. */
  readonly detail: string | null;
  readonly at: Date;
  readonly snippet: Snippet;
  /** An alert it belongs to, as messages name it; null when it never came that far. */
  readonly alertId: string | null;
}

/** Which of them are wanted; null wants any. */
export interface SuppressedChoice {
  readonly reason: SuppressionReason | null;
  readonly topicId: string | null;
  readonly severity: string | null;
  readonly sourceId: string | null;
  /** Only those that this silence kept from being told. */
  readonly silenceId: Id | null;
}

/** Any of them. */
export const anySuppressed: SuppressedChoice = {
  reason: null,
  topicId: null,
  severity: null,
  sourceId: null,
  silenceId: null,
};

/**
 * Matches that nobody was told of, the last ones first.
 *
 * @param after id of the last match of the page before; null for the first page
 */
export async function listSuppressed(
  db: Kysely<Database>,
  choice: SuppressedChoice,
  { after, limit }: { readonly after: Id | null; readonly limit: number },
): Promise<SuppressedMatch[]> {
  // The index is by reason first: each reason gives its newest, and of these the newest are wanted.
  const { rows } = await sql<SuppressedMatch>`
    with ${ofSource(choice.sourceId)}, place as (select outcome_at, id from topic_match where id = ${after}),
    chosen as (
      select m.* from unnest(${choice.reason === null ? suppressionReasons : [choice.reason]}::text[]) wanted(reason)
        cross join lateral (
          select m.* from topic_match m where m.reason = wanted.reason and m.outcome = 'suppressed' and ${conditionsOf(choice)}
            and (${after === null} or (m.outcome_at <= (select outcome_at from place)
              and (m.outcome_at, m.id) < (select outcome_at, id from place)))
          order by m.outcome_at desc, m.id desc limit ${limit}) m
      order by m.outcome_at desc, m.id desc limit ${limit})
    select m.id, m.topic_id as "topicId", m.topic_name as "topicName", m.severity, m.story_id as "storyId",
      m.article_id as "articleId", m.revision, coalesce(r.title, '') as title, coalesce(r.page_url, r.canonical_url) as url,
      coalesce(r.source_id, '') as "sourceId", m.reason, m.detail, m.outcome_at as at, m.snippet,
      (select 'al_' || a.group_id from alert a where a.match_id = m.id order by a.id desc limit 1) as "alertId"
    from chosen m left join article_revision r on r.article_id = m.article_id and r.revision = m.revision
    order by m.outcome_at desc, m.id desc`.execute(db);
  return rows;
}

/** How many there are; stops counting after `most`. */
export async function countSuppressed(db: Kysely<Database>, choice: SuppressedChoice, most: number): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    with ${ofSource(choice.sourceId)}
    select count(*)::int as n from (select 1 from topic_match m
      where m.reason is not null and m.outcome = 'suppressed'
        and ${choice.reason === null ? sql`true` : sql`m.reason = ${choice.reason}`} and ${conditionsOf(choice)} limit ${most}) m`.execute(
    db,
  );
  return rows[0]?.n ?? 0;
}

/** Articles of a source, found once for all reasons; none where no source is wanted. */
function ofSource(sourceId: string | null) {
  return sql`of_source as materialized (select id from article where ${sourceId !== null} and source_id = ${sourceId ?? ""})`;
}

function conditionsOf({ topicId, severity, sourceId, silenceId }: SuppressedChoice) {
  const conditions = [
    ...(topicId === null ? [] : [sql`m.topic_id = ${topicId}`]),
    ...(severity === null ? [] : [sql`m.severity = ${severity}`]),
    ...(sourceId === null ? [] : [sql`m.article_id in (select id from of_source)`]),
    // The detail begins as `packages/alerting` writes it.
    ...(silenceId === null
      ? []
      : [
          sql`m.reason = 'silenced' and m.detail like ${`silence ${silenceId} of %`}
            and m.outcome_at >= (select created_at from silence where id = ${silenceId})`,
        ]),
  ];
  return conditions.length === 0 ? sql`true` : sql`(${sql.join(conditions, sql` and `)})`;
}
