import { sql } from "kysely";
import type { Kysely } from "kysely";

const statements = [
  // The list of stories, the latest first; the rows themselves are wide (their terms), so a page must not read all of them.
  `create index story_latest on story (last_at desc, id desc)`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
