import { MessageChannel, type MessagePort } from "node:worker_threads";
import type { ExtractResult, Page } from "@wirewatch/extraction";
import { Piscina } from "piscina";
import { createTurnstile } from "./turnstile.ts";

/** What one run inside a thread is given. */
export interface ReadTask {
  readonly page: Page;
  /** Told when the page's own time begins: a new thread loads its code first, which takes seconds on a busy machine. */
  readonly begun: MessagePort;
}

/** What one run inside a thread gives back. */
export interface TimedResult {
  readonly result: ExtractResult;
  /** Time the thread worked on the page, in milliseconds. */
  readonly ms: number;
}

/** `failed`: the page was not read within the limits. */
export type ReadResult =
  | ({ readonly kind: "read" } & TimedResult)
  | { readonly kind: "failed"; readonly reason: string; readonly ms: number };

/** Threads that read pages and can be stopped from outside. */
export interface PageThreads {
  /**
   * Reads one page in a thread of its own.
   *
   * @throws the signal's reason when it is aborted, and whatever stops the thread for another reason than the page
   */
  readonly read: (page: Page, signal?: AbortSignal) => Promise<ReadResult>;
  /** Stops the threads; pages still being read end as aborted. */
  readonly close: () => Promise<void>;
}

export interface PageThreadsOptions {
  /** The module that runs in the threads, and its function that takes a `ReadTask` and gives a `TimedResult`. */
  readonly filename: string;
  readonly name: string;
  /** What they do, for messages, e.g. `extraction`. */
  readonly work: string;
  /** Threads that stay when there is nothing to do. */
  readonly idleThreads: number;
  /** Pages read at the same time; further ones wait without their time running. */
  readonly threads: number;
  /** Hard limit per page, from the moment its thread begins, in milliseconds. */
  readonly timeoutMs: number;
  readonly maxHeapMb: number;
  /** Pages after which the threads are replaced; never when left out. */
  readonly pagesUntilReplaced?: number;
}

/** A thread with nothing to do for so long ends, down to `idleThreads`. */
const idleTimeoutMs = 300_000;

/**
 * Threads for reading pages.
 *
 * A page that takes too long or too much memory ends as `failed`, its thread is replaced (0.3 s), and the others go on. One huge
 * array over the heap limit aborts the whole process; that rare case is the supervisor's.
 */
export function createPageThreads(options: PageThreadsOptions): PageThreads {
  const { work, threads, timeoutMs, maxHeapMb, pagesUntilReplaced = Infinity } = options;
  const turn = createTurnstile(threads);
  const retired = new Set<Promise<void>>();
  let pool = startPool(options);
  let pages = 0;

  /** The threads for the next page: new ones when these have read their share. */
  function poolForNextPage(): Piscina<ReadTask, TimedResult> {
    if (pages >= pagesUntilReplaced) {
      // Ends when the pages it is reading are done.
      const retiring: Promise<void> = pool.close().finally(() => retired.delete(retiring));
      retired.add(retiring);
      pool = startPool(options);
      pages = 0;
    }
    pages++;
    return pool;
  }

  async function run(page: Page, signal?: AbortSignal): Promise<ReadResult> {
    signal?.throwIfAborted();
    const clock = startWhenBegun(timeoutMs);
    const signals = signal === undefined ? [clock.tooLong] : [signal, clock.tooLong];
    // A copy of the bytes is moved: the caller keeps the page, and no larger buffer that they may be a part of is copied along.
    const body = typeof page.body === "string" ? page.body : new Uint8Array(page.body);
    const transferList = typeof body === "string" ? [clock.begun] : [clock.begun, body.buffer];
    try {
      const task = { page: { ...page, body }, begun: clock.begun };
      return {
        kind: "read",
        ...(await poolForNextPage().run(task, { signal: AbortSignal.any(signals), transferList })),
      };
    } catch (error) {
      signal?.throwIfAborted();
      const ms = clock.elapsedMs();
      if (clock.tooLong.aborted)
        return { kind: "failed", reason: `${work} took longer than ${timeoutMs / 1_000} s`, ms };
      if (isOutOfMemory(error))
        return { kind: "failed", reason: `${work} needed more than ${maxHeapMb} MB of memory`, ms };
      throw new Error(`${work} of ${page.url} stopped`, { cause: error });
    } finally {
      clock.stop();
    }
  }

  return {
    read: (page, signal) => turn(() => run(page, signal)),
    async close() {
      await Promise.all([pool.destroy(), ...retired]);
    },
  };
}

function startPool({
  filename,
  name,
  idleThreads,
  threads,
  maxHeapMb,
}: PageThreadsOptions): Piscina<ReadTask, TimedResult> {
  return new Piscina<ReadTask, TimedResult>({
    filename,
    name,
    minThreads: idleThreads,
    maxThreads: threads,
    idleTimeout: idleTimeoutMs,
    concurrentTasksPerWorker: 1,
    // With Atomics a thread never returns to its event loop, so what jsdom holds by WeakRef is never freed: out of memory after 400 pages.
    atomics: "disabled",
    resourceLimits: { maxOldGenerationSizeMb: maxHeapMb, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 },
  });
}

interface PageClock {
  /** Goes with the page to its thread, which starts the clock through it. */
  readonly begun: MessagePort;
  readonly tooLong: AbortSignal;
  /** Milliseconds since the thread began; 0 before. */
  readonly elapsedMs: () => number;
  readonly stop: () => void;
}

/** A time limit that runs only once the thread works on the page: loading the thread's code is not the page's fault. */
function startWhenBegun(limitMs: number): PageClock {
  const { port1, port2 } = new MessageChannel();
  const tooLong = new AbortController();
  let startedAt: number | undefined;
  let timer: NodeJS.Timeout | undefined;
  port1.once("message", () => {
    startedAt = performance.now();
    timer = setTimeout(() => tooLong.abort(), limitMs);
  });
  return {
    begun: port2,
    tooLong: tooLong.signal,
    elapsedMs: () => (startedAt === undefined ? 0 : performance.now() - startedAt),
    stop: () => {
      clearTimeout(timer);
      port1.close();
    },
  };
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY";
}
