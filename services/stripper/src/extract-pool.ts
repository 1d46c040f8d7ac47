import { fileURLToPath } from "node:url";
import type { ExtractResult, Page } from "@wirewatch/extraction";
import { createPageThreads, type PageThreads } from "./page-threads.ts";
import { readTwice } from "./read-twice.ts";
import { settleLanguage } from "./settle-language.ts";

/**
 * `failed`: the page cannot be read within the limits, now or later. `ms` is the time that threads worked on the page, without
 * waiting for them. `languageReason`: why the article's language is not the one its page declares; absent when it is.
 */
export type PoolResult =
  | (ExtractResult & { readonly ms: number; readonly languageReason?: string })
  | { readonly kind: "failed"; readonly reason: string };

/** What the pool did since it began. */
export interface PoolCounts {
  readonly pages: number;
  /** Pages that were read a second time because the first result was weak. */
  readonly secondOpinions: number;
  /** Second opinions that hit a limit, so that the first result stood. */
  readonly failedSecondOpinions: number;
}

export interface ExtractPool {
  /**
   * Reads one page: the fast way, and when that result is weak with Readability as well, of which the better one is given. When the
   * second opinion hits a limit the first result stands, with a note. The article's language is settled by its text.
   *
   * @throws the signal's reason when it is aborted, and whatever stops the thread for another reason than the page
   */
  readonly extract: (page: Page, signal?: AbortSignal) => Promise<PoolResult>;
  readonly counts: () => PoolCounts;
  /** Stops the threads; pages still being read end as aborted. */
  readonly close: () => Promise<void>;
}

export interface ExtractPoolOptions {
  /** Pages read at the same time; further ones wait without their time running. */
  readonly threads: number;
  /** Hard limit per page and reading, in milliseconds. Default 5,000. */
  readonly timeoutMs?: number;
  /** Heap of a thread in MB. Default 256: pages of the corpora need less than 120. */
  readonly maxHeapMb?: number;
}

type Limits = Required<Pick<ExtractPoolOptions, "timeoutMs" | "maxHeapMb">>;
const defaultLimits: Limits = { timeoutMs: 5_000, maxHeapMb: 256 };

/**
 * Threads for reading pages that can be stopped from outside: jsdom and Readability keep a core busy for minutes on pages made for it.
 *
 * Those of the fast reading stay; the one for second opinions begins with the first weak page and ends when it has nothing to do.
 */
export function createExtractPool({ threads, ...limits }: ExtractPoolOptions): ExtractPool {
  const { timeoutMs, maxHeapMb } = { ...defaultLimits, ...limits };
  const fast = createPageThreads({
    filename: moduleBeside("extract-worker.ts"),
    name: "readFast",
    work: "extraction",
    idleThreads: 1,
    threads,
    timeoutMs,
    maxHeapMb,
  });
  const pool = readTwice(fast, secondOpinionThreads({ timeoutMs, maxHeapMb }));
  return { ...pool, extract: async (page, signal) => settleLanguage(await pool.extract(page, signal)) };
}

/**
 * The one thread for second opinions, replaced after 500 pages: jsdom takes 66 MB when it is loaded and keeps what its windows hold. With
 * this heap the process stays at 350 MB; a new thread costs 1 to 3 s until its code is loaded and compiled, as much as 20 pages.
 */
export function secondOpinionThreads({ timeoutMs, maxHeapMb }: Limits = defaultLimits): PageThreads {
  return createPageThreads({
    filename: moduleBeside("second-opinion-worker.ts"),
    name: "readAgain",
    work: "the second opinion",
    idleThreads: 0,
    threads: 1,
    timeoutMs,
    maxHeapMb,
    pagesUntilReplaced: 500,
  });
}

function moduleBeside(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}
