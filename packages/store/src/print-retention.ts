import { sql } from "kysely";
import type { Kysely, RawBuilder } from "kysely";
import type { Database } from "./schema.ts";

/**
 * How long the deduplicator remembers, days. Keys: of Reuters' re-issues 99 % came within 48 hours and none after 8 days, while
 * reports that recur monthly repeat even their figures. Exact copies are told for longer, as nothing but a copy has the same body.
 * Stories are found for their 72 hours and a day more, for texts that come late. Translations may take as long as copies.
 */
export const printRetention = { keysDays: 14, exactDays: 90, storyTermsDays: 4, alternatesDays: 14 } as const;

/** Rows of each kind that one call forgets: it takes some milliseconds, and holds locks no longer. */
const batch = 200;

/** How much one call forgot: articles with their keys, body hashes, stories' terms, addresses of translations. */
export interface Forgotten {
  readonly keys: number;
  readonly exact: number;
  readonly stories: number;
  readonly alternates: number;
}

/**
 * Forgets what is too old, a batch of each kind, the oldest first. Rows that somebody works on are passed over. Every delete goes
 * by primary key: `fp_doc` names the keys of its article, `story` its indexed terms.
 */
export async function forgetOldPrints(db: Kysely<Database>): Promise<Forgotten> {
  const keys = await sql<Deleted>`
    with old as (
      select article_id, doc, keys from fp_doc where seen_at < ${before(printRetention.keysDays)}
      order by seen_at limit ${batch} for update skip locked),
    keys as (
      delete from fp_key k using old cross join lateral unnest(old.keys) as o(key)
      where k.key = o.key and k.doc = old.doc),
    docs as (delete from fp_doc d using old where d.article_id = old.article_id returning 1)
    select count(*)::int as n from docs`.execute(db);
  const exact = await sql<Deleted>`
    with old as (
      select body_hash from fp_exact where seen_at < ${before(printRetention.exactDays)}
      order by seen_at limit ${batch} for update skip locked),
    gone as (delete from fp_exact x using old where x.body_hash = old.body_hash returning 1)
    select count(*)::int as n from gone`.execute(db);
  const stories = await sql<Deleted>`
    with old as (
      select id, indexed from story where indexed is not null and last_at < ${before(printRetention.storyTermsDays)}
      order by last_at limit ${batch} for update skip locked),
    terms as (
      delete from story_term t using old cross join lateral unnest(old.indexed) as o(term)
      where t.term = o.term and t.story_id = old.id),
    stories as (update story s set indexed = null from old where s.id = old.id returning 1)
    select count(*)::int as n from stories`.execute(db);
  const alternates = await sql<Deleted>`
    with old as (
      select url, article_id from article_alternate where seen_at < ${before(printRetention.alternatesDays)}
      order by seen_at limit ${batch} for update skip locked),
    gone as (
      delete from article_alternate a using old where a.url = old.url and a.article_id = old.article_id returning 1)
    select count(*)::int as n from gone`.execute(db);
  return { keys: count(keys), exact: count(exact), stories: count(stories), alternates: count(alternates) };
}

/** True when a batch was full, so that more may be left. */
export function isMoreToForget(forgotten: Forgotten): boolean {
  return Object.values(forgotten).some((rows) => rows === batch);
}

interface Deleted {
  readonly n: number;
}

function count({ rows }: { readonly rows: readonly Deleted[] }): number {
  return rows[0]?.n ?? 0;
}

function before(days: number): RawBuilder<Date> {
  return sql<Date>`now() - make_interval(days => ${days})`;
}
