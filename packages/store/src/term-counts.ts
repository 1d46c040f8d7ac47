import { hash } from "node:crypto";
import { sql } from "kysely";
import type { Kysely, RawBuilder, Transaction } from "kysely";
import type { Database } from "./schema.ts";

/** Hexadecimal digits of a bucket: a million of them bound the table; of 100,000 terms a tenth shares one, with a rare one mostly. */
const bucketDigits = 5;
/** The bucket that counts texts. */
const allTexts = -1;
/** Texts that one call adds, and rows of old weeks that it deletes. */
const batch = { texts: 500, old: 5_000 };

/** This week and the one before count: what is frequent in the news changes. */
const week = sql<number>`(extract(epoch from now())::bigint / 604800)::integer`;

/** How frequent terms were of late. */
export interface TermCounts {
  readonly texts: number;
  /** Texts that had the term. */
  of(term: string): number;
}

/** Reads the counts of some terms: two ranges of the primary key for each. */
export async function readTermCounts(
  db: Kysely<Database> | Transaction<Database>,
  terms: readonly string[],
): Promise<TermCounts> {
  const buckets = [...new Set([allTexts, ...terms.map(bucketOf)])];
  const { rows } = await sql<{ bucket: number; texts: number }>`
    select bucket, sum(texts)::int as texts from term_count
    where week in (${week}, ${week} - 1) and bucket = any(${buckets}::int[]) group by bucket`.execute(db);
  const counts = new Map(rows.map(({ bucket, texts }) => [bucket, texts]));
  return { texts: counts.get(allTexts) ?? 0, of: (term) => counts.get(bucketOf(term)) ?? 0 };
}

/** Hands in the terms of a text to be counted later. */
export async function handInTerms(tx: Transaction<Database>, terms: readonly string[]): Promise<void> {
  const buckets = [allTexts, ...new Set(terms.map(bucketOf))];
  await sql`insert into term_count_new (week, buckets) values (${week}, ${buckets}::int[])`.execute(tx);
}

/**
 * Counts what was handed in, at most 500 texts, and forgets weeks that no longer count.
 *
 * @returns how many texts were counted
 */
export async function countTerms(db: Kysely<Database>): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    with taken as (
      select id, week, buckets from term_count_new order by id limit ${batch.texts} for update skip locked),
    gone as (delete from term_count_new n using taken where n.id = taken.id returning 1),
    counted as (
      insert into term_count (week, bucket, texts)
      select week, bucket, count(*) from taken cross join lateral unnest(buckets) as b(bucket) group by week, bucket order by week, bucket
      on conflict (week, bucket) do update set texts = term_count.texts + excluded.texts)
    select count(*)::int as n from gone`.execute(db);
  await deleteOld(week).execute(db);
  return rows[0]?.n ?? 0;
}

function deleteOld(current: RawBuilder<number>): RawBuilder<unknown> {
  return sql`
    delete from term_count where (week, bucket) in (
      select week, bucket from term_count where week < ${current} - 1 order by week, bucket limit ${batch.old} for update skip locked)`;
}

/** md5, since it is the same on every server and in every version. */
function bucketOf(term: string): number {
  return Number.parseInt(hash("md5", term).slice(0, bucketDigits), 16);
}
