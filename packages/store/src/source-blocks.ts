import type { SeenPage } from "@wirewatch/model";
import { sql } from "kysely";
import type { Kysely, Transaction } from "kysely";
import { storable } from "./clean.ts";
import type { Database, Id } from "./schema.ts";
import { packBlocks, unpackBlocks } from "./seen-blocks.ts";

/** Articles of a source that are remembered: enough to see what is on one page in thirty. About 0.5 kB each. */
const maxPages = 100;
/** Blocks that may be learned of a source; a page made for it could otherwise fill the table. */
const maxLearned = 2_000;
/** What was not seen for so long is forgotten. */
const forgottenAfterDays = 90;
/** Rows that one call forgets, of each table. */
const forgottenAtOnce = 50;
/** Longest beginning of a block that is kept for people, characters. */
const maxSample = 200;

/** Sightings from this instant on count. */
const fresh = sql`now() - make_interval(days => ${forgottenAfterDays})`;

/** What a source's articles are known by, for one of them. */
export interface SourceMemory {
  /** The latest articles of the source, at most 100 and none older than 90 days, oldest first. */
  readonly pages: readonly SeenPage[];
  /** Of the blocks that were asked for, those that were learned and seen in the last 90 days. */
  readonly learned: ReadonlySet<string>;
}

/** @param keys blocks of the article in question */
export async function readSourceMemory(
  db: Kysely<Database>,
  sourceId: string,
  keys: readonly string[],
): Promise<SourceMemory> {
  const pages = await sql<{ articleId: Id; blocks: Buffer }>`
    select article_id as "articleId", blocks from source_page
    where source_id = ${sourceId} and seen_at > ${fresh} order by seen_at desc, article_id desc limit ${maxPages}`.execute(
    db,
  );
  const learned = await sql<{ key: string }>`
    select key from source_block
    where source_id = ${sourceId} and key = any(${[...keys]}::text[]) and last_seen_at > ${fresh}`.execute(db);
  return {
    pages: pages.rows.toReversed().map(({ articleId, blocks }) => ({ articleId, blocks: unpackBlocks(blocks) })),
    learned: new Set(learned.rows.map(({ key }) => key)),
  };
}

/** A block that was found to be no part of the article it is in. */
export interface LearnedBlock {
  readonly key: string;
  readonly text: string;
}

/**
 * Remembers an article of a source, in place of what was remembered of it before, and the blocks it showed to be template.
 *
 * One statement. A process writes its own article's row, and blocks in the order of their keys; rows that another process has
 * locked for housekeeping are passed over: so any number of processes may do this for one source at once.
 *
 * @returns keys of the blocks that nobody had learned before
 */
export async function rememberPage(
  tx: Transaction<Database>,
  sourceId: string,
  page: SeenPage,
  template: readonly LearnedBlock[],
): Promise<string[]> {
  const keys = page.blocks.map(({ key }) => key);
  const samples = JSON.stringify(
    template.map(({ key, text }) => ({ key, sample: storable(text.slice(0, maxSample)) })),
  );
  const { rows } = await sql<{ key: string }>`
    with page as (
      insert into source_page (source_id, article_id, blocks) values (${sourceId}, ${page.articleId}::bigint, ${packBlocks(page.blocks)})
      on conflict (source_id, article_id) do update set blocks = excluded.blocks, seen_at = excluded.seen_at),
    older as (
      select article_id from source_page where source_id = ${sourceId} and article_id <> ${page.articleId}::bigint
      order by seen_at desc, article_id desc offset ${maxPages - 1}),
    free as (
      select article_id from source_page where source_id = ${sourceId} and article_id in (select article_id from older)
      order by article_id for update skip locked),
    pruned as (delete from source_page where source_id = ${sourceId} and article_id in (select article_id from free)),
    usual as (
      select key from source_block where source_id = ${sourceId} and key = any(${keys}::text[])
        and last_seen_at < now() - interval '1 day' and last_seen_at > ${fresh} order by key for update skip locked),
    seen as (update source_block set last_seen_at = now() where source_id = ${sourceId} and key in (select key from usual))
    insert into source_block (source_id, key, sample)
    select distinct on (t.key) ${sourceId}, t.key, t.sample from jsonb_to_recordset(${samples}::jsonb) as t(key text, sample text)
    where (select count(*) from source_block where source_id = ${sourceId}) < ${maxLearned}
      and not exists (select 1 from source_block b where b.source_id = ${sourceId} and b.key = t.key and b.last_seen_at > ${fresh})
    order by t.key on conflict (source_id, key) do update set learned_at = excluded.learned_at, last_seen_at = excluded.last_seen_at
      where source_block.last_seen_at <= ${fresh}
    returning key`.execute(tx);
  return rows.map(({ key }) => key);
}

/**
 * Forgets pages and blocks of any source that were not seen for 90 days, a few at a time; rows that somebody works on are passed
 * over. After a redesign the old template ends so, while the new one is learned from its first articles.
 *
 * @returns how many rows were forgotten
 */
export async function forgetOldBlocks(tx: Kysely<Database> | Transaction<Database>): Promise<number> {
  const { rows } = await sql<{ forgotten: number }>`
    with old_pages as (
      select source_id, article_id from source_page where seen_at < ${fresh}
      order by seen_at limit ${forgottenAtOnce} for update skip locked),
    old_blocks as (
      select source_id, key from source_block where last_seen_at < ${fresh}
      order by last_seen_at limit ${forgottenAtOnce} for update skip locked),
    pages as (delete from source_page where (source_id, article_id) in (select source_id, article_id from old_pages) returning 1),
    blocks as (delete from source_block where (source_id, key) in (select source_id, key from old_blocks) returning 1)
    select ((select count(*) from pages) + (select count(*) from blocks))::int as forgotten`.execute(tx);
  return rows[0]?.forgotten ?? 0;
}
