import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { startEmbeddedPostgres } from "../../packages/cli/src/postgres/server.ts";
import type { EmbeddedPostgres } from "../../packages/cli/src/postgres/server.ts";
import { migrateQueues } from "@wirewatch/pipeline";
import { migrateStore, openStore } from "@wirewatch/store";
import type { Database, Kysely } from "@wirewatch/store";

/** A migrated database of its own for one test file. */
export interface TestStore {
  readonly url: string;
  readonly db: Kysely<Database>;
  /** The server, which a test may kill and start again; null when other files use it as well. */
  readonly server: EmbeddedPostgres | null;
  stop(): Promise<void>;
}

/** Names the server of a test run in the environment of its files, see `store-server.ts`. */
export const sharedServerVariable = "TEST_STORE_SERVER";
/** The migrated database of that server, which every store begins as a copy of. */
const templateDatabase = "wirewatch";

/**
 * Opens a database of its own: on the server of the test run, or on a server of its own when there is none, as in a benchmark.
 *
 * @param ownServer for tests that kill the server, or need what it wrote to outlive a crash
 */
export async function startTestStore({ ownServer = false } = {}): Promise<TestStore> {
  const shared = process.env[sharedServerVariable];
  return shared === undefined || ownServer ? onOwnServer() : onSharedServer(shared);
}

/** Starts an embedded server in a temporary folder on a free loopback port. */
async function onOwnServer(): Promise<TestStore> {
  const home = mkdtempSync(join(tmpdir(), "wirewatch test "));
  const server = await startEmbeddedPostgres(home);
  await migrate(server.url);
  const db = openStore({ url: server.url, connections: 8 });
  return {
    url: server.url,
    db,
    server,
    async stop() {
      await db.destroy();
      await server.stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

async function onSharedServer(server: string): Promise<TestStore> {
  const name = `test_${randomBytes(8).toString("hex")}`;
  await inDatabase(server, `create database ${name} template ${templateDatabase}`);
  const url = databaseUrl(server, name);
  const db = openStore({ url, connections: 8 });
  return {
    url,
    db,
    server: null,
    async stop() {
      await db.destroy();
      // Processes that a test killed may still have connections.
      await inDatabase(server, `drop database ${name} with (force)`);
    },
  };
}

/** Brings a database to the schema of this version, queues included. */
export async function migrate(url: string): Promise<void> {
  const db = openStore({ url, connections: 1 });
  await migrateStore(db);
  await db.destroy();
  await migrateQueues(url);
}

/** Runs statements in the database that nothing is copied from. */
async function inDatabase(server: string, ...statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl(server, "postgres") });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

function databaseUrl(server: string, name: string): string {
  return Object.assign(new URL(server), { pathname: `/${name}` }).href;
}
