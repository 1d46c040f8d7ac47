import { fork } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { startTestRedis } from "../support/redis.ts";
import { startTestStore } from "../support/store.ts";
import { writeFeeds, writeHosts } from "./fetcher-load.ts";
import { startNewsHosts } from "./hosts.ts";
import type { PacingOrders } from "./pacing-worker.ts";

export interface PacingOptions {
  readonly queue: "postgres" | "redis";
  readonly processes: number;
  readonly sources: number;
  readonly hosts: number;
  readonly gapMs: number;
  readonly measuredMs: number;
}

/** How a number of processes together asked hosts that each want a pause; measured by the hosts. */
export interface PacingFigures {
  readonly pollsPerSecond: number;
  /** One poll per host and pause. */
  readonly possiblePerSecond: number;
  readonly requests: number;
  readonly overlaps: number;
  readonly shortGaps: number;
  readonly shortestMs: number | null;
  /** Polls of each process. */
  readonly shares: readonly number[];
}

/** Until connections are open, statements planned and code compiled, and the first rush is over. */
const warmUpMs = 8000;

/** Runs several fetcher processes on feeds that are all due, many per host, each host open to one request at a time. */
export async function measurePacing(options: PacingOptions): Promise<PacingFigures> {
  const { gapMs, measuredMs, sources } = options;
  const hosts = await startNewsHosts({ hosts: options.hosts, gapMs, pageBytes: 1000 });
  const store = await startTestStore();
  const redis = options.queue === "redis" ? await startTestRedis() : null;
  const workers: ChildProcess[] = [];
  try {
    // Due again long before its turn comes: every host has something to do all the time.
    const load = { origins: hosts.origins, sources, perHost: { concurrency: 1, gapMs }, everyMs: 10_000 };
    await writeHosts(store.db, load);
    await writeFeeds(store.db, load);
    const orders: PacingOrders = { storeUrl: store.url, redisUrl: redis?.url, load };
    for (let index = 0; index < options.processes; index++)
      workers.push(fork(fileURLToPath(new URL("pacing-worker.ts", import.meta.url)), [JSON.stringify(orders)]));
    await Promise.all(workers.map(answerOf));
    await sleep(warmUpMs);

    const [before, startedMs] = [await hosts.report(), performance.now()];
    await sleep(measuredMs);
    const [after, endedMs] = [await hosts.report(), performance.now()];
    return {
      pollsPerSecond: (1000 * (after.requests - before.requests)) / (endedMs - startedMs),
      possiblePerSecond: (1000 * options.hosts) / gapMs,
      ...after,
      shares: await Promise.all(workers.map(pollsOf)),
    };
  } finally {
    await Promise.all(workers.map(leave));
    await redis?.stop();
    await store.stop();
    await hosts.close();
  }
}

async function pollsOf(worker: ChildProcess): Promise<number> {
  worker.send("report");
  return Number(await answerOf(worker));
}

/** @throws {Error} when the process ends instead */
async function answerOf(worker: ChildProcess): Promise<unknown> {
  const stop = new AbortController();
  const ended = once(worker, "exit", { signal: stop.signal }).then(() => {
    throw new Error("a fetcher process ended");
  });
  try {
    const [answer] = (await Promise.race([once(worker, "message"), ended])) as [unknown];
    return answer;
  } finally {
    stop.abort();
    ended.catch(() => undefined);
  }
}

async function leave(worker: ChildProcess): Promise<void> {
  if (worker.exitCode !== null) return;
  const gone = once(worker, "exit");
  worker.disconnect();
  await gone;
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
