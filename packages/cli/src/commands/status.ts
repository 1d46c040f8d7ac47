import { openQueues } from "@wirewatch/pipeline";
import type { Environment } from "@wirewatch/runtime";
import {
  readAlertLatency,
  readFreshness,
  readNoisyTopics,
  readOverview,
  readSourceHealth,
  readSystemState,
} from "@wirewatch/store";
import { readWords } from "../command-words.ts";
import { printable } from "../terminal-text.ts";
import { withStore } from "../with-store.ts";
import { UsageError } from "../usage-error.ts";
import { freshnessSpanMs, statusLines } from "./status-report.ts";
import type { QueueState, Status } from "./status-report.ts";

/** Longest wait for the queues' own counts; the store's numbers are shown without them. */
const queueLimitMs = 3000;

/**
 * `wirewatch status [--json]`: what is where, what fails and why, and which processes work on it.
 *
 * @returns exit code 0: a look at the system is no judgement of it
 */
export async function status(
  words: readonly string[],
  env: Environment,
  write: (text: string) => void,
): Promise<number> {
  const { names, options } = readWords(words, { json: { type: "boolean" } }, "status [--json]");
  if (names.length > 0)
    throw new UsageError(`"status" takes no names, found "${names[0] ?? ""}"; write: wirewatch status [--json]`);
  const current = await withStore(env, async ({ db, url }): Promise<Status> => {
    const queues = await readQueues(url, env.redisUrl);
    const system = await readSystemState(db);
    const sources = await readSourceHealth(db);
    const freshness = await readFreshness(db, freshnessSpanMs);
    const noisyTopics = await readNoisyTopics(db);
    const alertLatency = await readAlertLatency(db, freshnessSpanMs);
    return { system, overview: await readOverview(db), sources, freshness, queues, noisyTopics, alertLatency };
  });
  write(options.json === true ? `${JSON.stringify(current, null, 2)}\n` : printable(statusLines(current)));
  return 0;
}

async function readQueues(databaseUrl: string, redisUrl: string | undefined): Promise<QueueState> {
  const queues = openQueues({ databaseUrl, redisUrl, onError: () => undefined });
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), queueLimitMs);
  });
  try {
    const counts = await Promise.race([queues.counts().catch(() => null), late]);
    return { backend: queues.backend, counts };
  } finally {
    clearTimeout(timer);
    await queues.close();
  }
}
