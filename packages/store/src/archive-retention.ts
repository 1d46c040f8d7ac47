import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Database, Id } from "./schema.ts";

/** How long articles are kept, milliseconds; null: for ever. */
export interface KeptFor {
  readonly pagesMs: number | null;
  readonly textsMs: number | null;
}

/** Rows that one call looks at: it takes some tens of milliseconds. */
const batch = 200;
/** Pause between two rounds through the archive, milliseconds. */
const roundMs = 3_600_000;

const kinds: readonly Pick<Walk, "table" | "limit">[] = [
  { table: "page", limit: "pagesMs" },
  { table: "article_body", limit: "textsMs" },
];

/** A place in a table that is kept by article and revision. */
interface Place {
  readonly articleId: Id;
  readonly revision: number;
}
const start: Place = { articleId: "0", revision: 0 };

/** A way through a table, from its beginning to what is young enough. */
interface Walk {
  readonly table: "page" | "article_body";
  readonly limit: keyof KeptFor;
  after: Place;
  /** As it was at the beginning of this round. */
  keptMs: number | null;
  /** Until then nothing is to be done, of `monotonicMs`. */
  restsUntil: number;
}

/**
 * Forgets pages and texts of articles that are older than the configuration in force keeps them, the oldest first. What was decided about
 * the articles stays: revisions, matches, alerts, the trail. Articles that are not done yet are passed over. Where there is no configuration
 * yet nothing is forgotten.
 *
 * @param usual what holds where the configuration in force, of an older version, says nothing
 * @returns what forgets a batch, and tells whether there may be more at once
 */
export function createArchiveRetention(
  db: Kysely<Database>,
  monotonicMs: () => number,
  usual: KeptFor,
): () => Promise<boolean> {
  const walks = kinds.map((kind): Walk => ({ ...kind, after: start, keptMs: null, restsUntil: 0 }));
  return async () => {
    let isMore = false;
    for (const walk of walks) {
      if (monotonicMs() < walk.restsUntil) continue;
      if (walk.after === start) walk.keptMs = (await readKept(db, usual))?.[walk.limit] ?? null;
      const end = walk.keptMs === null ? null : await forgetOlder(db, walk.table, walk.after, walk.keptMs);
      walk.after = end ?? start;
      if (end === null) walk.restsUntil = monotonicMs() + roundMs;
      else isMore = true;
    }
    return isMore;
  };
}

/** Null where no configuration is in force. */
async function readKept(db: Kysely<Database>, usual: KeptFor): Promise<KeptFor | null> {
  const { rows } = await sql<{ kept: KeptFor | null }>`
    select content -> 'keep' as kept from config order by version desc limit 1`.execute(db);
  const [row] = rows;
  return row === undefined ? null : (row.kept ?? usual);
}

/**
 * One step along the primary key, in which articles stand by the time at which they were first seen.
 *
 * @returns where the next step begins; null when what is left is younger
 */
async function forgetOlder(
  db: Kysely<Database>,
  table: Walk["table"],
  after: Place,
  keptMs: number,
): Promise<Place | null> {
  const limit = sql<Date>`now() - make_interval(secs => ${keptMs / 1000})`;
  // What search knows of an article goes with the text that it knows it from.
  const forgetWords =
    table === "article_body"
      ? sql`words as (delete from article_search s using gone g where s.article_id = g.article_id and s.revision = g.revision),`
      : sql``;
  const { rows } = await sql<Place & { readonly isPast: boolean }>`
    with step as materialized (
      select article_id, revision from ${sql.table(table)}
      where (article_id, revision) > (${after.articleId}::bigint, ${after.revision}::int) order by article_id, revision limit ${batch}),
    old as (
      select s.article_id, s.revision from step s join article_revision r on r.article_id = s.article_id and r.revision = s.revision
      where r.stage = 'done' and r.seen_at < ${limit}),
    gone as (
      delete from ${sql.table(table)} t using old o where t.article_id = o.article_id and t.revision = o.revision
      returning t.article_id, t.revision),
    ${forgetWords}
    ends as (select article_id, revision from step order by article_id desc, revision desc limit 1)
    select e.article_id as "articleId", e.revision, a.first_seen_at >= ${limit} as "isPast"
    from ends e join article a on a.id = e.article_id`.execute(db);
  const [end] = rows;
  return end === undefined || end.isPast ? null : { articleId: end.articleId, revision: end.revision };
}
