import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Database, Id } from "./schema.ts";

/** What stories are called, by their id; those without a title or that are not there are left out. */
export async function storyTitles(db: Kysely<Database>, ids: readonly Id[]): Promise<ReadonlyMap<Id, string>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{ id: Id; title: string }>`
    select id, title from story where id = any(${[...ids]}::bigint[]) and title <> ''`.execute(db);
  return new Map(rows.map(({ id, title }) => [id, title]));
}
