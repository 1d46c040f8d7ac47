import { secondOpinion } from "@wirewatch/extraction/second-opinion";
import type { ReadTask, TimedResult } from "./page-threads.ts";
import { runInThread } from "./run-in-thread.ts";

/** Readability's reading, inside a thread of `extract-pool.ts` that is replaced now and then: jsdom keeps memory. */
export function readAgain(task: ReadTask): TimedResult {
  return runInThread(task, secondOpinion);
}
