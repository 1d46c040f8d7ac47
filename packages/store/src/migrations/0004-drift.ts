import { sql } from "kysely";
import type { Kysely } from "kysely";

const statements = [
  // How the pages of a source have been read lately, and since when it gives much less than usual.
  `create table drift (
    source_id text primary key,
    state jsonb not null,
    alarm_at timestamptz,
    alarm_text text)`,
  // Every page that is read changes its source's row, no indexed column of it.
  `alter table drift set (fillfactor = 50)`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
