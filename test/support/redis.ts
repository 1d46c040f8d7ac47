import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import { freePort } from "./free-port.ts";

/** A Redis of its own for one test file. */
export interface TestRedis {
  readonly url: string;
  readonly client: Redis;
  readonly pid: number;
  stop(): Promise<void>;
}

/** Why tests on Redis are skipped here, or null when there is a `redis-server` on the PATH. */
export const redisMissing: string | null =
  spawnSync("redis-server", ["--version"]).status === 0
    ? null
    : "redis-server is not installed: the tests on Redis are SKIPPED (Debian: apt-get install redis-server)";

/** Starts a server with an append-only file and without eviction, on a free loopback port. */
export async function startTestRedis(extra: readonly string[] = []): Promise<TestRedis> {
  const folder = mkdtempSync(join(tmpdir(), "wirewatch-redis-"));
  const port = await freePort();
  const child = spawn(
    "redis-server",
    [
      "--port",
      String(port),
      "--bind",
      "127.0.0.1",
      "--dir",
      folder,
      "--appendonly",
      "yes",
      "--maxmemory-policy",
      "noeviction",
      "--save",
      "",
      ...extra,
    ],
    { stdio: "ignore" },
  );
  const client = new Redis(port, "127.0.0.1", {
    retryStrategy: (attempt) => Math.min(attempt * 20, 200),
    maxRetriesPerRequest: null,
  });
  client.on("error", () => undefined);
  await client.ping();
  return {
    url: `redis://127.0.0.1:${port}`,
    client,
    pid: child.pid ?? 0,
    async stop() {
      client.disconnect();
      const gone = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      await gone;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
