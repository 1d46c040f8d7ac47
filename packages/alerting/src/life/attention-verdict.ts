import type { Severity } from "@wirewatch/model";
import type { Labels } from "../matcher.ts";
import { quietVerdict } from "../quiet.ts";
import type { QuietHours } from "../quiet.ts";
import { attention, escalationDue, reminderDue } from "../remind.ts";
import type { Escalate, Remind } from "../remind.ts";
import { silencedBy } from "../silence.ts";
import type { Silence } from "../silence.ts";
import type { NamedInterval } from "./way-out.ts";

/** What reminders and escalation of a group depend on, but for the time. */
export interface AttentionFacts {
  readonly remind: Remind | null;
  readonly escalate: Escalate | null;
  readonly severity: Severity;
  readonly labels: Labels;
  /** When messages with news of the group left, in any order. */
  readonly newsAt: readonly Date[];
  /** Reminders included. */
  readonly lastSentAt: Date | null;
  /** Sent since it was opened or re-opened. */
  readonly reminders: number;
  readonly escalatedAt: Date | null;
  readonly acknowledgedAt: Date | null;
  readonly quietHours: QuietHours | null;
  readonly intervals: readonly NamedInterval[];
  readonly silences: readonly Silence[];
}

/** `wait`: nothing is due before `until`. `none`: nothing will be, unless there is news. */
export type AttentionVerdict =
  | { readonly kind: "remind"; readonly number: number; readonly of: number }
  | { readonly kind: "escalate"; readonly to: string }
  | { readonly kind: "wait"; readonly until: Date }
  | { readonly kind: "none" };

/**
 * Whether a group that nobody has acknowledged is told of again, or to somebody else. Reminders wait for the end of quiet
 * hours; escalation does not, for it goes to those who are there when others sleep. A silence stops both while it lasts.
 */
export function attentionVerdict(facts: AttentionFacts, now: Date): AttentionVerdict {
  const state = attention(facts.newsAt, facts.acknowledgedAt);
  const escalation = escalationDue({ ...facts, ...state }, now);
  const reminder = reminderDue({ ...facts, ...state }, now);
  const silence = silencedBy(facts.labels, now, facts.silences);
  const quiet = quietVerdict(facts.quietHours, facts.intervals, facts.labels, now);
  const times = [
    escalation.kind === "never" ? null : latest(escalation.at, silence?.endsAt),
    reminder.kind === "never" ? null : latest(reminder.at, silence?.endsAt, quiet.kind === "open" ? null : quiet.until),
  ];
  const [escalateAt = null, remindAt = null] = times;
  if (escalateAt !== null && escalateAt <= now && facts.escalate !== null) {
    return { kind: "escalate", to: facts.escalate.to };
  }
  if (remindAt !== null && remindAt <= now && facts.remind !== null) {
    return { kind: "remind", number: facts.reminders + 1, of: facts.remind.max };
  }
  const open = times.filter((at) => at !== null).map((at) => at.getTime());
  return open.length === 0 ? { kind: "none" } : { kind: "wait", until: new Date(Math.min(...open)) };
}

function latest(at: Date, ...others: readonly (Date | null | undefined)[]): Date {
  return new Date(Math.max(at.getTime(), ...others.map((other) => other?.getTime() ?? 0)));
}
