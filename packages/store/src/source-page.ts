import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Database, Id } from "./schema.ts";

/** What a list shows of a source beside its state. */
export interface SourceFigures {
  /** Items that came in the last 24 hours. */
  readonly itemsLastDay: number;
  /** Of each document that is polled what was learned about how it publishes; `readRhythm` of packages/polling reads it. */
  readonly rhythms: readonly unknown[];
  /** How its latest pages were read (`DriftState` of packages/extraction); null before the first. */
  readonly drift: unknown;
}

/** Figures of the sources of one page of a list. */
export async function readSourceFigures(
  db: Kysely<Database>,
  sourceIds: readonly string[],
): Promise<Map<string, SourceFigures>> {
  if (sourceIds.length === 0) return new Map();
  const { rows } = await sql<SourceFigures & { id: string }>`
    select u.id, coalesce(i.items, 0) as "itemsLastDay", coalesce(f.rhythms, '[]') as rhythms, d.state as drift
    from unnest(${[...sourceIds]}::text[]) as u(id)
    left join lateral (
      select count(*)::int as items from source_item s where s.source_id = u.id and s.seen_at > now() - interval '1 day') i on true
    left join lateral (
      select jsonb_agg(f.rhythm) as rhythms from feed f where f.source_id = u.id and f.rhythm is not null) f on true
    left join drift d on d.source_id = u.id`.execute(db);
  return new Map(rows.map(({ id, ...figures }) => [id, figures]));
}

/** Items that a source has announced so far. */
export async function countSourceItems(db: Kysely<Database>, sourceId: string): Promise<number> {
  const { rows } = await sql<{ items: number }>`
    select count(*)::int as items from source_item where source_id = ${sourceId}`.execute(db);
  return rows[0]?.items ?? 0;
}

/** What was learned about how the documents of a source publish, by the document's id. */
export async function readRhythms(db: Kysely<Database>, sourceId: string): Promise<Map<Id, unknown>> {
  const rows = await db.selectFrom("feed").select(["id", "rhythm"]).where("source_id", "=", sourceId).execute();
  return new Map(rows.map(({ id, rhythm }) => [id, rhythm]));
}

/** How many items of a source came in an hour. */
export interface HourlyItems {
  /** Its beginning. */
  readonly at: Date;
  readonly items: number;
}

/** Items of a source by hour, oldest first; hours without any are left out, and so is what was there before the source was added. */
export async function readSourceVolume(db: Kysely<Database>, sourceId: string, days: number): Promise<HourlyItems[]> {
  const { rows } = await sql<HourlyItems>`
    select date_trunc('hour', seen_at) as at, count(*)::int as items from source_item
    where source_id = ${sourceId} and seen_at > now() - make_interval(days => ${days}) and not baseline
    group by 1 order by 1`.execute(db);
  return rows;
}

/** An item of a source with what became of it. */
export interface SourceArticle {
  readonly itemId: Id;
  readonly articleId: Id | null;
  readonly title: string | null;
  readonly url: string | null;
  readonly seenAt: Date;
  readonly publishedAt: Date | null;
  readonly isBaseline: boolean;
  /** Where its work stands: a stage, or `done`; null when it led to none. */
  readonly stage: string | null;
  /** Of the article, else of the item; null while it is on its way. */
  readonly outcome: string | null;
  readonly reason: string | null;
  readonly characters: number | null;
}

/** The newest items of a source. */
export async function readSourceArticles(
  db: Kysely<Database>,
  sourceId: string,
  limit: number,
): Promise<SourceArticle[]> {
  const { rows } = await sql<SourceArticle>`
    select i.id as "itemId", i.article_id as "articleId", coalesce(v.title, i.title) as title, coalesce(v.page_url, i.url) as url,
      i.seen_at as "seenAt", i.published_at as "publishedAt", i.baseline as "isBaseline", v.stage,
      coalesce(v.outcome, i.outcome) as outcome, coalesce(v.reason, i.reason) as reason, v.characters
    from (
      select * from source_item where source_id = ${sourceId} order by seen_at desc, id desc limit ${limit}) i
    left join article a on a.id = i.article_id
    left join article_revision v on v.article_id = a.id and v.revision = a.revision
    order by i.seen_at desc, i.id desc`.execute(db);
  return rows;
}

/** Something people were told of a source. */
export interface SourceNotice {
  readonly id: Id;
  readonly kind: string;
  readonly text: string;
  readonly at: Date;
  /** `sent` or `suppressed`; null while it is on its way. */
  readonly outcome: "sent" | "suppressed" | null;
  readonly reason: string | null;
}

export async function readSourceNotices(
  db: Kysely<Database>,
  sourceId: string,
  limit: number,
): Promise<SourceNotice[]> {
  return db
    .selectFrom("notice")
    .select(["id", "kind", "text", "at", "outcome", "reason"])
    .where("source_id", "=", sourceId)
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
}

/** Blocks that are cut from a source's articles because they stand in many of them. */
export interface LearnedBlocks {
  readonly count: number;
  /** Their beginnings, those that were seen last first. */
  readonly samples: readonly { readonly text: string; readonly learnedAt: Date; readonly seenAt: Date }[];
}

export async function readLearnedBlocks(db: Kysely<Database>, sourceId: string, limit: number): Promise<LearnedBlocks> {
  const { rows } = await sql<{ count: number; text: string; learnedAt: Date; seenAt: Date }>`
    select count(*) over ()::int as count, sample as text, learned_at as "learnedAt", last_seen_at as "seenAt" from source_block
    where source_id = ${sourceId} order by last_seen_at desc, key limit ${limit}`.execute(db);
  return {
    count: rows[0]?.count ?? 0,
    samples: rows.map(({ text, learnedAt, seenAt }) => ({ text, learnedAt, seenAt })),
  };
}
