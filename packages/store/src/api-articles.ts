import type { Outcome } from "@wirewatch/model";
import { sql } from "kysely";
import type { Kysely } from "kysely";
import { all, keyset } from "./api-page.ts";
import type { OrderColumn, PageRange, Placed } from "./api-page.ts";
import { loadText, loadTextBefore } from "./bodies.ts";
import type { StoredText } from "./bodies.ts";
import type { Database, Id } from "./schema.ts";

/** An article in its latest version that says something. */
export interface ListedArticle {
  readonly id: Id;
  readonly revision: number;
  readonly url: string;
  readonly title: string | null;
  readonly standfirst: string | null;
  readonly authors: readonly string[];
  readonly sourceId: string;
  readonly siteName: string | null;
  /** BCP 47; null when unknown. */
  readonly language: string | null;
  readonly publishedAt: Date | null;
  readonly modifiedAt: Date | null;
  readonly firstSeenAt: Date;
  /** When its work ended; null while it goes on. */
  readonly finishedAt: Date | null;
  readonly outcome: Outcome | null;
  /** A sentence about the outcome, where there is one. */
  readonly reason: string | null;
  /** The article that it is a copy of. */
  readonly copyOf: Id | null;
  readonly storyId: Id | null;
  /** Ids of the topics that matched this version. */
  readonly topics: readonly string[];
  readonly tags: readonly string[];
  readonly characters: number | null;
  readonly leadImage: string | null;
  readonly isPaywalled: boolean;
  readonly isLive: boolean;
}

/** All conditions have to be met. */
export interface ArticleFilter {
  /** Finished at or after, before. */
  readonly since?: Date;
  readonly until?: Date;
  readonly source?: string;
  /** The language or any of its variants: `pt` finds `pt-BR`. */
  readonly language?: string;
  readonly topic?: string;
  readonly story?: Id;
  readonly outcome?: Outcome;
}

const order: readonly OrderColumn[] = [
  { of: sql`r.outcome_at`, type: "timestamptz" },
  { of: sql`r.article_id`, type: "bigint" },
];

/**
 * Articles by the time their work ended: what comes later has a later place, so that whoever reads on from a position misses nothing. An
 * article whose text changes moves to the end; looks that found it unchanged do not move it.
 */
export async function listArticles(
  db: Kysely<Database>,
  { since, until, source, language, topic, story, outcome }: ArticleFilter,
  range: PageRange,
): Promise<Placed<ListedArticle>[]> {
  const { condition, orderBy, position } = keyset(order, range);
  const chosen = all(
    sql`r.stage = 'done'`,
    sql`r.outcome_at is not null`,
    sql`r.outcome <> 'unchanged'`,
    condition,
    since && sql`r.outcome_at >= ${since}`,
    until && sql`r.outcome_at < ${until}`,
    source !== undefined && sql`r.source_id = ${source}`,
    language !== undefined &&
      sql`(lower(r.language) = ${language.toLowerCase()} or lower(r.language) like ${`${escapeLike(language.toLowerCase())}-%`})`,
    story !== undefined && sql`r.story_id = ${story}`,
    outcome !== undefined && sql`r.outcome = ${outcome}`,
    topic !== undefined &&
      sql`exists (select 1 from topic_match m where m.article_id = r.article_id and m.revision = r.revision and m.topic_id = ${topic})`,
    sql`not exists (select 1 from article_revision n where n.article_id = r.article_id and n.revision > r.revision
      and n.stage = 'done' and n.outcome <> 'unchanged')`,
  );
  const { rows } = await sql<Placed<ListedArticle>>`
    select ${columns}, ${position} as position from article_revision r join article a on a.id = r.article_id
    where ${chosen} order by ${orderBy} limit ${range.limit}`.execute(db);
  return rows;
}

/** One version of an article. */
export interface ArticleVersion {
  readonly revision: number;
  readonly seenAt: Date;
  readonly finishedAt: Date | null;
  readonly outcome: Outcome | null;
  readonly reason: string | null;
}

/** An article with its text. */
export interface FullArticle extends ListedArticle {
  /** Null where none was read, or it is not kept any more. */
  readonly text: Pick<StoredText, "text" | "sections"> | null;
  /** Oldest first. */
  readonly revisions: readonly ArticleVersion[];
}

/** @returns null when there is no such article */
export async function readArticle(db: Kysely<Database>, id: Id): Promise<FullArticle | null> {
  const { rows } = await sql<ListedArticle>`
    select ${columns} from article_revision r join article a on a.id = r.article_id where r.article_id = ${id}
    order by (r.stage = 'done' and r.outcome <> 'unchanged') desc, r.revision desc limit 1`.execute(db);
  const [article] = rows;
  if (article === undefined) return null;
  const { rows: revisions } = await sql<ArticleVersion>`
    select revision, seen_at as "seenAt", outcome_at as "finishedAt", outcome, reason from article_revision
    where article_id = ${id} order by revision limit 1000`.execute(db);
  const text = (await loadText(db, id, article.revision)) ?? (await loadTextBefore(db, id, article.revision));
  return { ...article, text, revisions };
}

const columns = sql`r.article_id as id, r.revision, coalesce(r.canonical_url, r.page_url, a.url) as url, r.title, r.standfirst, r.authors,
  r.source_id as "sourceId", r.site_name as "siteName", r.language, r.published_at as "publishedAt", r.modified_at as "modifiedAt",
  a.first_seen_at as "firstSeenAt", r.outcome_at as "finishedAt", r.outcome, r.reason,
  case when r.outcome = 'duplicate' then r.of_article_id end as "copyOf", r.story_id as "storyId",
  array(select m.topic_id from topic_match m where m.article_id = r.article_id and m.revision = r.revision order by 1) as topics,
  r.tags, r.characters, r.lead_image as "leadImage", r.is_paywalled as "isPaywalled", r.is_live as "isLive"`;

function escapeLike(text: string): string {
  return text.replaceAll(/[\\%_]/gu, String.raw`\$&`);
}
