import { admission, afterAttempt, isDoubtful, newDestination, nextTurn, withAttempt } from "@wirewatch/alerting";
import type { AttemptEnd, DestinationLoad } from "@wirewatch/alerting";

/** Whether an attempt may begin. */
export type Entry =
  | { readonly kind: "in"; readonly leave: (end: AttemptEnd) => void }
  | { readonly kind: "away"; readonly delayMs: number };

/** Keeps destinations that fail or hang from taking the places of a process that the others need. */
export interface Bulkhead {
  /**
   * Comes in when the destination may have another attempt; whoever came in must leave.
   *
   * @param destination e.g. `desk/webhook-0`
   * @param isFailing it is known to fail, which counts only where this process has no experience of its own
   * @returns within half a second
   */
  enter(destination: string, isFailing: boolean): Promise<Entry>;
}

/** Somebody whose turn should come in a moment is sent away after this after all, milliseconds. */
const patienceMs = 500;

interface Waiter {
  readonly settle: (entry: Entry) => void;
  readonly timer: NodeJS.Timeout;
}

interface Destination {
  load: DestinationLoad;
  readonly waiting: Waiter[];
}

/** @param given.nowMs a steady clock */
export function createBulkhead(given: { readonly nowMs: () => number; readonly random: () => number }): Bulkhead {
  const { nowMs, random } = given;
  const destinations = new Map<string, Destination>();

  const doubtful = (now: number): number =>
    destinations
      .values()
      .filter(({ load }) => isDoubtful(load, now))
      .reduce((sum, { load }) => sum + load.startedMs.length, 0);

  function letIn(destination: Destination): Entry {
    const startedMs = nowMs();
    destination.load = withAttempt(destination.load, startedMs);
    return {
      kind: "in",
      leave(end) {
        destination.load = afterAttempt(destination.load, { startedMs, nowMs: nowMs(), end });
        callNext(destination);
      },
    };
  }

  function sendAway(destination: Destination): Entry {
    const { load, delayMs } = nextTurn(destination.load, nowMs(), random());
    destination.load = load;
    return { kind: "away", delayMs };
  }

  function callNext(destination: Destination): void {
    for (;;) {
      const next = destination.waiting[0];
      if (next === undefined) return;
      const now = nowMs();
      const verdict = admission(destination.load, now, { waiting: 0, doubtful: doubtful(now) });
      if (verdict === "wait") return;
      destination.waiting.shift();
      clearTimeout(next.timer);
      next.settle(verdict === "go" ? letIn(destination) : sendAway(destination));
    }
  }

  function waitFor(destination: Destination): Promise<Entry> {
    return new Promise((settle) => {
      const timer = setTimeout(() => {
        destination.waiting.splice(destination.waiting.indexOf(waiter), 1);
        settle(sendAway(destination));
      }, patienceMs);
      const waiter: Waiter = { settle, timer };
      destination.waiting.push(waiter);
    });
  }

  return {
    async enter(name, isFailing) {
      const destination = destinations.get(name) ?? { load: newDestination(isFailing), waiting: [] };
      destinations.set(name, destination);
      const now = nowMs();
      const others = { waiting: destination.waiting.length, doubtful: doubtful(now) };
      switch (admission(destination.load, now, others)) {
        case "go":
          return letIn(destination);
        case "wait":
          return waitFor(destination);
        case "away":
          return sendAway(destination);
      }
    },
  };
}
