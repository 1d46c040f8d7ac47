import { sql } from "@wirewatch/store";
import type { Database, Kysely } from "@wirewatch/store";

/** Empties tables between tests. What the last test set in motion may still be writing a line: then one of the two has to begin again. */
export async function emptyTables(db: Kysely<Database>, ...tables: readonly string[]): Promise<void> {
  for (let left = 3; ; left -= 1) {
    try {
      await sql`truncate ${sql.join(tables.map((table) => sql.table(table)))} restart identity cascade`.execute(db);
      return;
    } catch (error) {
      if (left === 1 || !isDeadlock(error)) throw error;
    }
  }
}

/** @see https://www.postgresql.org/docs/current/errcodes-appendix.html */
function isDeadlock(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "40P01";
}
