import { fileURLToPath } from "node:url";
import { MessageChannel } from "node:worker_threads";
import { Piscina } from "piscina";
import type { WorkerTask } from "./document-worker.ts";
import { readSourceDocument } from "./read-document.ts";
import type { DocumentRead, DocumentTask, Unreadable } from "./read-document.ts";

/** Reads the documents of sources; owns threads until closed. */
export interface DocumentReader {
  /** @throws the signal's reason when it is aborted, and what stops a thread for another reason than the document */
  readonly read: (task: DocumentTask, signal?: AbortSignal) => Promise<DocumentRead>;
  readonly close: () => Promise<void>;
}

export interface DocumentReaderOptions {
  /** Larger documents are read in a thread. Default 1 MB: that holds the event loop for 0.2 to 0.4 s (design: fetching.md §2). */
  readonly maxBytesOnLoop?: number;
  /** The same for HTML, of which cheerio reads 65 KB in 12 ms. Default 256 KB. */
  readonly maxHtmlBytesOnLoop?: number;
  /** For one document, from the moment its thread begins, milliseconds. Default 20,000. */
  readonly timeoutMs?: number;
  /** Heap of a thread in MB. Default 512: a sitemap of 50,000 addresses needs about 150. */
  readonly maxHeapMb?: number;
}

/** Large documents at once; further ones wait. */
const threads = 2;

/**
 * Reads small documents on the spot and large ones in threads that are stopped when they take too long or too much
 * memory. The threads start with the first large document and end when there was none for a minute.
 */
export function createDocumentReader({
  maxBytesOnLoop = 1024 * 1024,
  maxHtmlBytesOnLoop = 256 * 1024,
  timeoutMs = 20_000,
  maxHeapMb = 512,
}: DocumentReaderOptions = {}): DocumentReader {
  let pool: Piscina<WorkerTask, DocumentRead> | undefined;
  const open = (): Piscina<WorkerTask, DocumentRead> =>
    new Piscina<WorkerTask, DocumentRead>({
      filename: fileURLToPath(new URL("document-worker.ts", import.meta.url)),
      name: "readInThread",
      minThreads: 0,
      maxThreads: threads,
      idleTimeout: 60_000,
      concurrentTasksPerWorker: 1,
      atomics: "disabled",
      resourceLimits: { maxOldGenerationSizeMb: maxHeapMb, maxYoungGenerationSizeMb: 64, stackSizeMb: 4 },
    });

  async function readInThread(task: DocumentTask, signal?: AbortSignal): Promise<DocumentRead> {
    pool ??= open();
    const clock = startWhenBegun(timeoutMs);
    try {
      return await pool.run(
        { task, begun: clock.begun },
        {
          name: "readInThread",
          signal: AbortSignal.any(signal === undefined ? [clock.tooLong] : [signal, clock.tooLong]),
          transferList: [clock.begun],
        },
      );
    } catch (error) {
      signal?.throwIfAborted();
      if (clock.tooLong.aborted) return stopped(`it could not be read within ${timeoutMs / 1000} s`);
      if (isOutOfMemory(error)) return stopped(`reading it needs more than ${maxHeapMb} MB of memory`);
      throw new Error(`reading ${task.url} stopped`, { cause: error });
    } finally {
      clock.stop();
    }
  }

  return {
    read: (task, signal) => {
      const limit = task.as.kind === "listing" || task.as.kind === "page" ? maxHtmlBytesOnLoop : maxBytesOnLoop;
      return task.bytes.byteLength <= limit ? readSourceDocument(task) : readInThread(task, signal);
    },
    close: async () => {
      await pool?.destroy();
    },
  };
}

function stopped(message: string): Unreadable {
  return { kind: "unreadable", code: "stopped", message, alternates: [] };
}

/** A time limit that runs only once the thread works on the document: loading the thread's code is not its fault. */
function startWhenBegun(limitMs: number): { begun: MessageChannel["port2"]; tooLong: AbortSignal; stop: () => void } {
  const { port1, port2 } = new MessageChannel();
  const tooLong = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  port1.once("message", () => {
    timer = setTimeout(() => tooLong.abort(), limitMs);
  });
  const stop = (): void => {
    clearTimeout(timer);
    port1.close();
  };
  return { begun: port2, tooLong: tooLong.signal, stop };
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY";
}
