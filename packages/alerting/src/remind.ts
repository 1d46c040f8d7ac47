import type { Severity } from "@wirewatch/model";

/** `ReceiverConfig` of `@wirewatch/config` has it, as {@link Escalate}. */
export interface Remind {
  readonly everyMs: number;
  /** Reminders after one message. */
  readonly max: number;
}

export interface Escalate {
  readonly afterMs: number;
  /** Name of a receiver. */
  readonly to: string;
}

/** `at` is never before the time of the question: one that is equal to it is due. */
export type FollowUp = { readonly kind: "never" } | { readonly kind: "at"; readonly at: Date };

/**
 * When a group is told of once more because nobody has acknowledged it. Only high and critical ones are.
 *
 * @param facts.lastSentAt its last message of any kind, reminders included; null before the first
 * @param facts.reminders sent since it was opened or re-opened
 * @param facts.isAcknowledged see {@link attention}
 */
export function reminderDue(
  facts: {
    readonly remind: Remind | null;
    readonly severity: Severity;
    readonly lastSentAt: Date | null;
    readonly reminders: number;
    readonly isAcknowledged: boolean;
  },
  now: Date,
): FollowUp {
  const { remind, lastSentAt } = facts;
  if (remind === null || lastSentAt === null || facts.reminders >= remind.max) return { kind: "never" };
  return isUrgent(facts) ? notBefore(now, lastSentAt, remind.everyMs) : { kind: "never" };
}

/**
 * When another receiver is told because nobody has acknowledged a high or critical group: once each time it is opened or
 * re-opened.
 *
 * @param facts.openSince its first message that nobody has acknowledged; see {@link attention}
 * @param facts.escalatedAt the last time it was; null for never
 */
export function escalationDue(
  facts: {
    readonly escalate: Escalate | null;
    readonly severity: Severity;
    readonly openSince: Date | null;
    readonly escalatedAt: Date | null;
    readonly isAcknowledged: boolean;
  },
  now: Date,
): FollowUp {
  const { escalate, openSince, escalatedAt } = facts;
  if (escalate === null || openSince === null) return { kind: "never" };
  if (escalatedAt !== null && escalatedAt >= openSince) return { kind: "never" };
  return isUrgent(facts) ? notBefore(now, openSince, escalate.afterMs) : { kind: "never" };
}

/**
 * Whether somebody has taken care of a group. A message with news after that re-opens it.
 *
 * @param newsAt when its messages left, in any order; reminders and escalations are no news
 * @returns `openSince`: the first message that nobody has acknowledged; null when there is none
 */
export function attention(
  newsAt: readonly Date[],
  acknowledgedAt: Date | null,
): { readonly isAcknowledged: boolean; readonly openSince: Date | null } {
  const open = newsAt.filter((at) => acknowledgedAt === null || at > acknowledgedAt);
  const openSince = open.reduce<Date | null>((first, at) => (first === null || at < first ? at : first), null);
  return { isAcknowledged: acknowledgedAt !== null && openSince === null, openSince };
}

function isUrgent({
  severity,
  isAcknowledged,
}: {
  readonly severity: Severity;
  readonly isAcknowledged: boolean;
}): boolean {
  return !isAcknowledged && (severity === "high" || severity === "critical");
}

function notBefore(now: Date, from: Date, ms: number): FollowUp {
  return { kind: "at", at: new Date(Math.max(now.getTime(), from.getTime() + ms)) };
}
