import type { Section } from "@wirewatch/model";
import { sql } from "kysely";
import type { Kysely, RawBuilder } from "kysely";
import { storedText } from "./bodies.ts";
import { byIndex } from "./prints.ts";
import type { ArticleRevision, Database, Id } from "./schema.ts";
import type { DocumentRow } from "./topic-document.ts";

/** An archived article in the latest version that topics were asked about. */
export interface ArchivedArticle
  extends
    DocumentRow,
    Pick<
      ArticleRevision,
      | "article_id"
      | "revision"
      | "source_id"
      | "story_id"
      | "seen_at"
      | "published_at"
      | "baseline"
      | "too_old"
      | "verdict"
      | "material"
    > {
  readonly sections: readonly Section[];
}

/** The part of the archive that was seen since an instant. */
export interface ArchiveWindow {
  readonly since: Date;
  readonly articles: number;
  /** Lowest id of its articles; '0' when there are none. */
  readonly firstArticleId: Id;
  /** When the first of them was seen; null when there are none. */
  readonly firstSeenAt: Date | null;
}

/** An article whose text is not kept any more would look like one without: topics are not asked about it again. */
const hasItsText = sql<boolean>`(coalesce(r.characters, 0) = 0 or exists (
  select from article_body b where b.article_id = r.article_id and b.revision = r.revision))`;

/** Revisions that topics were asked about, and nobody works on. What was looked at again and had not changed is none. */
const isArchived = (since: Date): RawBuilder<boolean> => sql<boolean>`
  r.stage = 'done' and r.outcome in ('matched', 'unmatched', 'duplicate') and r.seen_at > ${since} and ${hasItsText}`;

/** Measures the part of the archive since an instant; reads all rows once, but no text. */
export async function openArchive(db: Kysely<Database>, since: Date): Promise<ArchiveWindow> {
  const { rows } = await sql<Omit<ArchiveWindow, "since">>`
    select count(distinct r.article_id)::int as articles, coalesce(min(r.article_id), 0)::text as "firstArticleId",
      min(r.seen_at) as "firstSeenAt" from article_revision r where ${isArchived(since)}`.execute(db);
  return { since, ...(rows[0] ?? { articles: 0, firstArticleId: "0", firstSeenAt: null }) };
}

/** The next articles of a window by id, with their texts: after one, ascending. */
export function archivedAfter(
  db: Kysely<Database>,
  { since, firstArticleId }: ArchiveWindow,
  after: Id,
  limit: number,
): Promise<ArchivedArticle[]> {
  const isInPage = sql<boolean>`r.article_id >= ${firstArticleId} and r.article_id > ${after}`;
  return readPage(db, sql`${isArchived(since)} and ${isInPage}`, sql`asc`, limit);
}

/**
 * The next articles of a window by id, with their texts: before one, descending.
 *
 * @param before null begins with the latest
 */
export function archivedBefore(
  db: Kysely<Database>,
  { since, firstArticleId }: ArchiveWindow,
  before: Id | null,
  limit: number,
): Promise<ArchivedArticle[]> {
  const isInPage =
    before === null
      ? sql<boolean>`r.article_id >= ${firstArticleId}`
      : sql<boolean>`r.article_id >= ${firstArticleId} and r.article_id < ${before}`;
  return readPage(db, sql`${isArchived(since)} and ${isInPage}`, sql`desc`, limit);
}

/** An article in the latest version that topics were asked about, or are going to be; null when there is none. */
export async function latestArchived(db: Kysely<Database>, articleId: Id): Promise<ArchivedArticle | null> {
  const isAsked = sql<boolean>`r.article_id = ${articleId} and (r.stage in ('classify', 'notify') or
    r.stage = 'done' and r.outcome in ('matched', 'unmatched', 'duplicate'))`;
  return (await readPage(db, isAsked, sql`desc`, 1))[0] ?? null;
}

/**
 * In the order of the primary key, so that a page costs what is on it. The planner is told so: with the statistics of a young store it would
 * read and sort all articles and their texts for each page.
 */
async function readPage(
  db: Kysely<Database>,
  condition: RawBuilder<unknown>,
  direction: RawBuilder<unknown>,
  limit: number,
): Promise<ArchivedArticle[]> {
  const { rows } = await db.transaction().execute(async (tx) => {
    await sql`select ${byIndex}, set_config('enable_bitmapscan', 'off', true), set_config('enable_hashjoin', 'off', true),
      set_config('enable_mergejoin', 'off', true)`.execute(tx);
    return sql<Omit<ArchivedArticle, "sections"> & { readonly body: Buffer | null }>`
      select p.*, b.body from (
        select distinct on (r.article_id) r.article_id, r.revision, r.source_id, r.story_id, r.seen_at, r.published_at, r.baseline,
          r.too_old, r.verdict, r.material, r.title, r.standfirst, r.language, r.canonical_url, r.page_url, r.authors
        from article_revision r where ${condition} order by r.article_id ${direction}, r.revision desc limit ${limit}) p
      left join article_body b on b.article_id = p.article_id and b.revision = p.revision
      order by p.article_id ${direction}`.execute(tx);
  });
  return rows.map(({ body, ...row }) => ({ ...row, sections: body === null ? [] : storedText(body).sections }));
}
