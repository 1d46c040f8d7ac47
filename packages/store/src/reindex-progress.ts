import { sql } from "kysely";
import type { Kysely, Transaction } from "kysely";
import type { Database, Id } from "./schema.ts";

type Db = Kysely<Database> | Transaction<Database>;

/** How far a rebuild has come. */
export interface ReindexProgress {
  /** Articles up to this one are done. */
  readonly afterArticleId: Id;
  readonly done: number;
}

/**
 * Begins a rebuild, or goes on with one of the same version that was not finished; one of another version is begun anew.
 *
 * @param name what is rebuilt
 */
export async function resumeReindex(db: Db, name: string, version: number): Promise<ReindexProgress> {
  const { rows } = await sql<{ afterArticleId: Id; done: string }>`
    insert into reindex as r (name, version) values (${name}, ${version})
    on conflict (name) do update set version = excluded.version, finished_at = null,
      after_article_id = case when r.finished_at is null and r.version = excluded.version then r.after_article_id else 0 end,
      done = case when r.finished_at is null and r.version = excluded.version then r.done else 0 end,
      started_at = case when r.finished_at is null and r.version = excluded.version then r.started_at else now() end
    returning after_article_id as "afterArticleId", done`.execute(db);
  return { afterArticleId: rows[0]?.afterArticleId ?? "0", done: Number(rows[0]?.done ?? 0) };
}

/** Writes how far it has come. Of two that run at once the one further on counts. */
export async function saveReindex(db: Db, name: string, { afterArticleId, done }: ReindexProgress): Promise<void> {
  await sql`
    update reindex set after_article_id = ${afterArticleId}, done = ${done}
    where name = ${name} and after_article_id < ${afterArticleId}::bigint`.execute(db);
}

export async function finishReindex(db: Db, name: string): Promise<void> {
  await sql`update reindex set finished_at = now() where name = ${name}`.execute(db);
}
