import type { MessagePort } from "node:worker_threads";
import { extract, type ExtractResult, type Page } from "@wirewatch/extraction";

/** What one run inside a thread is given. */
export interface ExtractTask {
  readonly page: Page;
  /** Told when the page's own time begins: a new thread loads its code first, which takes seconds on a busy machine. */
  readonly begun: MessagePort;
}

/** What runs inside an extraction thread; see `extract-pool.ts`. Takes and returns plain data. */
export function extractPage({ page, begun }: ExtractTask): ExtractResult {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port has no origin
  begun.postMessage("begun");
  begun.close();
  return extract(page);
}
