/** Work that asks one host. */
export interface HostTask<T> {
  /** Tasks of one host come one after the other. */
  readonly host: string;
  readonly run: () => Promise<T>;
  /** Pause before the next task of that host; may depend on how long this one took. Milliseconds. */
  readonly gapMs: (tookMs: number) => number;
}

/**
 * Runs tasks side by side, but those of one host one after the other with a pause between.
 *
 * @param atOnce tasks that run at the same time, each at a host of its own
 * @returns one promise per task, in the order of the tasks; one that fails does not hold up the others
 */
export function takeTurns<T>(tasks: readonly HostTask<T>[], atOnce: number): Promise<T>[] {
  const slots = createSlots(atOnce);
  const lastOfHost = new Map<string, Promise<unknown>>();
  return tasks.map(({ host, run, gapMs }) => {
    const before = lastOfHost.get(host);
    let tookMs = 0;
    const result = (async () => {
      await before;
      const release = await slots.take();
      const startedAt = performance.now();
      try {
        return await run();
      } finally {
        tookMs = performance.now() - startedAt;
        release();
      }
    })();
    const rest = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, gapMs(tookMs)));
    lastOfHost.set(host, result.then(rest, rest));
    return result;
  });
}

interface Slots {
  /** Waits for a free slot. @returns what frees it */
  take(): Promise<() => void>;
}

function createSlots(size: number): Slots {
  const waiting: (() => void)[] = [];
  let free = size;
  const release = (): void => {
    const next = waiting.shift();
    if (next === undefined) free += 1;
    else next();
  };
  return {
    async take() {
      if (free > 0) free -= 1;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      return release;
    },
  };
}
