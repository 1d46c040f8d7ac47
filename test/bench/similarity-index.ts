import { createHash } from "node:crypto";
import { parseArgs } from "node:util";
import { lookUpTerms, storyLimits } from "@wirewatch/deduplicator";
import { candidateLimits } from "@wirewatch/similarity";
import { byIndex, findSharing, savePrint, sharingQuery, sql, storiesQuery } from "@wirewatch/store";
import type { Database, Kysely, RawBuilder } from "@wirewatch/store";
import { seededRandom } from "../support/seeded-random.ts";
import { startTestStore } from "../support/store.ts";

/*
 * What a look-up by keys costs with few and with many documents; see README.md. Documents are invented: keys are random, 3 in 100
 * of a few hundred frequent ones. The first ones are stored as the deduplicator stores them, the others in bulk.
 */

const { values } = parseArgs({
  options: {
    few: { type: "string", default: "10000" },
    phrase: { type: "string", default: "200000" },
    many: { type: "string", default: "1000000" },
    lookups: { type: "string", default: "400" },
    stories: { type: "string", default: "100000" },
  },
});
const counts = { few: Number(values.few), phrase: Number(values.phrase), many: Number(values.many) };
const lookups = Number(values.lookups);

const keysPerDocument = 27;
const frequentKeys = 300;
const vocabulary = 200_000;
/** Keys of the phrase that one in twenty documents of the second size has. */
const phraseKeys = [1_000_001, 1_000_002, 1_000_003] as const;

const random = seededRandom(1);
const anyKey = (): number => Math.floor(random() * 2 ** 32) - 2 ** 31;
const write = (line: string): void => void process.stdout.write(`${line}\n`);

const store = await startTestStore();
try {
  await measure(store.db);
} finally {
  await store.stop();
}

async function measure(db: Kysely<Database>): Promise<void> {
  await storeFew(db);
  await sql`vacuum analyze`.execute(db);
  const few = await buffersPerLookup(db);
  write(
    `storage, ${keysPerDocument} keys a document        ${((await bytesStored(db)) / counts.few).toFixed(0)} bytes a document`,
  );
  write(`buffers per look-up, ${counts.few} documents    ${shown(few)}`);

  await storeInBulk(db, counts.few, counts.phrase);
  await sql`vacuum analyze`.execute(db);
  const usual = await timeLookups(db, []);
  const withPhrase = await timeLookups(db, phraseKeys);
  write(`ms per look-up, ${counts.phrase} documents       ${times(usual)}`);
  write(
    `  with a phrase that 5 % of them have  ${times(withPhrase)}: p99 ${(at(withPhrase, 0.99) / at(usual, 0.99)).toFixed(1)} ×`,
  );

  await storeInBulk(db, counts.phrase, counts.many);
  await sql`vacuum analyze`.execute(db);
  const many = await buffersPerLookup(db);
  write(
    `buffers per look-up, ${counts.many} documents  ${shown(many)}: ${(mean(many) / mean(few)).toFixed(2)} × those of ${counts.few}`,
  );
  write(`ms per look-up, ${counts.many} documents      ${times(await timeLookups(db, []))}`);

  const stories = Number(values.stories);
  await storeStories(db, 0, stories / 10);
  await sql`vacuum analyze`.execute(db);
  const fewStories = await buffersPerStorySearch(db, stories / 10);
  await storeStories(db, stories / 10, stories);
  await sql`vacuum analyze`.execute(db);
  const manyStories = await buffersPerStorySearch(db, stories);
  write(`buffers per search, ${stories / 10} stories  ${shown(fewStories)}`);
  write(
    `buffers per search, ${stories} stories ${shown(manyStories)}: ${(mean(manyStories) / mean(fewStories)).toFixed(2)} × those of ${stories / 10}`,
  );
}

/** Through the function that the deduplicator calls, a hundred to a transaction. */
async function storeFew(db: Kysely<Database>): Promise<void> {
  for (let from = 1; from <= counts.few; from += 100)
    await db.transaction().execute(async (tx) => {
      await sql`select ${byIndex}`.execute(tx);
      for (let articleId = from; articleId < from + 100; articleId++) {
        const bodyHash = createHash("sha256").update(String(articleId)).digest("hex");
        const keys = new Set<number>();
        while (keys.size < keysPerDocument) keys.add(random() < 0.03 ? Math.floor(random() * frequentKeys) : anyKey());
        await savePrint(tx, { articleId: String(articleId), revision: 1, version: 1, bodyHash, keys: [...keys] });
      }
    });
}

/**
 * By one statement without the index, which is built afterwards and as full as one that grew (70 %). One in twenty of the documents
 * up to the second size has the phrase.
 */
async function storeInBulk(db: Kysely<Database>, from: number, to: number): Promise<void> {
  await db.connection().execute(async (one) => {
    await sql.raw("set statement_timeout = 0").execute(one);
    await sql.raw("set maintenance_work_mem = '256MB'").execute(one);
    await sql.raw("alter table fp_key set unlogged").execute(one);
    await sql.raw("alter table fp_key drop constraint fp_key_pkey").execute(one);
    await sql
      .raw(`
      insert into fp_key (key, doc)
      select case when random() < 0.03 then (random() * ${frequentKeys})::integer
        else (random() * 4294967295 - 2147483648)::bigint::integer end, doc
      from generate_series(${from + 1}, ${to}) doc, generate_series(1, ${keysPerDocument})`)
      .execute(one);
    await sql
      .raw(`
      insert into fp_key (key, doc) select key, doc
      from generate_series(${from + 1}, ${Math.min(to, counts.phrase)}) doc, unnest(array[${phraseKeys.join()}]) key
      where doc % 20 = 0`)
      .execute(one);
    await sql
      .raw(`
      delete from fp_key k using (select ctid, row_number() over (partition by key, doc) as nth from fp_key
        where key between 0 and ${frequentKeys}) twice where k.ctid = twice.ctid and twice.nth > 1`)
      .execute(one);
    await sql
      .raw("alter table fp_key add constraint fp_key_pkey primary key (key, doc) with (fillfactor = 70)")
      .execute(one);
    await sql.raw("reset statement_timeout").execute(one);
  });
}

/** Keys of a text that shares three quarters of a stored document's. */
async function keysOfACopy(db: Kysely<Database>): Promise<number[]> {
  const articleId = 1 + Math.floor(random() * counts.few);
  const { keys } = await db
    .selectFrom("fp_doc")
    .select("keys")
    .where("article_id", "=", String(articleId))
    .executeTakeFirstOrThrow();
  return keys.map((key, index) => (index % 4 === 3 ? anyKey() : key));
}

interface Explained {
  readonly "QUERY PLAN": readonly [
    { readonly Plan: { readonly "Shared Hit Blocks": number; readonly "Shared Read Blocks": number } },
  ];
}

async function buffersPerLookup(db: Kysely<Database>): Promise<number[]> {
  const buffers: number[] = [];
  for (let lookup = 0; lookup < lookups; lookup++)
    buffers.push(await buffersOf(db, sharingQuery(await keysOfACopy(db), candidateLimits)));
  return buffers;
}

async function buffersOf(db: Kysely<Database>, query: RawBuilder<unknown>): Promise<number> {
  return db.transaction().execute(async (tx) => {
    await sql`select ${byIndex}`.execute(tx);
    const { rows } = await sql<Explained>`explain (analyze, buffers, format json) ${query}`.execute(tx);
    const plan = rows[0]?.["QUERY PLAN"][0].Plan;
    return (plan?.["Shared Hit Blocks"] ?? 0) + (plan?.["Shared Read Blocks"] ?? 0);
  });
}

/** Stories of the last three days, each found by its terms: some frequent, most rare, as words are. 100 terms each to compare. */
async function storeStories(db: Kysely<Database>, from: number, to: number): Promise<void> {
  await sql`
    insert into story (title, first_article_id, terms, indexed)
    select 'Story', id, (select jsonb_object_agg('t' || (g * 7919 + id) % ${vocabulary}, 0.1) from generate_series(1, 100) g),
      array(select distinct 't' || floor(${vocabulary} * power(random(), 3)) from generate_series(1, ${lookUpTerms}) g where id > 0)
    from generate_series(${from + 1}::int, ${to}) id`.execute(db);
  await sql`insert into story_term (term, story_id) select unnest(indexed), id from story where id > ${from} order by 1, 2`.execute(
    db,
  );
}

/** Of a text that has half of a stored story's terms. */
async function buffersPerStorySearch(db: Kysely<Database>, stories: number): Promise<number[]> {
  const buffers: number[] = [];
  for (let lookup = 0; lookup < lookups; lookup++) {
    const storyId = String(1 + Math.floor(random() * stories));
    const { indexed } = await db
      .selectFrom("story")
      .select("indexed")
      .where("id", "=", storyId)
      .executeTakeFirstOrThrow();
    const terms = (indexed ?? []).map((term, index) =>
      index % 2 === 1 ? `t${Math.floor(vocabulary * random() ** 3)}` : term,
    );
    buffers.push(await buffersOf(db, storiesQuery({ terms, language: "en", at: new Date() }, storyLimits)));
  }
  return buffers;
}

/** Milliseconds of each look-up on one connection; a first pass of some warms the cache. */
async function timeLookups(db: Kysely<Database>, more: readonly number[]): Promise<number[]> {
  const taken: number[] = [];
  for (let lookup = -100; lookup < lookups; lookup++) {
    const keys = [...(await keysOfACopy(db)), ...more];
    await db.transaction().execute(async (tx) => {
      await sql`select ${byIndex}`.execute(tx);
      const startedMs = performance.now();
      await findSharing(tx, keys, candidateLimits);
      if (lookup >= 0) taken.push(performance.now() - startedMs);
    });
  }
  return taken;
}

async function bytesStored(db: Kysely<Database>): Promise<number> {
  const { rows } = await sql<{ bytes: string }>`
    select sum(pg_total_relation_size(name::regclass)) as bytes from unnest(array['fp_key', 'fp_doc', 'fp_exact']) as name`.execute(
    db,
  );
  return Number(rows[0]?.bytes ?? 0);
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}

function at(numbers: readonly number[], quantile: number): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(quantile * (numbers.length - 1))] ?? 0;
}

function shown(buffers: readonly number[]): string {
  return `mean ${mean(buffers).toFixed(0)}, p99 ${at(buffers, 0.99)}`;
}

function times(ms: readonly number[]): string {
  return `p50 ${at(ms, 0.5).toFixed(2)}, p99 ${at(ms, 0.99).toFixed(2)}`;
}
