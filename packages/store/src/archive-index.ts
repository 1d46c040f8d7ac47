import { sql } from "kysely";
import type { Kysely, Transaction } from "kysely";
import type { ArticleRevision, Database } from "./schema.ts";

type Db = Kysely<Database> | Transaction<Database>;

/** Version of what is written to the index; another one means that archives have to be read again. */
export const searchIndexVersion = 1;

/**
 * Makes an article findable by a revision's words; an older revision never replaces a newer one.
 *
 * @param lexemes of `articleLexemes` (packages/topics), each once, none empty
 */
export async function indexArticle(
  db: Db,
  { article_id, revision }: Pick<ArticleRevision, "article_id" | "revision">,
  lexemes: readonly string[],
): Promise<void> {
  await sql`
    insert into article_search as s (article_id, revision, source_id, story_id, at, language, tokens)
    select r.article_id, r.revision, r.source_id, r.story_id, least(r.published_at, a.first_seen_at),
      lower(nullif(split_part(replace(trim(r.language), '_', '-'), '-', 1), '')), array_to_tsvector(${lexemes}::text[])
    from article_revision r join article a on a.id = r.article_id
    where r.article_id = ${article_id} and r.revision = ${revision}
    on conflict (article_id) do update set revision = excluded.revision, source_id = excluded.source_id, story_id = excluded.story_id,
      at = excluded.at, language = excluded.language, tokens = excluded.tokens
    where s.revision <= excluded.revision`.execute(db);
}

/** How much of the archive can be found. */
export interface IndexState {
  /** False: what was archived before the index is not in it yet. */
  readonly isComplete: boolean;
}

export async function readIndexState(db: Db): Promise<IndexState> {
  const { rows } = await sql<IndexState>`
    select exists (select from reindex where name = 'search' and version = ${searchIndexVersion} and finished_at is not null)
      as "isComplete"`.execute(db);
  return rows[0] ?? { isComplete: false };
}

/** Languages of the articles in the index, primary subtags. Looks at one entry per language, not at all articles. */
export async function indexedLanguages(db: Db): Promise<readonly string[]> {
  const { rows } = await sql<{ language: string }>`
    with recursive known (language) as (
      select min(language) from article_search
      union all
      select (select min(s.language) from article_search s where s.language > k.language) from known k where k.language is not null)
    select language from known where language is not null limit 500`.execute(db);
  return rows.map(({ language }) => language);
}

/** Sources of the articles in the index. */
export async function indexedSources(db: Db): Promise<readonly string[]> {
  const { rows } = await sql<{ sourceId: string }>`
    with recursive known (id) as (
      select min(source_id) from article_search
      union all
      select (select min(s.source_id) from article_search s where s.source_id > k.id) from known k where k.id is not null)
    select id as "sourceId" from known where id is not null limit 5000`.execute(db);
  return rows.map(({ sourceId }) => sourceId);
}
