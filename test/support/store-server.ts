import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmbeddedPostgres } from "../../packages/cli/src/postgres/server.ts";
import { migrate, sharedServerVariable } from "./store.ts";

/*
 * Vitest's global set-up: one PostgreSQL server for all files of a run, whose stores are databases of their own on it. Copying
 * the migrated one takes a twentieth of the two seconds that a server of its own takes.
 */

const settings = {
  // Nothing here outlives the run, so nothing is forced to a disk. Tests of crashes start a server of their own.
  fsync: "off",
  full_page_writes: "off",
  // Several scenarios at once, of up to eight processes with up to 30 connections each.
  max_connections: "600",
};

let stop: (() => Promise<void>) | undefined;

/** Starts the server unless another project of this run has. */
export async function setup(): Promise<void> {
  if (process.env[sharedServerVariable] !== undefined) return;
  const home = mkdtempSync(join(tmpdir(), "wirewatch test "));
  const server = await startEmbeddedPostgres(home, settings);
  await migrate(server.url);
  process.env[sharedServerVariable] = server.url;
  stop = async () => {
    delete process.env[sharedServerVariable];
    await server.stop();
    rmSync(home, { recursive: true, force: true });
  };
}

/** Ends the server when the last file of the run has ended. */
export async function teardown(): Promise<void> {
  await stop?.();
}
