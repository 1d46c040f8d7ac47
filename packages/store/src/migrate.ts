import { sql } from "kysely";
import { Migrator } from "kysely/migration";
import type { Migration } from "kysely/migration";
import type { Kysely } from "kysely";
import { storeSchema } from "./database.ts";
import * as initial from "./migrations/0001-initial.ts";
import * as sources from "./migrations/0002-sources.ts";
import * as sourceBlocks from "./migrations/0003-source-blocks.ts";
import * as drift from "./migrations/0004-drift.ts";
import * as stories from "./migrations/0005-stories.ts";
import * as topics from "./migrations/0006-topics.ts";
import * as alerts from "./migrations/0007-alerts.ts";
import * as consoleAccess from "./migrations/0008-console.ts";
import * as search from "./migrations/0009-search.ts";
import * as sourcePause from "./migrations/0010-source-pause.ts";
import * as deliveryLists from "./migrations/0011-delivery-lists.ts";
import * as storyList from "./migrations/0012-story-list.ts";
import * as sessionKeys from "./migrations/0013-session-keys.ts";
import * as revisionSource from "./migrations/0014-revision-source.ts";
import * as logInLimits from "./migrations/0015-log-in-limits.ts";
import * as alertTitles from "./migrations/0016-alert-titles.ts";
import type { Database } from "./schema.ts";

/** Every migration of the store, oldest first. Names are never changed once released. */
const migrations: Record<string, Migration> = {
  "0001-initial": initial,
  "0002-sources": sources,
  "0003-source-blocks": sourceBlocks,
  "0004-drift": drift,
  "0005-stories": stories,
  "0006-topics": topics,
  "0007-alerts": alerts,
  "0008-console": consoleAccess,
  "0009-search": search,
  "0010-source-pause": sourcePause,
  "0011-delivery-lists": deliveryLists,
  "0012-story-list": storyList,
  "0013-session-keys": sessionKeys,
  "0014-revision-source": revisionSource,
  "0015-log-in-limits": logInLimits,
  "0016-alert-titles": alertTitles,
};

/** Thrown when the database was migrated by a newer Wirewatch than this one. */
export class NewerSchemaError extends Error {}

/**
 * Brings the store's schema up to this program's version; safe to call from several processes at once.
 *
 * @returns names of the migrations that were applied now
 * @throws {NewerSchemaError} if the database is ahead of this program
 */
export async function migrateStore(db: Kysely<Database>): Promise<string[]> {
  await createSchema(db);
  const migrator = new Migrator({
    db,
    provider: { getMigrations: () => Promise.resolve(migrations) },
    migrationTableSchema: storeSchema,
  });
  const known = new Set(Object.keys(migrations));
  const applied = await appliedMigrations(db);
  const unknown = applied.filter((name) => !known.has(name));
  if (unknown.length > 0) {
    throw new NewerSchemaError(
      `the database was written by a newer Wirewatch (it has ${unknown.join(", ")}); start that version, or restore a backup`,
    );
  }
  const { error, results } = await migrator.migrateToLatest();
  if (error !== undefined) throw new Error("the store could not be migrated", { cause: error });
  return (results ?? []).filter((result) => result.status === "Success").map((result) => result.migrationName);
}

/** True when the schema is exactly the one this program works with. */
export async function isMigrated(db: Kysely<Database>): Promise<boolean> {
  const applied = await appliedMigrations(db);
  return (
    Object.keys(migrations).every((name) => applied.includes(name)) && applied.length === Object.keys(migrations).length
  );
}

/** Two processes that create a schema at once can collide even with `if not exists`; a lock keeps them in line. */
async function createSchema(db: Kysely<Database>): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtext(${storeSchema}))`.execute(tx);
    await sql.raw(`create schema if not exists ${storeSchema}`).execute(tx);
  });
}

async function appliedMigrations(db: Kysely<Database>): Promise<string[]> {
  const { rows } = await sql<{
    found: string | null;
  }>`select to_regclass(${`${storeSchema}.kysely_migration`})::text as found`.execute(db);
  if (rows[0]?.found == null) return [];
  const names = await sql<{
    name: string;
  }>`select name from ${sql.table(`${storeSchema}.kysely_migration`)} order by name`.execute(db);
  return names.rows.map((row) => row.name);
}
