import { openQueues } from "@wirewatch/pipeline";
import type { StageQueues } from "@wirewatch/pipeline";
import { startTestRedis } from "../support/redis.ts";
import { startTestStore } from "../support/store.ts";
import { until } from "../support/until.ts";
import { writeFeeds, writeHosts, writePages } from "./fetcher-load.ts";
import type { Load } from "./fetcher-load.ts";
import { startFetcher } from "./fetcher-process.ts";
import { memoryQueues } from "./memory-queues.ts";

export interface RateOptions {
  readonly stage: "poll" | "fetch";
  /** How bells get to the fetcher; `none`: within its process. */
  readonly queue: "none" | "postgres" | "redis";
  readonly load: Load;
  readonly measuredMs: number;
  readonly concurrency?: number | undefined;
}

/** Until connections are open, statements prepared and code compiled. */
const warmUpMs = 3000;
/** More pages a second than any machine fetches. */
const pagesPerSecond = 1500;

/**
 * Runs one fetcher process on fresh stores.
 *
 * @returns runs per second whose result is in the store
 */
export async function fetcherRate({ stage, queue, load, measuredMs, concurrency }: RateOptions): Promise<number> {
  const store = await startTestStore();
  const redis = queue === "redis" ? await startTestRedis() : null;
  const options = { databaseUrl: store.url, redisUrl: redis?.url, onError: () => undefined };
  const queues: StageQueues = queue === "none" ? memoryQueues() : openQueues(options);
  try {
    await writeHosts(store.db, load);
    if (stage === "poll") await writeFeeds(store.db, load);
    else await writePages(store.db, load, Math.ceil((pagesPerSecond * (measuredMs + warmUpMs)) / 1000));
    const fetcher = await startFetcher({ stage, storeUrl: store.url, queues, load, concurrency });
    try {
      await until(() => fetcher.done() > 0, 30_000, `the first ${stage}`);
      await sleep(warmUpMs);
      const [before, startedMs] = [fetcher.done(), performance.now()];
      await sleep(measuredMs);
      return (1000 * (fetcher.done() - before)) / (fetcher.lastMs() - startedMs);
    } finally {
      await fetcher.close();
    }
  } finally {
    await queues.close();
    await redis?.stop();
    await store.stop();
  }
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
