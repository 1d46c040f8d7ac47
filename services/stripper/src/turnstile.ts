/** Lets `size` tasks in at a time, in the order they came. */
export function createTurnstile(size: number): <T>(task: () => Promise<T>) => Promise<T> {
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
