import type { Random } from "./seeded-random.ts";

/** How fast the newsroom publishes; all times in milliseconds. */
export interface Pace {
  /** From the moment every feed has been read to the first page. */
  readonly firstMs: number;
  /** Between pages, give or take a third. */
  readonly everyMs: number;
  /** Longest wait, after the first feed was read, for feeds that nobody reads. */
  readonly patienceMs: number;
  /** Pages published at that pace. */
  readonly pages: number;
  /** Between pages after those. */
  readonly laterMs: number;
}

export interface RunningPace {
  start(): void;
  /** Tells that a reader's feed was read. */
  noteRead(reader: string): void;
  stop(): void;
}

/**
 * Publishes at the given pace once it was started and every feed has been read: a monitor takes what it sees first
 * as its baseline, so news that appears earlier would never be alerted.
 */
export function startPace(options: {
  readonly pace: Pace;
  readonly readers: readonly string[];
  readonly random: Random;
  readonly publish: () => void;
}): RunningPace {
  const { pace, readers, random, publish } = options;
  const unread = new Set(readers);
  let state: "idle" | "waiting" | "publishing" | "stopped" = "idle";
  let published = 0;
  let timer: NodeJS.Timeout | undefined;

  function after(delayMs: number, act: () => void): void {
    clearTimeout(timer);
    timer = setTimeout(act, delayMs);
    timer.unref();
  }

  function publishOne(): void {
    publish();
    published += 1;
    const everyMs = published < pace.pages ? pace.everyMs : pace.laterMs;
    after(everyMs * (2 / 3 + (2 / 3) * random()), publishOne);
  }

  function beginWhenRead(): void {
    if (state !== "waiting" || unread.size === readers.length) return;
    if (unread.size === 0) {
      state = "publishing";
      after(pace.firstMs, publishOne);
    } else if (timer === undefined) {
      after(pace.patienceMs, () => {
        unread.clear();
        beginWhenRead();
      });
    }
  }

  return {
    start() {
      if (state === "idle") state = "waiting";
      beginWhenRead();
    },
    noteRead(reader) {
      if (unread.delete(reader)) beginWhenRead();
    },
    stop() {
      state = "stopped";
      clearTimeout(timer);
    },
  };
}
