import { fileURLToPath } from "node:url";
import { MessageChannel, type MessagePort } from "node:worker_threads";
import type { ExtractResult, Page } from "@wirewatch/extraction";
import { Piscina } from "piscina";
import type { ExtractTask } from "./extract-worker.ts";

/** `failed`: the page cannot be read within the limits, now or later. */
export type PoolResult = ExtractResult | { readonly kind: "failed"; readonly reason: string };

export interface ExtractPool {
  /**
   * Reads one page in a thread of its own.
   *
   * @throws the signal's reason when it is aborted, and whatever stops the thread for another reason than the page
   */
  readonly extract: (page: Page, signal?: AbortSignal) => Promise<PoolResult>;
  /** Stops the threads; pages still being read end as aborted. */
  readonly close: () => Promise<void>;
}

export interface ExtractPoolOptions {
  /** Pages read at the same time; further ones wait without their time running. */
  readonly threads: number;
  /** Hard limit per page, from the moment its thread begins, in milliseconds. Default 5,000. */
  readonly timeoutMs?: number;
  /** Heap of a thread in MB. Default 256: pages of the corpora need less than 120. */
  readonly maxHeapMb?: number;
}

/**
 * Threads for reading pages that can be stopped from outside: jsdom and Readability keep a core busy for minutes on pages made for it.
 *
 * A page that takes too long or too much memory ends as `failed`, its thread is replaced (0.3 s), and the pool goes on. One huge
 * array over the heap limit aborts the whole process; that rare case is the supervisor's.
 */
export function createExtractPool({ threads, timeoutMs = 5_000, maxHeapMb = 256 }: ExtractPoolOptions): ExtractPool {
  const pool = new Piscina<ExtractTask, ExtractResult>({
    filename: fileURLToPath(new URL("./extract-worker.ts", import.meta.url)),
    name: "extractPage",
    minThreads: 1,
    maxThreads: threads,
    idleTimeout: 60_000,
    concurrentTasksPerWorker: 1,
    // With Atomics a thread never returns to its event loop, so what jsdom holds by WeakRef is never freed: out of memory after 400 pages.
    atomics: "disabled",
    resourceLimits: { maxOldGenerationSizeMb: maxHeapMb, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 },
  });
  const turn = createTurnstile(threads);

  async function run(page: Page, signal?: AbortSignal): Promise<PoolResult> {
    const clock = startWhenBegun(timeoutMs);
    const signals = signal === undefined ? [clock.tooLong] : [signal, clock.tooLong];
    try {
      return await pool.run(
        { page, begun: clock.begun },
        { signal: AbortSignal.any(signals), transferList: [clock.begun] },
      );
    } catch (error) {
      signal?.throwIfAborted();
      if (clock.tooLong.aborted)
        return { kind: "failed", reason: `extraction took longer than ${timeoutMs / 1_000} s` };
      if (isOutOfMemory(error))
        return { kind: "failed", reason: `extraction needed more than ${maxHeapMb} MB of memory` };
      throw new Error(`extraction of ${page.url} stopped`, { cause: error });
    } finally {
      clock.stop();
    }
  }

  return {
    extract: (page, signal) => turn(() => run(page, signal)),
    close: () => pool.destroy(),
  };
}

interface PageClock {
  /** Goes with the page to its thread, which starts the clock through it. */
  readonly begun: MessagePort;
  readonly tooLong: AbortSignal;
  stop(): void;
}

/** A time limit that runs only once the thread works on the page: loading the thread's code is not the page's fault. */
function startWhenBegun(limitMs: number): PageClock {
  const { port1, port2 } = new MessageChannel();
  const tooLong = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  port1.once("message", () => {
    timer = setTimeout(() => tooLong.abort(), limitMs);
  });
  return {
    begun: port2,
    tooLong: tooLong.signal,
    stop: () => {
      clearTimeout(timer);
      port1.close();
    },
  };
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY";
}

/** Lets `size` tasks in at a time, in the order they came. */
function createTurnstile(size: number): <T>(task: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let inside = 0;
  return async (task) => {
    if (inside >= size) await new Promise<void>((resolve) => waiting.push(resolve));
    else inside++;
    try {
      return await task();
    } finally {
      // The place goes straight to the next in line, so nobody overtakes it.
      const next = waiting.shift();
      if (next === undefined) inside--;
      else next();
    }
  };
}
