/** Thrown when so many wait already that one more would wait too long. */
export class TooBusyError extends Error {
  override readonly name = "TooBusyError";
}

/** Lets few do something at once; the others wait in the order they came. */
export interface Turns {
  /** @throws {TooBusyError} when too many wait */
  take<T>(work: () => Promise<T>): Promise<T>;
}

export function createTurns(limits: { readonly atOnce: number; readonly waiting: number }): Turns {
  const queue: (() => void)[] = [];
  let running = 0;
  return {
    async take(work) {
      if (running >= limits.atOnce) {
        if (queue.length >= limits.waiting) throw new TooBusyError("too many are waiting");
        // Whoever leaves hands over its place, so that nobody who comes now gets in between.
        await new Promise<void>((resolve) => void queue.push(resolve));
      } else running += 1;
      try {
        return await work();
      } finally {
        const next = queue.shift();
        if (next === undefined) running -= 1;
        else next();
      }
    },
  };
}
