/** Lets so many work at once; the others wait in line. */
export interface Seats {
  /** Waits for a seat. @returns gives it back @throws the reason of the signal when it is aborted while waiting */
  take(signal: AbortSignal | undefined): Promise<() => void>;
}

export function createSeats(count: number): Seats {
  let free = count;
  const line = new Set<() => void>();

  function leave(): void {
    const [next] = line;
    if (next === undefined) {
      free += 1;
      return;
    }
    line.delete(next);
    next();
  }

  return {
    async take(signal) {
      signal?.throwIfAborted();
      if (free > 0) free -= 1;
      else await waitInLine(line, signal);
      let isLeft = false;
      return () => {
        if (isLeft) return;
        isLeft = true;
        leave();
      };
    },
  };
}

function waitInLine(line: Set<() => void>, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      line.delete(onSeat);
      reject(signal?.reason as Error);
    };
    const onSeat = (): void => {
      signal?.removeEventListener("abort", onAbort);
      resolve();
    };
    line.add(onSeat);
    signal?.addEventListener("abort", onAbort, { once: true });
  });
}
