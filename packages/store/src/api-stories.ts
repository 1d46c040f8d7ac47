import { sql } from "kysely";
import type { Kysely } from "kysely";
import { all, keyset } from "./api-page.ts";
import type { OrderColumn, PageRange, Placed } from "./api-page.ts";
import type { Database, Id } from "./schema.ts";

/** An event that articles are about. */
export interface ListedStory {
  readonly id: Id;
  readonly title: string | null;
  readonly language: string | null;
  readonly openedAt: Date;
  /** Publication of the latest of its articles. */
  readonly lastAt: Date;
  /** With copies. */
  readonly articles: number;
  readonly sources: number;
  /** Ids of the topics that matched in it. */
  readonly topics: readonly string[];
}

/** All conditions have to be met. */
export interface StoryPageFilter {
  /** Opened at or after, before. */
  readonly since?: Date;
  readonly until?: Date;
  readonly topic?: string;
}

const order: readonly OrderColumn[] = [{ of: sql`s.id`, type: "bigint" }];

/** Stories in the order in which they were opened. */
export async function listStoriesByPage(
  db: Kysely<Database>,
  { since, until, topic }: StoryPageFilter,
  range: PageRange,
): Promise<Placed<ListedStory>[]> {
  const { condition, orderBy, position } = keyset(order, range);
  const chosen = all(
    condition,
    since && sql`s.opened_at >= ${since}`,
    until && sql`s.opened_at < ${until}`,
    topic !== undefined && sql`exists (select 1 from topic_match m where m.story_id = s.id and m.topic_id = ${topic})`,
  );
  // Counted for those that are shown, not for all that are looked through.
  const { rows } = await sql<Placed<ListedStory>>`
    with page as (select s.*, ${position} as position from story s where ${chosen} order by ${orderBy} limit ${range.limit})
    select ${columns}, s.position from page s order by ${orderBy}`.execute(db);
  return rows;
}

/** An article of a story. */
export interface StoryArticle {
  readonly id: Id;
  readonly title: string | null;
  readonly url: string;
  readonly sourceId: string;
  readonly publishedAt: Date | null;
  readonly firstSeenAt: Date;
  readonly isCopy: boolean;
}

/** Most articles that are listed with a story; `articles` counts all. */
const maxArticles = 500;

/** A story with its articles in the order in which they came. @returns null when there is none of that id */
export async function readStoryMembers(
  db: Kysely<Database>,
  id: Id,
): Promise<(ListedStory & { readonly members: readonly StoryArticle[] }) | null> {
  const { rows } = await sql<ListedStory>`select ${columns} from story s where s.id = ${id}`.execute(db);
  const [story] = rows;
  if (story === undefined) return null;
  const { rows: members } = await sql<StoryArticle>`
    select * from (
      select distinct on (r.article_id) r.article_id as id, r.title, coalesce(r.canonical_url, r.page_url, a.url) as url,
        r.source_id as "sourceId", r.published_at as "publishedAt", a.first_seen_at as "firstSeenAt", r.outcome = 'duplicate' as "isCopy"
      from article_revision r join article a on a.id = r.article_id
      where r.story_id = ${id} and r.stage = 'done' order by r.article_id, r.revision desc) member
    order by id limit ${maxArticles}`.execute(db);
  return { ...story, members };
}

const columns = sql`s.id, s.title, s.language, s.opened_at as "openedAt", s.last_at as "lastAt",
  (select count(distinct r.article_id)::int from article_revision r where r.story_id = s.id) as articles,
  (select count(distinct r.source_id)::int from article_revision r where r.story_id = s.id) as sources,
  array(select distinct m.topic_id from topic_match m where m.story_id = s.id order by 1) as topics`;
