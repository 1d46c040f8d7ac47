import { randomBytes } from "node:crypto";

/** Something that takes longer than a page, done for the person who asked. */
export interface Run<State> {
  readonly id: string;
  readonly by: string;
  readonly startedAt: Date;
  /** Null while it goes on. */
  readonly endedAt: Date | null;
  readonly state: State;
  /** Why it ended early; null when it did not. */
  readonly problem: string | null;
}

export interface Runs<State> {
  /**
   * Begins one.
   *
   * @param work tells how far it is by `update`; ends early when `signal` says so
   * @returns null when too many are under way
   */
  start(
    by: string,
    first: State,
    work: (update: (change: (state: State) => State) => void, signal: AbortSignal) => Promise<void>,
  ): string | null;
  get(id: string): Run<State> | null;
  close(): void;
}

/** Kept after their end. */
const keptMs = 3_600_000;
const mostKept = 50;

/**
 * Runs of this process, in memory: their results are looked at once, and nothing of them is worth keeping.
 *
 * @param options.atOnce more are not begun
 * @param options.limitMs one that takes longer is ended
 */
export function createRuns<State>(options: {
  readonly atOnce: number;
  readonly limitMs: number;
  readonly now: () => Date;
}): Runs<State> {
  const runs = new Map<string, Run<State>>();
  const stops = new Map<string, AbortController>();

  function forget(): void {
    const oldest = options.now().getTime() - keptMs;
    for (const [id, { endedAt }] of runs) {
      if (endedAt !== null && (endedAt.getTime() < oldest || runs.size > mostKept)) runs.delete(id);
    }
  }

  function change(id: string, changed: (run: Run<State>) => Run<State>): void {
    const run = runs.get(id);
    if (run !== undefined) runs.set(id, changed(run));
  }

  return {
    start(by, first, work) {
      forget();
      if (stops.size >= options.atOnce) return null;
      const id = randomBytes(9).toString("base64url");
      const stop = new AbortController();
      const limit = AbortSignal.timeout(options.limitMs);
      stops.set(id, stop);
      runs.set(id, { id, by, startedAt: options.now(), endedAt: null, state: first, problem: null });
      const update = (changed: (state: State) => State): void =>
        change(id, (run) => ({ ...run, state: changed(run.state) }));
      const end = (problem: string | null): void => {
        stops.delete(id);
        change(id, (run) => ({ ...run, endedAt: options.now(), problem }));
      };
      work(update, AbortSignal.any([stop.signal, limit])).then(
        () => end(null),
        (error: unknown) =>
          end(
            limit.aborted
              ? `it took longer than ${Math.round(options.limitMs / 1000)} seconds and was ended`
              : error instanceof Error
                ? error.message
                : String(error),
          ),
      );
      return id;
    },
    get: (id) => runs.get(id) ?? null,
    close() {
      for (const stop of stops.values()) stop.abort();
    },
  };
}
