import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Database } from "./schema.ts";

/** What the database says of itself. */
export interface StoreFacts {
  /** E.g. `17.2`. */
  readonly version: string;
  readonly bytes: number;
  /** Name of the migration that was applied last. */
  readonly schema: string;
  /** The largest tables with their indexes. */
  readonly tables: readonly { readonly name: string; readonly bytes: number; readonly rows: number }[];
}

/** Size and version of the database; rows are the database's own estimate. */
export async function readStoreFacts(db: Kysely<Database>): Promise<StoreFacts> {
  const { rows } = await sql<Omit<StoreFacts, "tables">>`
    select split_part(current_setting('server_version'), ' ', 1) as version, pg_database_size(current_database())::float8 as bytes,
      (select max(name) from kysely_migration) as schema`.execute(db);
  const tables = await sql<StoreFacts["tables"][number]>`
    select relname as name, pg_total_relation_size(oid)::float8 as bytes, greatest(reltuples, 0)::float8 as rows
    from pg_class where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p')
    order by pg_total_relation_size(oid) desc limit 8`.execute(db);
  const [facts] = rows;
  if (facts === undefined) throw new Error("the database says nothing of itself");
  return { ...facts, tables: tables.rows };
}
