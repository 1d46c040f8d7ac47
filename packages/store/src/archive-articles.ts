import { sql } from "kysely";
import type { Kysely } from "kysely";
import { storedText } from "./bodies.ts";
import { byIndex } from "./prints.ts";
import type { Candidate } from "./archive-candidates.ts";
import type { Database, Id } from "./schema.ts";
import type { ArchivedArticle } from "./topic-archive.ts";

/** An article of the archive as search shows it. */
export interface FoundArticle extends ArchivedArticle {
  /** Publication, or first sight when that was earlier. */
  readonly at: Date;
}

/** An article of the archive whose text is still as it is stored. */
export interface PackedArticle extends Omit<FoundArticle, "sections"> {
  /** Null when it has no text. */
  readonly body: Buffer | null;
}

/** Articles in the order asked for; those that are gone are left out. Some hundreds at a time: each costs a tenth then of what one by one does. */
export async function loadCandidates(
  db: Kysely<Database>,
  candidates: readonly Pick<Candidate, "articleId" | "revision">[],
): Promise<readonly PackedArticle[]> {
  if (candidates.length === 0) return [];
  const ids = candidates.map(({ articleId }) => articleId);
  const revisions = candidates.map(({ revision }) => revision);
  return db.transaction().execute(async (tx) => {
    await sql`select ${byIndex}, set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true)`.execute(
      tx,
    );
    const found = await sql<PackedArticle>`
      select r.article_id, r.revision, r.source_id, r.story_id, r.seen_at, r.published_at, r.baseline, r.too_old, r.verdict, r.material,
        r.title, r.standfirst, r.language, r.canonical_url, r.page_url, r.authors, s.at, b.body
      from unnest(${ids}::bigint[], ${revisions}::int[]) with ordinality c (article_id, revision, place)
      join article_search s on s.article_id = c.article_id
      join article_revision r on r.article_id = c.article_id and r.revision = c.revision
      left join article_body b on b.article_id = r.article_id and b.revision = r.revision
      order by c.place`.execute(tx);
    return found.rows;
  });
}

/** The article with its text. Takes some tens of microseconds. */
export function unpackArticle({ body, ...article }: PackedArticle): FoundArticle {
  return { ...article, sections: body === null ? [] : storedText(body).sections };
}

/** Topics that were found in articles, and in how many of them each. */
export async function countFoundTopics(
  db: Kysely<Database>,
  articleIds: readonly Id[],
): Promise<readonly { readonly topicId: string; readonly articles: number }[]> {
  if (articleIds.length === 0) return [];
  const { rows } = await sql<{ topicId: string; articles: number }>`
    select topic_id as "topicId", count(distinct article_id)::int as articles from topic_match
    where article_id = any(${articleIds}::bigint[]) group by 1 order by 2 desc, 1`.execute(db);
  return rows;
}
