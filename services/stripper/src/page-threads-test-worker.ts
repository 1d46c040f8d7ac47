import { threadId } from "node:worker_threads";
import type { ReadTask, TimedResult } from "./page-threads.ts";
import { runInThread } from "./run-in-thread.ts";

/* Stands in for the workers in tests of the threads: its code takes 1 s to load, and the page's text says what to do. */

const loadedAt = performance.now() + 1_000;
while (performance.now() < loadedAt);

/** Gives the thread's number and the bytes it was given as notes. */
export function readOddly(task: ReadTask): TimedResult {
  return runInThread(task, ({ body }) => {
    const text = typeof body === "string" ? body : Buffer.from(body).toString();
    if (text === "endless") for (;;);
    if (text === "hungry") for (const hoard: object[] = []; ;) hoard.push({ number: hoard.length });
    if (text === "broken") throw new Error("no such page");
    const notes = [String(threadId), text];
    return { kind: "notArticle", reason: "test", needsSecondOpinion: false, doubts: [], notes };
  });
}
