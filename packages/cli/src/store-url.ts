import type { Environment } from "@wirewatch/runtime";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { readHome } from "./home.ts";
import { startEmbeddedPostgres } from "./postgres/server.ts";

/** A store that a command uses, and what to do when it is done. */
export interface OpenedStore {
  readonly url: string;
  release(): Promise<void>;
}

/** Thrown when there is no store to work with; the message says what to do. */
export class NoStoreError extends Error {}

/**
 * Finds the store for a command beside a running system: `DATABASE_URL`, else the embedded server of the running
 * supervisor, else (when there is data) the embedded server, started for the time of the command.
 *
 * @throws {NoStoreError} when nothing was started here yet
 */
export async function findStore(env: Environment): Promise<OpenedStore> {
  if (env.databaseUrl !== undefined) return { url: env.databaseUrl, release: () => Promise.resolve() };
  const running = readHome(env.home);
  if (running !== null) return { url: running.databaseUrl, release: () => Promise.resolve() };
  if (!existsSync(join(env.home, "postgres", "data", "PG_VERSION"))) {
    throw new NoStoreError(
      `there is no data in ${env.home} yet; start Wirewatch with "npm start" (or "wirewatch up"), or set DATABASE_URL`,
    );
  }
  const server = await startEmbeddedPostgres(env.home);
  return { url: server.url, release: () => (server.adopted ? Promise.resolve() : server.stop()) };
}
