import type { ExtractResult, Page } from "@wirewatch/extraction";
import type { ReadTask, TimedResult } from "./page-threads.ts";

/** Runs inside a thread of `page-threads.ts`: reads the page and says when that began and how long it took. */
export function runInThread({ page, begun }: ReadTask, read: (page: Page) => ExtractResult): TimedResult {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port has no origin
  begun.postMessage("begun");
  begun.close();
  const startedAt = performance.now();
  const result = read(page);
  return { result, ms: performance.now() - startedAt };
}
