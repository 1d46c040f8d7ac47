/** What ends a request from our side: its time is up, or the caller lost interest. */
export interface Deadline {
  /** For every request under this deadline. */
  readonly signal: AbortSignal;
  /** Why the signal was given; null while it was not. */
  readonly cause: "timeout" | "aborted" | null;
  /** Until the time is up, in milliseconds. */
  leftMs(): number;
  /** Does something whose time does not count. */
  pausedFor<T>(work: () => Promise<T>): Promise<T>;
  /** To be called when the work is done, so that nothing waits on for it. */
  end(): void;
}

/**
 * Starts a clock for a request and all its redirects.
 *
 * One controller and one timer that is cleared: `AbortSignal.any` over `AbortSignal.timeout` costs five times as much, and
 * its timers stay until they fire.
 *
 * @param outer the caller's own signal
 */
export function startDeadline(timeoutMs: number, outer: AbortSignal | undefined): Deadline {
  const controller = new AbortController();
  let cause: Deadline["cause"] = null;
  let leftAtStartMs = timeoutMs;
  let startedAt = performance.now();
  let timer = setTimeout(() => give("timeout"), timeoutMs);

  function give(why: "timeout" | "aborted"): void {
    cause ??= why;
    controller.abort();
  }
  const leftMs = () => Math.max(0, leftAtStartMs - (performance.now() - startedAt));
  const cancel = () => give("aborted");
  if (outer?.aborted === true) cancel();
  else outer?.addEventListener("abort", cancel, { once: true });

  return {
    signal: controller.signal,
    get cause() {
      return cause;
    },
    leftMs,
    async pausedFor(work) {
      clearTimeout(timer);
      leftAtStartMs = leftMs();
      try {
        return await work();
      } finally {
        startedAt = performance.now();
        timer = setTimeout(() => give("timeout"), leftAtStartMs);
      }
    },
    end() {
      clearTimeout(timer);
      outer?.removeEventListener("abort", cancel);
    },
  };
}

/**
 * Waits for work that a signal cannot stop, for as long as anybody needs to.
 *
 * @throws the signal's reason
 */
export async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = () => reject(signal.reason);
  if (signal.aborted) abort();
  else signal.addEventListener("abort", abort, { once: true });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}
