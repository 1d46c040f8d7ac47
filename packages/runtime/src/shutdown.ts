/** What a process does when it is asked to stop. */
export interface ShutdownOptions {
  /** Lets running work finish; must end by itself within the time limit it was given. */
  readonly drain: (reason: string) => Promise<void>;
  /** Longest time from the first request to the exit, milliseconds. */
  readonly limitMs: number;
  readonly exit: (code: number) => void;
  /** Says what happens, e.g. to a terminal. */
  readonly say?: (message: string) => void;
}

/**
 * Signals this close together are one wish: a terminal's Ctrl-C reaches the whole foreground group, and npm passes the
 * one it got on to its script as well.
 */
const sameWishMs = 700;

/**
 * Drains on the first SIGTERM, SIGINT or loss of the parent process, exits at once on the second signal.
 *
 * @returns a function that starts the same drain from inside the program
 */
export function onShutdown(process: NodeJS.Process, options: ShutdownOptions): (reason: string) => void {
  let stoppingSinceMs: number | null = null;
  const stop = (reason: string): void => {
    if (stoppingSinceMs !== null) return;
    stoppingSinceMs = performance.now();
    const limit = setTimeout(() => options.exit(1), options.limitMs);
    limit.unref();
    options.drain(reason).then(
      () => options.exit(0),
      (error: unknown) => {
        options.say?.(`stopping failed: ${error instanceof Error ? error.message : String(error)}`);
        options.exit(1);
      },
    );
  };
  const signalled = (signal: NodeJS.Signals): void => {
    if (stoppingSinceMs === null) stop(signal);
    else if (performance.now() - stoppingSinceMs > sameWishMs) options.exit(130);
  };
  process.on("SIGTERM", signalled);
  process.on("SIGINT", signalled);
  if (process.connected) process.on("disconnect", () => stop("the parent process is gone"));
  return stop;
}
