import type { Snippet } from "@wirewatch/model";
import { sql } from "kysely";
import type { Kysely } from "kysely";
import { storable } from "./clean.ts";
import type { Database, Id } from "./schema.ts";

/** What people said of the matches of a topic. */
export interface FeedbackCount {
  readonly topicId: string;
  readonly relevant: number;
  readonly notRelevant: number;
}

/** A match somebody said something about. */
export interface JudgedMatch {
  readonly matchId: Id;
  readonly articleId: Id;
  readonly isRelevant: boolean;
  readonly title: string | null;
  readonly snippet: Snippet;
}

/**
 * Notes whether a match was what its topic is for; what was said before is replaced.
 *
 * @returns the match's topic and article; null when there is no such match
 */
export async function saveMatchFeedback(
  db: Kysely<Database>,
  said: { readonly matchId: Id; readonly isRelevant: boolean; readonly note?: string | null; readonly by: string },
): Promise<{ readonly topicId: string; readonly articleId: Id } | null> {
  const note = said.note === undefined || said.note === null ? null : storable(said.note);
  const { rows } = await sql<{ topicId: string; articleId: Id }>`
    with said as (
      insert into match_feedback as f (match_id, is_relevant, note, by)
      select id, ${said.isRelevant}, ${note}, ${said.by} from topic_match where id = ${said.matchId}
      on conflict (match_id) do update set is_relevant = excluded.is_relevant, note = excluded.note, by = excluded.by, at = now()
      returning match_id)
    select m.topic_id as "topicId", m.article_id as "articleId" from said join topic_match m on m.id = said.match_id`.execute(
    db,
  );
  return rows[0] ?? null;
}

/** Notes the same of all matches of a topic in some articles; articles without a match of it are passed over. */
export async function saveArticleFeedback(
  db: Kysely<Database>,
  said: {
    readonly topicId: string;
    readonly articleIds: readonly Id[];
    readonly isRelevant: boolean;
    readonly by: string;
  },
): Promise<void> {
  if (said.articleIds.length === 0) return;
  await sql`
    insert into match_feedback as f (match_id, is_relevant, by)
    select id, ${said.isRelevant}, ${said.by} from topic_match
    where topic_id = ${storable(said.topicId)} and article_id = any(${said.articleIds}::bigint[])
    on conflict (match_id) do update set is_relevant = excluded.is_relevant, by = excluded.by, at = now()`.execute(db);
}

/** How often people found matches relevant, for every topic they said something about. */
export async function countFeedback(db: Kysely<Database>): Promise<FeedbackCount[]> {
  const { rows } = await sql<FeedbackCount>`
    select m.topic_id as "topicId", count(*) filter (where f.is_relevant)::int as relevant,
      count(*) filter (where not f.is_relevant)::int as "notRelevant"
    from match_feedback f join topic_match m on m.id = f.match_id group by m.topic_id`.execute(db);
  return rows;
}

/** The matches of a topic that people judged, the latest judgement first; of an article the last one counts. */
export async function listJudgedMatches(db: Kysely<Database>, topicId: string, limit = 200): Promise<JudgedMatch[]> {
  const { rows } = await sql<JudgedMatch>`
    select * from (
      select distinct on (m.article_id) m.id as "matchId", m.article_id as "articleId", f.is_relevant as "isRelevant", r.title, m.snippet, f.at
      from match_feedback f join topic_match m on m.id = f.match_id
      left join article_revision r on r.article_id = m.article_id and r.revision = m.revision
      where m.topic_id = ${storable(topicId)} order by m.article_id, f.at desc) j
    order by at desc limit ${limit}`.execute(db);
  return rows;
}
