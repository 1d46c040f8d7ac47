import { severities } from "@wirewatch/model";
import type { Severity } from "@wirewatch/model";
import { dueReason } from "../grouping.ts";
import type { DueReason, GroupTimers } from "../grouping.ts";
import type { Candidate } from "../inhibit.ts";
import type { QuietHours } from "../quiet.ts";
import { updateReason } from "../updates.ts";
import type { Newcomer, ToldSoFar, UpdateReason, UpdateRules } from "../updates.ts";
import { objection } from "./objection.ts";
import type { MuteRules, Objection } from "./objection.ts";
import { wayOut } from "./way-out.ts";
import type { NamedInterval, WayOut, WayOutFacts } from "./way-out.ts";

/** A match that waits in a group. */
export interface WaitingMatch extends Candidate {
  readonly alertId: string;
  readonly newcomer: Newcomer;
}

/** Everything the next step of a group depends on, but for the time. */
export interface FlushFacts extends MuteRules {
  readonly group: {
    readonly firstMatchAt: Date;
    readonly lastMatchAt: Date;
    /** When the last message that named the group left: its own, or the batch or digest that carried it. */
    readonly lastSentAt: Date | null;
    /** Null while nothing of it was sent, held or put into a digest; all three count as told. */
    readonly told: ToldSoFar | null;
    /** What joined silently since it was last told. */
    readonly joined: readonly Newcomer[];
  };
  readonly waiting: readonly WaitingMatch[];
  readonly route: GroupTimers & { readonly updates: UpdateRules; readonly quietHours: QuietHours | null };
  readonly receiver: WayOutFacts["receiver"];
  readonly intervals: readonly NamedInterval[];
}

/**
 * What happens to those who wait and were not suppressed.
 *
 * - `wait`: nothing is decided before `until`
 * - `join`: they end as joined; the group stays open until `until`
 * - `close`: nobody waits, and nobody came for long
 * - else see {@link WayOut}
 */
export type FlushStep =
  | { readonly kind: "close" }
  | { readonly kind: "wait"; readonly until: Date }
  | { readonly kind: "join"; readonly why: Extract<UpdateReason, { kind: "join" }>["why"]; readonly until: Date }
  | Exclude<WayOut, { kind: "open" }>
  /** `severity`: the highest of the message and of what was told before. */
  | { readonly kind: "send"; readonly why: SendReason; readonly severity: Severity };

type SendReason = Extract<DueReason, { kind: "send" }>["why"] | Extract<UpdateReason, { kind: "send" }>["why"];

export interface FlushVerdict {
  /** They end now, whatever becomes of the others. */
  readonly suppressed: readonly (Objection & { readonly alertId: string })[];
  readonly step: FlushStep;
}

/**
 * What a group does now. Nothing is decided before its timers end. Then, in this order: silenced, inhibited (each match for
 * itself), not material, quiet hours, digest of the receiver, rate limit; what is left is sent in one message.
 */
export function flushVerdict(facts: FlushFacts, now: Date): FlushVerdict {
  const { waiting } = facts;
  const early = stepOf(facts, waiting, now);
  if (early.kind === "wait" || early.kind === "close") return { suppressed: [], step: early };
  const judged = waiting.map((match) => ({ match, against: objection(match, facts, now) }));
  const suppressed = judged.flatMap(({ match: { alertId }, against }) =>
    against === null ? [] : [{ alertId, ...against }],
  );
  if (suppressed.length === 0) return { suppressed, step: early };
  const rest = judged.flatMap(({ match, against }) => (against === null ? [match] : []));
  return { suppressed, step: stepOf(facts, rest, now) };
}

function stepOf(facts: FlushFacts, waiting: readonly WaitingMatch[], now: Date): FlushStep {
  const { group, route } = facts;
  const newcomers = waiting.map(({ newcomer }) => newcomer);
  const update =
    group.told === null || waiting.length === 0
      ? null
      : updateReason(group.told, [...group.joined, ...newcomers], route.updates);
  if (update?.kind === "join") {
    return { kind: "join", why: update.why, until: new Date(group.lastMatchAt.getTime() + route.closeAfterMs) };
  }
  const severity = highest(newcomers.map((newcomer) => newcomer.severity));
  const due = dueReason({ ...group, severity, isWaiting: waiting.length > 0 }, now, route);
  if (due.kind === "close") return { kind: "close" };
  if (due.kind !== "send") return { kind: "wait", until: due.until };
  const out = wayOut(
    facts,
    waiting.map(({ labels, newcomer }) => ({ ...labels, severity: newcomer.severity })),
    now,
  );
  if (out.kind !== "open") return out;
  return { kind: "send", why: update?.why ?? due.why, severity: highest([severity, group.told?.severity ?? "low"]) };
}

function highest(found: readonly Severity[]): Severity {
  return found.reduce((a, b) => (severities.indexOf(b) > severities.indexOf(a) ? b : a), "low");
}
