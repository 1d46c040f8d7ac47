import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmbeddedPostgres } from "../../packages/cli/src/postgres/server.ts";
import type { EmbeddedPostgres } from "../../packages/cli/src/postgres/server.ts";
import { migrateQueues } from "@wirewatch/pipeline";
import { migrateStore, openStore } from "@wirewatch/store";
import type { Database, Kysely } from "@wirewatch/store";

/** A PostgreSQL of its own for one test file, migrated. */
export interface TestStore {
  readonly url: string;
  readonly db: Kysely<Database>;
  readonly server: EmbeddedPostgres;
  stop(): Promise<void>;
}

/** Starts an embedded server in a temporary folder on a free loopback port. */
export async function startTestStore(): Promise<TestStore> {
  const home = mkdtempSync(join(tmpdir(), "wirewatch test "));
  const server = await startEmbeddedPostgres(home);
  const db = openStore({ url: server.url, connections: 8 });
  await migrateStore(db);
  await migrateQueues(server.url);
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
