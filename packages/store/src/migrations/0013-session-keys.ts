import { sql } from "kysely";
import type { Kysely } from "kysely";

const statements = [
  // The lock that a process holds for as long as it lives (packages/pipeline/src/presence.ts); null: nobody can tell when it dies.
  `alter table worker add column session_key integer`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
