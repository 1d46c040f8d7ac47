import type { Snippet } from "@wirewatch/model";
import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Database, Id } from "./schema.ts";

/** An article that a topic is in, for the topic's feed. */
export interface TopicFeedArticle {
  readonly articleId: Id;
  readonly revision: number;
  readonly title: string | null;
  readonly url: string | null;
  readonly sourceId: string;
  readonly authors: readonly string[];
  readonly language: string | null;
  /** When it was first found, and when a revision of it was found last. */
  readonly foundAt: Date;
  readonly updatedAt: Date;
  readonly snippets: readonly Snippet[];
}

/** Articles that are looked at: an article of them that is revised comes to the front, an older one does not come back. */
const lookedAt = 200;

/** The latest articles of a topic as they were found when they came in, the last changed first; what a later rematch found is left out. */
export async function readTopicFeed(
  db: Kysely<Database>,
  topicId: string,
  limit: number,
): Promise<readonly TopicFeedArticle[]> {
  const { rows } = await sql<TopicFeedArticle>`
    with latest as (
      select distinct article_id from topic_match where topic_id = ${topicId} and reason is distinct from 'rematch'
      order by article_id desc limit ${lookedAt}),
    found as (
      select m.article_id, max(m.revision) as revision, min(coalesce(m.matched_at, r.seen_at)) as "foundAt",
        max(coalesce(m.matched_at, r.seen_at)) as "updatedAt"
      from latest l join topic_match m on m.article_id = l.article_id and m.topic_id = ${topicId} and m.reason is distinct from 'rematch'
        join article_revision r on r.article_id = m.article_id and r.revision = m.revision
      group by 1)
    select f.article_id as "articleId", f.revision, r.title, coalesce(r.canonical_url, r.page_url) as url, r.source_id as "sourceId", r.authors,
      r.language, f."foundAt", f."updatedAt",
      case when jsonb_array_length(m.snippets) > 0 then m.snippets else jsonb_build_array(m.snippet) end as snippets
    from found f join article_revision r on r.article_id = f.article_id and r.revision = f.revision
      join topic_match m on m.article_id = f.article_id and m.revision = f.revision and m.topic_id = ${topicId}
    order by f."updatedAt" desc, f.article_id desc limit ${limit}`.execute(db);
  return rows;
}
