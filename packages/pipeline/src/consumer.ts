/** A running consumer of one queue. */
export interface QueueConsumer {
  /** Takes no new message; resolves when the running ones have ended. */
  close(): Promise<void>;
}

/** What is needed of BullMQ's worker, which must not run by itself. */
export interface StartableWorker {
  waitUntilReady(): Promise<unknown>;
  run(): Promise<unknown>;
  close(force?: boolean): Promise<void>;
  on(event: "error", listener: (error: Error) => void): unknown;
}

/** Pause before a worker whose connection failed is made anew, milliseconds. */
const againMs = 500;

/**
 * Starts a worker as soon as its connection is ready, and makes it anew until it is. A worker of BullMQ that came up
 * while PostgreSQL was starting keeps that error for ever, and runs in a circle without a pause (seen under kills).
 */
export function startConsumer(create: () => StartableWorker, onError: (error: Error) => void): QueueConsumer {
  let worker = create();
  let isReady = false;
  let closed = false;
  let timer: NodeJS.Timeout | undefined;

  const start = (): void => {
    const own = worker;
    own.on("error", onError);
    own.waitUntilReady().then(
      () => {
        isReady = true;
        if (!closed) own.run().catch(onError);
      },
      (error: Error) => {
        if (closed) return;
        onError(error);
        void own.close(true).catch(onError);
        timer = setTimeout(() => {
          worker = create();
          start();
        }, againMs);
      },
    );
  };

  start();
  return {
    async close() {
      closed = true;
      clearTimeout(timer);
      await worker.close(!isReady);
    },
  };
}
