import { Redis } from "ioredis";

/** What `checkRedis` found: `refused` must stop the start, a warning is shown. */
export interface RedisCheck {
  readonly refused: string | null;
  readonly warnings: readonly string[];
}

/**
 * Looks whether a Redis may hold queues: it must not evict keys, and should keep an append-only file.
 *
 * @throws {Error} in plain words when the server cannot be reached
 */
export async function checkRedis(redisUrl: string): Promise<RedisCheck> {
  const redis = new Redis(redisUrl, {
    lazyConnect: true,
    connectTimeout: 5000,
    retryStrategy: () => null,
    maxRetriesPerRequest: 1,
  });
  let cause = "";
  redis.on("error", (error) => {
    cause = error.message;
  });
  try {
    await redis.connect();
    const policy = await setting(redis, "maxmemory-policy");
    const appendOnly = await setting(redis, "appendonly");
    return {
      refused:
        policy === null || policy === "noeviction"
          ? null
          : `Redis may throw queue entries away (maxmemory-policy is ${policy}); set "maxmemory-policy noeviction" in its configuration`,
      warnings:
        appendOnly === "no"
          ? [
              'Redis keeps no append-only file: after a crash work is found again from PostgreSQL, but later; set "appendonly yes"',
            ]
          : [],
    };
  } catch (error) {
    throw new Error(
      `Redis cannot be reached at ${new URL(redisUrl).host}: ${cause === "" && error instanceof Error ? error.message : cause}; is it running, and is REDIS_URL right?`,
      { cause: error },
    );
  } finally {
    redis.disconnect();
  }
}

/** A configuration value, or null where the server does not tell (managed services often forbid CONFIG). */
async function setting(redis: Redis, name: string): Promise<string | null> {
  try {
    const answer = await redis.config("GET", name);
    return answer[1] ?? null;
  } catch {
    return null;
  }
}
