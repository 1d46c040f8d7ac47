import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Database } from "./schema.ts";

/** A configuration that was in force once. */
export interface ConfigSummary {
  readonly version: string;
  readonly loadedAt: Date;
  readonly sources: number;
  readonly topics: number;
  readonly receivers: number;
}

/**
 * Configurations, the newest first.
 *
 * @param before only older ones than this version
 * @returns one more than asked for when there are more
 */
export async function listConfigs(
  db: Kysely<Database>,
  before: string | null,
  limit: number,
): Promise<readonly ConfigSummary[]> {
  const { rows } = await sql<ConfigSummary>`
    select version, loaded_at as "loadedAt", ${lengthOf("sources")} as sources, ${lengthOf("topics")} as topics,
      coalesce(jsonb_array_length(content -> 'alerts' -> 'receivers'), 0) as receivers
    from config where ${before === null ? sql`true` : sql`version < ${before}`}
    order by version desc limit ${limit + 1}`.execute(db);
  return rows;
}

function lengthOf(key: "sources" | "topics") {
  return sql`coalesce(jsonb_array_length(content -> ${sql.lit(key)}), 0)`;
}

/** A configuration as it was stored, and when; null when there is none of that version. */
export async function readConfig(
  db: Kysely<Database>,
  version: string,
): Promise<{ readonly content: unknown; readonly loadedAt: Date } | null> {
  if (!/^\d{1,18}$/u.test(version)) return null;
  const row = await db
    .selectFrom("config")
    .select(["content", "loaded_at"])
    .where("version", "=", version)
    .executeTakeFirst();
  return row === undefined ? null : { content: row.content, loadedAt: row.loaded_at };
}

/** The version before another; null for the first. */
export async function versionBefore(db: Kysely<Database>, version: string): Promise<string | null> {
  const { rows } = await sql<{ version: string }>`
    select version from config where version < ${version} order by version desc limit 1`.execute(db);
  return rows[0]?.version ?? null;
}
