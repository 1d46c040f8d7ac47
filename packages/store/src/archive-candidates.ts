import { sql } from "kysely";
import type { Kysely, RawBuilder } from "kysely";
import type { Database, Id } from "./schema.ts";

/** Which articles of the archive are looked at. */
export interface ArchiveChoice {
  /** Text of a `tsquery`, of `candidateCondition` (packages/topics); null: any words. */
  readonly words: string | null;
  /** Ids of sources; null: of any. */
  readonly sources: readonly string[] | null;
  /** Primary subtags that the articles themselves say; null: any, and none. `""` stands for those that say none. */
  readonly languages: readonly string[] | null;
  /** Ids of topics of which one was found in it; null: whatever was found. */
  readonly topics: readonly string[] | null;
  /** `at` from here on, and before there; null: no limit. */
  readonly since: Date | null;
  readonly until: Date | null;
}

/** Where a list goes on: behind this article. */
export interface ArchivePlace {
  /** Of `at`, to the microsecond, as PostgreSQL writes it. */
  readonly at: string;
  readonly articleId: Id;
}

/** An article that may be looked at. */
export interface Candidate extends ArchivePlace {
  readonly revision: number;
  /** What decides whether its story is in a sample: 0 to 65,535, the same for all articles of a story. */
  readonly bucket: number;
}

/** Numbers from 0 up to this, excluded, are given to stories by chance. */
export const buckets = 65_536;

const bucketOf = sql<number>`(hashint8(coalesce(s.story_id, -s.article_id)) & 65535)`;

export interface CandidateList {
  /** All that fit the choice, wherever the list begins. */
  readonly total: number;
  /** Newest first. */
  readonly candidates: readonly Candidate[];
}

/**
 * The newest articles of a choice, and how many there are in all.
 *
 * @param after begins behind this one; null: at the newest
 */
export async function newestCandidates(
  db: Kysely<Database>,
  choice: ArchiveChoice,
  { after, limit }: { readonly after: ArchivePlace | null; readonly limit: number },
): Promise<CandidateList> {
  const isAfter =
    after === null ? sql`true` : sql`(c.at, c.article_id) < (${after.at}::timestamptz, ${after.articleId}::bigint)`;
  const rows = await select<Candidate & { readonly total: number }>(
    db,
    choice,
    sql`with c as materialized (select s.article_id, s.revision, s.at, ${bucketOf} as bucket from article_search s where ${isChosen(choice)}),
      page as (select * from c where ${isAfter} order by c.at desc, c.article_id desc limit ${limit})
    select n.total, p.article_id as "articleId", p.revision, p.at::text as at, p.bucket
    from (select count(*)::int as total from c) n left join page p on true order by p.at desc, p.article_id desc`,
  );
  return {
    total: rows[0]?.total ?? 0,
    candidates: rows.flatMap(({ total: _total, ...row }) => (row.articleId === null ? [] : row)),
  };
}

/** The articles of a choice whose stories have a number below one, by that number: of whole stories, chosen by chance. */
export async function sampledCandidates(
  db: Kysely<Database>,
  choice: ArchiveChoice,
  belowBucket: number,
): Promise<readonly Candidate[]> {
  return select<Candidate>(
    db,
    choice,
    sql`select s.article_id as "articleId", s.revision, s.at::text as at, ${bucketOf} as bucket from article_search s
    where ${isChosen(choice)} and ${bucketOf} < ${belowBucket} order by 4, s.story_id, s.article_id`,
  );
}

/** How many articles fit a choice, and when the first of them was. */
export async function measureArchive(
  db: Kysely<Database>,
  choice: ArchiveChoice,
): Promise<{ readonly articles: number; readonly firstAt: Date | null }> {
  const [row] = await select<{ articles: number; firstAt: Date | null }>(
    db,
    choice,
    sql`select count(*)::int as articles, min(s.at) as "firstAt" from article_search s where ${isChosen(choice)}`,
  );
  return row ?? { articles: 0, firstAt: null };
}

/** How many articles a choice has, and in how many stories they are; an article of none counts as one. */
export async function countChosen(
  db: Kysely<Database>,
  choice: ArchiveChoice,
): Promise<{ readonly articles: number; readonly stories: number }> {
  const [row] = await select<{ articles: number; stories: number }>(
    db,
    choice,
    sql`select count(*)::int as articles, count(distinct coalesce(s.story_id, -s.article_id))::int as stories
      from article_search s where ${isChosen(choice)}`,
  );
  return row ?? { articles: 0, stories: 0 };
}

/** How many articles of a choice have which source, language, day and found topics. */
export async function countFacets(
  db: Kysely<Database>,
  choice: ArchiveChoice,
  timeZone: string,
): Promise<
  readonly {
    readonly facet: "source" | "language" | "day" | "topic";
    /** Null: the articles do not say their language. */
    readonly key: string | null;
    readonly articles: number;
  }[]
> {
  return select(
    db,
    choice,
    sql`with c as materialized (select s.article_id, s.source_id, s.language, s.at from article_search s where ${isChosen(choice)})
    select 'source' as facet, source_id as key, count(*)::int as articles from c group by 2
    union all select 'language', language, count(*)::int from c group by 2
    union all select 'day', to_char(at at time zone ${timeZone}, 'YYYY-MM-DD'), count(*)::int from c group by 2
    union all select 'topic', m.topic_id, count(distinct m.article_id)::int from topic_match m join c on c.article_id = m.article_id group by 2`,
  );
}

function isChosen({ words, sources, languages, topics, since, until }: ArchiveChoice): RawBuilder<boolean> {
  const conditions = [
    words === null ? null : sql`s.tokens @@ ${words}::tsquery`,
    sources === null ? null : sql`s.source_id = any(${sources}::text[])`,
    languages === null
      ? null
      : sql`(s.language = any(${languages}::text[]) or s.language is null and '' = any(${languages}::text[]))`,
    since === null ? null : sql`s.at >= ${since}`,
    until === null ? null : sql`s.at < ${until}`,
    topics === null
      ? null
      : sql`exists (select from topic_match m where m.topic_id = any(${topics}::text[]) and m.article_id = s.article_id)`,
  ].filter((condition) => condition !== null);
  return conditions.length === 0 ? sql`true` : sql`${sql.join(conditions, sql` and `)}`;
}

/**
 * Articles are found by the index of words, not by reading the words of all of them: that is what the planner chooses for frequent words,
 * not knowing that tokens are kept beside the rows. Without words it may do as it likes.
 */
async function select<Row>(
  db: Kysely<Database>,
  { words }: ArchiveChoice,
  statement: RawBuilder<unknown>,
): Promise<Row[]> {
  const otherScans = words === null ? "on" : "off";
  return db.transaction().execute(async (tx) => {
    await sql`select set_config('enable_seqscan', ${otherScans}, true), set_config('enable_indexscan', ${otherScans}, true),
      set_config('plan_cache_mode', 'force_custom_plan', true), set_config('jit', 'off', true),
      set_config('max_parallel_workers_per_gather', '0', true), set_config('work_mem', '32MB', true)`.execute(tx);
    const { rows } = await sql<Row>`${statement}`.execute(tx);
    return rows;
  });
}
