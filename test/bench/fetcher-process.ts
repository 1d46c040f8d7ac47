import { createDocumentReader, fetcherStages } from "@wirewatch/fetcher";
import { startPipeline } from "@wirewatch/pipeline";
import type { StageQueues } from "@wirewatch/pipeline";
import { createHttpClient } from "@wirewatch/runtime";
import { openStore } from "@wirewatch/store";
import { readerOf } from "../support/config.ts";
import { loadConfig } from "./fetcher-load.ts";
import type { Load } from "./fetcher-load.ts";

export interface FetcherOptions {
  readonly stage: "poll" | "fetch";
  readonly storeUrl: string;
  readonly queues: StageQueues;
  readonly load: Load;
  /** Runs at once; the stage's own number when absent. */
  readonly concurrency?: number | undefined;
}

/** A fetcher that works in this process. */
export interface BenchFetcher {
  /** Runs so far whose result is in the store. */
  done(): number;
  /** When the last of them was, on this process's steady clock. */
  lastMs(): number;
  close(): Promise<void>;
}

const userAgent = "Wirewatch/bench";

/** Runs one stage of the fetcher as `wirewatch run fetcher` does, with a configuration of its own. */
export async function startFetcher({
  stage,
  storeUrl,
  queues,
  load,
  concurrency,
}: FetcherOptions): Promise<BenchFetcher> {
  const db = openStore({ url: storeUrl, connections: 12 });
  const http = createHttpClient({ userAgent });
  const documents = createDocumentReader();
  const stages = fetcherStages({
    db,
    http,
    documents,
    config: readerOf(await loadConfig(load)),
    resolveSecrets: (text) => Promise.resolve(text),
    now: () => new Date(),
    random: Math.random,
    userAgent,
  });
  let done = 0;
  let lastMs = 0;
  const pipeline = await startPipeline({
    db,
    queues,
    log: { info: () => undefined, warn: complain, error: complain },
    service: "fetcher",
    stages: stages.filter(({ name }) => name === stage),
    concurrency,
    fault: (point, name) => {
      if (point !== "committed" || name !== stage) return;
      done += 1;
      lastMs = performance.now();
    },
  });
  return {
    done: () => done,
    lastMs: () => lastMs,
    async close() {
      await pipeline.drain(5000);
      await Promise.all([http.close(), documents.close()]);
      await db.destroy();
    },
  };
}

let complaints = 0;

/** A measurement with warnings is none: the first are shown. */
function complain(fields: object, message: string): void {
  complaints += 1;
  if (complaints <= 5) process.stderr.write(`${message}: ${JSON.stringify(fields, withErrors)}\n`);
}

function withErrors(_key: string, value: unknown): unknown {
  return value instanceof Error ? value.message : value;
}
