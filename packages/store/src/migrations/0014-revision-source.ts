import { sql } from "kysely";
import type { Kysely } from "kysely";

const statements = [
  // What a source has announced: from which origins, and which stories its articles are in. Entries of one source and origin share their
  // beginning, so that it takes 40 bytes a revision.
  `create index article_revision_source on article_revision (source_id, gate, story_id)`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
