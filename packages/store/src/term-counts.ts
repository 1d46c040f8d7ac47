import { hash } from "node:crypto";
import { sql } from "kysely";
import type { Kysely, RawBuilder, Transaction } from "kysely";
import type { Database } from "./schema.ts";

/** Hexadecimal digits of a bucket: a million of them bound the table; of 100,000 terms a tenth shares one, with a rare one mostly. */
const bucketDigits = 5;
/** Buckets below it counted all languages together, in earlier versions; -1 was for texts. They leave with their weeks. */
const firstBucket = 16 ** bucketDigits;
/** Texts that one call adds, and rows of old weeks that it deletes. */
const batch = { texts: 500, old: 5_000 };
/** While fewer texts of a language are counted, the latest ones that wait for it count as well: the first texts of a store come within seconds. */
const fewTexts = 200;

/** This week and the one before count: what is frequent in the news changes. */
const week = sql<number>`(extract(epoch from now())::bigint / 604800)::integer`;

/** How frequent terms of one language were of late: among those of a greater language its articles and pronouns would be rare. */
export interface TermCounts {
  /** Texts in the language. */
  readonly texts: number;
  /** Texts that had the term. */
  of(term: string): number;
}

/**
 * Reads the counts of some terms: two ranges of the primary key for each.
 *
 * @param language primary language; null when unknown, which counts as one
 */
export async function readTermCounts(
  db: Kysely<Database> | Transaction<Database>,
  language: string | null,
  terms: readonly string[],
): Promise<TermCounts> {
  const buckets = bucketsOf(language, terms);
  const { rows } = await sql<{ bucket: number; texts: number }>`
    select bucket, sum(texts)::int as texts from term_count
    where week in (${week}, ${week} - 1) and bucket = any(${buckets}::int[]) group by bucket`.execute(db);
  const counts = new Map(rows.map(({ bucket, texts }) => [bucket, texts]));
  if ((counts.get(textsOf(language)) ?? 0) < fewTexts)
    for (const { bucket, texts } of await readUncounted(db, buckets))
      counts.set(bucket, (counts.get(bucket) ?? 0) + texts);
  return { texts: counts.get(textsOf(language)) ?? 0, of: (term) => counts.get(bucketOf(language, term)) ?? 0 };
}

/** What the latest texts that wait to be counted add. */
async function readUncounted(
  db: Kysely<Database> | Transaction<Database>,
  buckets: readonly number[],
): Promise<readonly { readonly bucket: number; readonly texts: number }[]> {
  const { rows } = await sql<{ bucket: number; texts: number }>`
    select bucket, count(*)::int as texts
    from (select buckets from term_count_new order by id desc limit ${fewTexts}) n cross join lateral unnest(n.buckets) as b(bucket)
    where bucket = any(${[...buckets]}::int[]) group by bucket`.execute(db);
  return rows;
}

/** Hands in the terms of a text in a language to be counted later. */
export async function handInTerms(
  tx: Transaction<Database>,
  language: string | null,
  terms: readonly string[],
): Promise<void> {
  const buckets = bucketsOf(language, terms);
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

/** Of each term, and the one that counts the texts of the language. */
function bucketsOf(language: string | null, terms: readonly string[]): number[] {
  return [...new Set([textsOf(language), ...terms.map((term) => bucketOf(language, term))])];
}

/** Below nothing, so that no term shares it. */
function textsOf(language: string | null): number {
  return -bucketOf(language, "");
}

/** md5, since it is the same on every server and in every version. */
function bucketOf(language: string | null, term: string): number {
  return firstBucket + Number.parseInt(hash("md5", `${language ?? ""} ${term}`).slice(0, bucketDigits), 16);
}
