import type { Database, Kysely } from "@wirewatch/store";
import { grouped } from "./grouped.ts";
import { openGates } from "./open-gates.ts";
import type { Bell } from "./stage.ts";

export interface GateWatchDeps {
  readonly db: Kysely<Database>;
  readonly ring: (bell: Bell, generation: number) => Promise<boolean>;
  readonly onError: (error: unknown) => void;
}

/** The gates that this process opens itself, when the pause after its own requests is over. */
export interface GateWatch {
  /** Opens the gates in `restMs` and rings for what they let through. */
  openIn(gates: readonly string[], restMs: number): void;
  /** Opens no more; resolves when nothing is under way. */
  close(): Promise<void>;
}

/** Opens gates in time, all that are free at one moment with one statement; what it misses is the reconciler's. */
export function startGateWatch({ db, ring, onError }: GateWatchDeps): GateWatch {
  const timers = new Set<NodeJS.Timeout>();
  const open = grouped<readonly string[], void>(
    async (groups) => {
      const bells = await openGates(db, groups.flat());
      // The next gates need not wait for the queue.
      void Promise.all(bells.map((bell) => ring(bell, 0)));
      return groups.map(() => undefined);
    },
    { max: 200, lanes: 1 },
  );
  const running = new Set<Promise<void>>();
  let closed = false;
  const openNow = (gates: readonly string[]): void => {
    const opening = open(gates)
      .catch(onError)
      .finally(() => running.delete(opening));
    running.add(opening);
  };
  return {
    openIn(gates, restMs) {
      if (closed) return;
      // A timer may fire up to a millisecond early, and a gate that is not ready stays closed until the next look.
      const timer = setTimeout(
        () => {
          timers.delete(timer);
          openNow(gates);
        },
        restMs > 0 ? Math.ceil(restMs) + 1 : 0,
      );
      timers.add(timer);
    },
    async close() {
      closed = true;
      for (const timer of timers) clearTimeout(timer);
      await Promise.all(running);
    },
  };
}
