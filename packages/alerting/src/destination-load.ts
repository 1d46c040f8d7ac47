/** What one process knows of a destination, which is a channel of a receiver, by the attempts it made there. */
export interface DestinationLoad {
  /** Attempts at once that it may have; grows with what goes well, falls to one with a failure. */
  readonly window: number;
  /** When each of its attempts under way began, on the clock of `nowMs`, the oldest first. */
  readonly startedMs: readonly number[];
  /** How long an attempt usually takes that does not fail, milliseconds. */
  readonly usualMs: number;
  /** The turns that were given to attempts sent away reach until then, on the same clock. */
  readonly turnsUntilMs: number;
  /** Until then it asked to be left alone. */
  readonly pausedUntilMs: number;
}

/** How an attempt ended. */
export type AttemptEnd =
  /** `refused`: the receiver answered, and did not like this message. */
  | { readonly kind: "taken" | "refused" }
  /** @property pauseMs for which the receiver asked to be left alone; null when it did not */
  | { readonly kind: "failed"; readonly pauseMs: number | null };

/**
 * - `go`: the attempt may begin
 * - `wait`: its turn comes in a moment; it may wait for it where it is
 * - `away`: it would wait longer, and others need the place; it comes again by `nextTurn`
 */
export type Admission = "go" | "wait" | "away";

/** Attempts at once for one destination in one process. Fewer than the connections to one origin (24), which destinations may share. */
const widestWindow = 6;
/**
 * What one gets that answers quickly. An attempt is written down before it is made, and what begins together is written together; so
 * with more at once each costs less.
 */
const quickWindow = 12;
/** Usual time of an attempt below which a destination is quick. */
const quickMs = 250;
/** What a destination begins with of which nothing is known. */
const firstWindow = 2;
/** What one gets that works, but takes its time. */
const slowWindow = 4;
/** From then on an attempt counts as slow. Receivers answer within a tenth of it, most mail servers and workflows within it. */
const slowMs = 2_000;
/** Attempts at once for all destinations together that fail or hang; again fewer than the connections to one origin. */
const doubtfulPlaces = 6;
/** Longest time an attempt waits for its turn while it holds a place, as far as that can be foreseen. */
const longestWaitMs = 250;
/** Taken as the usual time until one was measured. */
const assumedMs = 20;
/** Bounds of the time for which an attempt is sent away: a round of the reconciler, and what a recovery is late by. */
const shortestAwayMs = 500;
const longestAwayMs = 60_000;

/** @param isFailing another process, or this one before it was started again, found that it only fails */
export function newDestination(isFailing: boolean): DestinationLoad {
  return { window: isFailing ? 1 : firstWindow, startedMs: [], usualMs: assumedMs, turnsUntilMs: 0, pausedUntilMs: 0 };
}

/** Whether the destination fails, or keeps an attempt waiting just now. */
export function isDoubtful(load: DestinationLoad, nowMs: number): boolean {
  return load.window === 1 || oldestMs(load, nowMs) > slowMs;
}

/**
 * Whether one more attempt may begin. A destination that works has up to twelve at once, one that fails has one, as a probe, and one that hangs
 * gets no more than a slow one. All of those in doubt share six, so that places are left for the others whatever happens.
 *
 * @param others.waiting attempts that wait for this destination already
 * @param others.doubtful attempts under way for all destinations in doubt, this one included
 */
export function admission(
  load: DestinationLoad,
  nowMs: number,
  others: { readonly waiting: number; readonly doubtful: number },
): Admission {
  const underWay = load.startedMs.length;
  if (nowMs < load.pausedUntilMs) return "away";
  if (isDoubtful(load, nowMs)) {
    return underWay < Math.min(load.window, slowWindow) && others.doubtful < doubtfulPlaces ? "go" : "away";
  }
  if (underWay < load.window && others.waiting === 0) return "go";
  return ((others.waiting + 1) * load.usualMs) / load.window <= longestWaitMs ? "wait" : "away";
}

/** The destination once an attempt has begun. */
export function withAttempt(load: DestinationLoad, nowMs: number): DestinationLoad {
  return { ...load, startedMs: [...load.startedMs, nowMs] };
}

/** The destination once the attempt that began at `startedMs` has ended. */
export function afterAttempt(
  load: DestinationLoad,
  { startedMs, nowMs, end }: { readonly startedMs: number; readonly nowMs: number; readonly end: AttemptEnd },
): DestinationLoad {
  const at = load.startedMs.indexOf(startedMs);
  const rest = { ...load, startedMs: load.startedMs.filter((_, index) => index !== at) };
  if (end.kind === "failed") {
    // Longer pauses are for the message itself: whether the receiver has changed its mind is seen from the next one.
    const pausedUntilMs = nowMs + Math.min(end.pauseMs ?? 0, longestAwayMs);
    return { ...rest, window: 1, pausedUntilMs: Math.max(load.pausedUntilMs, pausedUntilMs) };
  }
  const tookMs = nowMs - startedMs;
  const usualMs = load.usualMs + (tookMs - load.usualMs) / 4;
  // A refusal says nothing about how much it can take.
  if (end.kind === "refused") return { ...rest, usualMs };
  const widest = tookMs > slowMs ? slowWindow : usualMs < quickMs ? quickWindow : widestWindow;
  // It works again: who comes now need not stand behind those that were sent away before.
  const turnsUntilMs = load.window === 1 ? 0 : load.turnsUntilMs;
  return { ...rest, usualMs, turnsUntilMs, window: Math.min(load.window + 1, widest) };
}

/**
 * The turn of an attempt that was sent away. Turns follow each other as fast as the destination seems to serve them: however many there
 * are, few find it busy again.
 *
 * @param random uniform in [0, 1)
 */
export function nextTurn(
  load: DestinationLoad,
  nowMs: number,
  random: number,
): { readonly load: DestinationLoad; readonly delayMs: number } {
  const turnMs = Math.max(load.turnsUntilMs, load.pausedUntilMs, nowMs + shortestAwayMs);
  const delayMs = turnMs - nowMs;
  // So many wait that their turns cannot be told; they spread.
  if (delayMs >= longestAwayMs) return { load, delayMs: Math.round(longestAwayMs * (0.5 + random / 2)) };
  const eachMs = Math.max(load.usualMs, oldestMs(load, nowMs)) / load.window;
  return { load: { ...load, turnsUntilMs: turnMs + eachMs }, delayMs: Math.round(delayMs) };
}

/** Age of the oldest attempt under way; 0 when there is none. */
function oldestMs({ startedMs }: DestinationLoad, nowMs: number): number {
  const [first] = startedMs;
  return first === undefined ? 0 : nowMs - first;
}
