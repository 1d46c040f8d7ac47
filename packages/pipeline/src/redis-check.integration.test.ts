import { afterEach, describe, expect, test } from "vitest";
import { freePort } from "../../../test/support/free-port.ts";
import { redisMissing, startTestRedis } from "../../../test/support/redis.ts";
import type { TestRedis } from "../../../test/support/redis.ts";
import { checkRedis } from "./redis-check.ts";

let redis: TestRedis | undefined;
afterEach(async () => {
  await redis?.stop();
  redis = undefined;
});

describe.skipIf(redisMissing !== null)(
  `a Redis for the queues${redisMissing === null ? "" : ` (${redisMissing})`}`,
  () => {
    test("that keeps everything and an append-only file is taken as it is", async () => {
      redis = await startTestRedis();
      expect(await checkRedis(redis.url)).toEqual({ refused: null, warnings: [] });
    });

    test("that may throw entries away is refused", async () => {
      redis = await startTestRedis(["--maxmemory-policy", "allkeys-lru"]);
      expect((await checkRedis(redis.url)).refused).toContain("maxmemory-policy is allkeys-lru");
    });

    test("without an append-only file is taken with a warning", async () => {
      redis = await startTestRedis(["--appendonly", "no"]);
      expect(await checkRedis(redis.url)).toEqual({
        refused: null,
        warnings: [expect.stringContaining("append-only")],
      });
    });

    test("that does not tell its settings is taken", async () => {
      redis = await startTestRedis(["--rename-command", "CONFIG", ""]);
      expect(await checkRedis(redis.url)).toEqual({ refused: null, warnings: [] });
    });
  },
);

test("a Redis that is not there is said so, without its password", async () => {
  const port = await freePort();
  const checking = checkRedis(`redis://:hunter22@127.0.0.1:${port}`);
  await expect(checking).rejects.toThrow(`Redis cannot be reached at 127.0.0.1:${port}: `);
  await expect(checking).rejects.not.toThrow(/hunter22/);
});
