import { extract } from "@wirewatch/extraction";
import type { ReadTask, TimedResult } from "./page-threads.ts";
import { runInThread } from "./run-in-thread.ts";

/** The fast reading, inside a thread of `extract-pool.ts`. jsdom is never loaded here. */
export function readFast(task: ReadTask): TimedResult {
  return runInThread(task, extract);
}
