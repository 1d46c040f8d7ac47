import type { Severity } from "@wirewatch/model";

/** The two timers of a route and its end; `RouteConfig` of `@wirewatch/config` has them. */
export interface GroupTimers {
  readonly groupWaitMs: number;
  readonly groupIntervalMs: number;
  readonly closeAfterMs: number;
}

/** Where an open group stands. */
export interface AlertGroup {
  readonly firstMatchAt: Date;
  readonly lastMatchAt: Date;
  /** When its last message left; null before the first. */
  readonly lastSentAt: Date | null;
  /** Highest severity among what waits to be told. */
  readonly severity: Severity;
  /** Something is to be told: the first match, or a change that `updateReason` lets through. */
  readonly isWaiting: boolean;
}

/**
 * What to do with a group now.
 *
 * - `send`: a message leaves; `why` names the timer that ended
 * - `wait`: something is to be told, not before `until`
 * - `idle`: nothing to tell; the group stays open for newcomers until `until`
 * - `close`: nothing to tell and no match for `closeAfterMs`; the next match opens a new group
 */
export type DueReason =
  | { readonly kind: "send"; readonly why: "critical" | "groupWait" | "groupInterval" }
  | { readonly kind: "wait"; readonly until: Date }
  | { readonly kind: "idle"; readonly until: Date }
  | { readonly kind: "close" };

/**
 * Whether a group's message leaves now, and why. The first one waits `groupWaitMs` after the first match, so that
 * other outlets can join it; a critical one does not wait. Later ones keep `groupIntervalMs` between them, critical
 * or not. What waits is told before the group closes.
 */
export function dueReason(group: AlertGroup, now: Date, timers: GroupTimers): DueReason {
  if (!group.isWaiting) {
    const until = after(group.lastMatchAt, timers.closeAfterMs);
    return now >= until ? { kind: "close" } : { kind: "idle", until };
  }
  if (group.lastSentAt !== null) {
    const until = after(group.lastSentAt, timers.groupIntervalMs);
    return now >= until ? { kind: "send", why: "groupInterval" } : { kind: "wait", until };
  }
  if (group.severity === "critical") return { kind: "send", why: "critical" };
  const until = after(group.firstMatchAt, timers.groupWaitMs);
  return now >= until ? { kind: "send", why: "groupWait" } : { kind: "wait", until };
}

function after(instant: Date, ms: number): Date {
  return new Date(instant.getTime() + ms);
}
