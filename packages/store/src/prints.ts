import { sql } from "kysely";
import type { Kysely, RawBuilder, Transaction } from "kysely";
import type { Database, Id } from "./schema.ts";

/** What texts are found by. */
export interface StoredPrint {
  readonly articleId: Id;
  readonly revision: number;
  /** Of the code that made it; prints of another version are not compared. */
  readonly version: number;
  /** sha-256, hexadecimal. */
  readonly bodyHash: string;
  /** Sampled shingles, signed 32-bit. */
  readonly keys: readonly number[];
  /** When its retention began; now when absent. */
  readonly seenAt?: Date;
}

/**
 * For the select list of a transaction's first statement: what follows in it is looked up by index. A store that was just created plans
 * for empty tables, and each connection keeps those plans until the tables were analysed: at 600 articles a look-up by keys
 * took 9 ms so, against 0.3.
 */
export const byIndex = sql`set_config('enable_seqscan', 'off', true), set_config('enable_sort', 'off', true)`;

/** Bounds of a look-up by keys. */
export interface SharingLimits {
  /** Articles looked at per key, the latest ones: without it one stock phrase decides what a look-up costs. */
  readonly articlesPerKey: number;
  readonly minSharedKeys: number;
  readonly articles: number;
}

/**
 * Stores what later texts find an article by, in place of what was stored of its revision before. The article's row in `fp_doc`
 * is locked first, as the retention does: nobody waits for the other in a circle.
 */
export async function savePrint(tx: Transaction<Database>, print: StoredPrint): Promise<void> {
  const { articleId, revision, version, bodyHash } = print;
  const { rows } = await sql<{ doc: number; keys: number[] }>`
    select doc, keys from fp_doc where article_id = ${articleId} for update`.execute(tx);
  const before = new Set(rows[0]?.keys);
  const now = new Set(print.keys);
  const seenAt = print.seenAt === undefined ? sql`now()` : sql`${print.seenAt}::timestamptz`;
  await sql`
    with exact as (
      insert into fp_exact (body_hash, article_id, seen_at) values (decode(${bodyHash}, 'hex'), ${articleId}, ${seenAt})
      on conflict (body_hash) do nothing),
    doc as (
      insert into fp_doc (article_id, revision, keys, version, seen_at)
      values (${articleId}, ${revision}, ${[...now]}::int[], ${version}, ${seenAt})
      on conflict (article_id) do update set revision = excluded.revision, keys = excluded.keys, version = excluded.version, seen_at = excluded.seen_at
      returning doc),
    gone as (
      delete from fp_key k using unnest(${[...before.difference(now)]}::int[]) as old(key)
      where k.key = old.key and k.doc = ${rows[0]?.doc ?? 0})
    insert into fp_key (key, doc)
    select key, doc from doc cross join unnest(${[...now.difference(before)]}::int[]) as new(key) on conflict do nothing`.execute(
    tx,
  );
}

/** Stores a body hash that was made anew for a revision, in place of the one from before. */
export async function replaceHash(
  tx: Transaction<Database>,
  {
    articleId,
    revision,
    bodyHash,
    seenAt,
  }: Pick<StoredPrint, "articleId" | "revision" | "bodyHash"> & { readonly seenAt: Date },
  before: string,
): Promise<void> {
  if (before !== bodyHash) {
    await sql`delete from fp_exact where body_hash = decode(${before}, 'hex') and article_id = ${articleId}`.execute(
      tx,
    );
    await sql`
      update article_revision set body_hash = ${bodyHash} where article_id = ${articleId} and revision = ${revision}`.execute(
      tx,
    );
  }
  await sql`
    insert into fp_exact (body_hash, article_id, seen_at) values (decode(${bodyHash}, 'hex'), ${articleId}, ${seenAt})
    on conflict (body_hash) do nothing`.execute(tx);
}

/** A stored text that has keys in common with another. */
export interface Sharing {
  readonly doc: number;
  readonly keys: number;
}

/** Stored texts that share keys with a text, most first. */
export async function findSharing(
  db: Kysely<Database> | Transaction<Database>,
  keys: readonly number[],
  limits: SharingLimits,
): Promise<readonly Sharing[]> {
  if (keys.length === 0) return [];
  return (await sharingQuery(keys, limits).execute(db)).rows;
}

/**
 * The statement of `findSharing`. Its plan has to be a nested loop of one backward range of the primary key of `fp_key` per key,
 * each ended by its limit: 3 to 4 buffers per key, however many texts there are and however frequent a key is.
 */
export function sharingQuery(
  keys: readonly number[],
  { articlesPerKey, minSharedKeys, articles }: SharingLimits,
): RawBuilder<Sharing> {
  return sql<Sharing>`
    select x.doc, count(*)::int as keys from unnest(${[...keys]}::int[]) as k
    cross join lateral (select doc from fp_key where key = k order by doc desc limit ${articlesPerKey}) x
    group by x.doc having count(*) >= ${minSharedKeys}
    order by count(*) desc, x.doc desc limit ${articles}`;
}
