import { sql } from "kysely";
import type { Kysely } from "kysely";

const statements = [
  // What all consoles know together of wrong log-ins (log-in-limits.ts). A row is of no use any more once `until` is over.
  `create table log_in_limit (
    key bytea primary key,
    until timestamptz not null)`,
  `create index log_in_limit_over on log_in_limit (until)`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
