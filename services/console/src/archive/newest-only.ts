/** Somebody asked something newer before the answer was there. */
export class SupersededError extends Error {}

const running = new Map<string, AbortController>();

/**
 * Runs what somebody asks for again and again while typing: only the newest goes on, what was asked before is stopped.
 *
 * @param key of the person and the purpose
 * @throws {SupersededError} when another one began meanwhile
 */
export async function newestOnly<Result>(key: string, run: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  running.get(key)?.abort(new SupersededError("something newer was asked for"));
  const stop = new AbortController();
  running.set(key, stop);
  try {
    return await run(stop.signal);
  } finally {
    if (running.get(key) === stop) running.delete(key);
  }
}
