import type { AnyMessage, StageName, StageQueues } from "@wirewatch/pipeline";

interface Consumer {
  readonly handle: (message: AnyMessage) => Promise<void>;
  readonly concurrency: number;
  running: number;
}

/** Queues that hand a bell straight to this process's own consumer: the pipeline without the cost of a queue. */
export function memoryQueues(): StageQueues {
  const consumers = new Map<StageName, Consumer>();
  const waiting = new Map<StageName, AnyMessage[]>();
  const handOut = (stage: StageName): void => {
    const consumer = consumers.get(stage);
    const messages = waiting.get(stage);
    if (consumer === undefined) return;
    while (consumer.running < consumer.concurrency) {
      const message = messages?.shift();
      if (message === undefined) return;
      consumer.running += 1;
      void consumer.handle(message).finally(() => {
        consumer.running -= 1;
        handOut(stage);
      });
    }
  };
  return {
    backend: "postgres",
    ring({ stage, message }) {
      const messages = waiting.get(stage) ?? [];
      waiting.set(stage, messages);
      // What nobody here listens to would only fill the memory.
      if (consumers.has(stage)) messages.push(message);
      handOut(stage);
      return Promise.resolve(true);
    },
    consume(stage, handle, concurrency) {
      consumers.set(stage, { handle, concurrency, running: 0 });
      return Promise.resolve({
        close: async () => {
          consumers.delete(stage);
          waiting.delete(stage);
        },
      });
    },
    counts: () => Promise.reject(new Error("nothing is counted here")),
    inspect: () => Promise.reject(new Error("nothing is counted here")),
    // The pipeline asks for it again and again; nothing is paused in a benchmark.
    pauseOnly: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}
