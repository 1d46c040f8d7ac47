import { readdirSync } from "node:fs";
import { openStore, sql } from "@wirewatch/store";
import type { Database, Kysely } from "@wirewatch/store";
import { afterAll, beforeAll } from "vitest";
import { startTestStore } from "./store.ts";
import type { TestStore } from "./store.ts";

/** A database as the version before a migration left it. */
export interface StoreBefore {
  readonly db: Kysely<Database>;
  run(...statements: readonly string[]): Promise<void>;
  /** Rows of a table, by its first column. */
  rows(table: string): Promise<Record<string, unknown>[]>;
  /** Applies the migration. */
  migrate(): Promise<void>;
}

const folder = new URL("../../packages/store/src/migrations/", import.meta.url);

/** @param name of the migration, e.g. `0008-console`; those before it were applied */
export function useStoreBefore(name: string): StoreBefore {
  let store: TestStore;
  let database: string;
  let db: Kysely<Database>;

  beforeAll(async () => {
    store = await startTestStore();
    const url = new URL(store.url);
    // Beside the one of this file, which has a name of its own.
    database = `${url.pathname.slice(1)}_before`;
    url.pathname = `/${database}`;
    await sql`create database ${sql.id(database)}`.execute(store.db);
    db = openStore({ url: url.href, connections: 1 });
    await sql`create schema wirewatch`.execute(db);
    for (const earlier of names().filter((one) => one < name)) await (await migrationOf(earlier)).up(db);
  });
  afterAll(async () => {
    await db.destroy();
    await sql`drop database ${sql.id(database)} with (force)`.execute(store.db);
    await store.stop();
  });

  return {
    get db() {
      return db;
    },
    async run(...statements) {
      for (const statement of statements) await sql.raw(statement).execute(db);
    },
    rows: async (table) =>
      (await sql.raw<Record<string, unknown>>(`select * from ${table} order by 1`).execute(db)).rows,
    migrate: async () => (await migrationOf(name)).up(db),
  };
}

function names(): readonly string[] {
  return readdirSync(folder)
    .filter((file) => /^\d{4}-[a-z-]+\.ts$/u.test(file))
    .map((file) => file.replace(/\.ts$/u, ""))
    .toSorted();
}

interface Migration {
  up(db: Kysely<Database>): Promise<void>;
}

async function migrationOf(name: string): Promise<Migration> {
  return (await import(new URL(`${name}.ts`, folder).href)) as Migration;
}
