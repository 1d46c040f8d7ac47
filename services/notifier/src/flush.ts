import { flushVerdict } from "@wirewatch/alerting";
import type { FlushVerdict } from "@wirewatch/alerting";
import { severities } from "@wirewatch/model";
import type { AlertMessage, Severity, SuppressionReason } from "@wirewatch/model";
import { defineStage } from "@wirewatch/pipeline";
import type { DefinedStage } from "@wirewatch/pipeline";
import { decideAttention } from "./attention.ts";
import type { NotifierDeps } from "./deps.ts";
import type { DigestPlace } from "./digest-rows.ts";
import { commitFlush } from "./flush-commit.ts";
import { gatherFlush } from "./flush-facts.ts";
import type { FlushFacts } from "./flush-facts.ts";
import type { WaitingAlert } from "./group-facts.ts";
import { groupMessage } from "./group-message.ts";
import { createLinks } from "./message-links.ts";
import { highestSeverity } from "./raised-severity.ts";
import { settleAlerts } from "./settle.ts";
import { isToday, verdictFacts } from "./verdict-facts.ts";

/** What becomes of a group's waiting alerts, but for those that are suppressed one by one. */
export type FlushStep =
  | { readonly kind: "close" }
  | { readonly kind: "wait"; readonly untilMs: number }
  | { readonly kind: "join"; readonly why: string; readonly untilMs: number }
  | { readonly kind: "suppress"; readonly reason: SuppressionReason; readonly detail: string }
  | { readonly kind: "batch"; readonly into: DigestPlace; readonly detail: string; readonly severity: Severity }
  | {
      readonly kind: "send";
      readonly why: string;
      readonly first: WaitingAlert;
      readonly message: Omit<AlertMessage, "id">;
      /** Updates of the day, this one included. */
      readonly updatesToday: number;
    }
  | { readonly kind: "remind"; readonly number: number; readonly of: number }
  | { readonly kind: "escalate"; readonly to: string };

/** What a group does now. Exported for its tests. */
export interface FlushDecision {
  /** Alerts that end now, each for a reason of its own. */
  readonly suppressed: FlushVerdict["suppressed"];
  readonly step: FlushStep;
}

/** The stage that decides when a group of matches speaks, and writes its deliveries. */
export function flushStage(deps: NotifierDeps): DefinedStage {
  const linksFor = createLinks(deps.db);
  return defineStage("flush", {
    gather: (row) => gatherFlush(deps, row, linksFor),
    decide: decideFlush,
    commit: commitFlush,
    async abandon(tx, row, reason) {
      const end = { state: "suppressed", outcome: "suppressed", reason: "disabled", detail: reason } as const;
      await settleAlerts(tx, { groupId: row.id, alertIds: null, from: "waiting" }, end);
      return { kind: "close", reason };
    },
  });
}

/** Whether the group speaks now, and with what; pure. */
export function decideFlush(facts: FlushFacts): FlushDecision {
  const { group, waiting, route, receiver } = facts;
  if (route === null || receiver === null) {
    const what = route === null ? `route ${group.route}` : `receiver ${group.receiver}`;
    const gone = { kind: "suppress", reason: "no_route", detail: `${what} is no longer in the configuration` } as const;
    return { suppressed: [], step: waiting.length === 0 ? { kind: "close" } : gone };
  }
  const { suppressed, step } = flushVerdict(verdictFacts(facts, route, receiver), facts.now);
  const out = new Set(suppressed.map(({ alertId }) => alertId));
  const rest = waiting.filter(({ alertId }) => !out.has(alertId));
  return { suppressed, step: stepOf({ ...facts, waiting: rest }, step, out.size > 0) };
}

function stepOf(facts: FlushFacts, verdict: FlushVerdict["step"], hasSuppressed: boolean): FlushStep {
  const { group, waiting, now } = facts;
  const receiver = group.receiver;
  switch (verdict.kind) {
    case "close":
    case "wait":
    case "join":
      return restingStep(facts, verdict, hasSuppressed);
    case "drop": {
      const detail = `quiet hours ${verdict.during}, until ${verdict.until.toISOString()}`;
      return { kind: "suppress", reason: "quiet_hours", detail };
    }
    case "hold": {
      const detail = `held by quiet hours ${verdict.during}, until ${verdict.until.toISOString()}`;
      const into = { receiver, kind: "held", forAt: verdict.until } as const;
      return { kind: "batch", into, detail, severity: severityOf(facts) };
    }
    case "digest": {
      const detail = `waits for the digest of ${verdict.dueAt.toISOString()}: ${verdict.detail}`;
      const schedule = facts.receiver?.digest ?? null;
      // One that is open already takes it along; what is in quiet hours then stays.
      const { overflowAt } = facts.share;
      const forAt = overflowAt !== null && overflowAt < verdict.dueAt ? overflowAt : verdict.dueAt;
      const into: DigestPlace =
        schedule === null
          ? { receiver, kind: "overflow", forAt }
          : { receiver, kind: "scheduled", forAt: verdict.dueAt, schedule };
      return { kind: "batch", into, detail, severity: severityOf(facts) };
    }
    case "send": {
      if (facts.noChannel !== null) return { kind: "suppress", ...facts.noChannel };
      const first = leading(waiting);
      const before = isToday(group.updates_on, now) ? group.updates_today : 0;
      const message = groupMessage(facts, first, verdict.severity, facts.style);
      const updatesToday = facts.style.event === "alert.updated" ? before + 1 : 0;
      return { kind: "send", why: verdict.why, first, message, updatesToday };
    }
  }
}

/** While there is nothing new to tell: perhaps somebody is reminded of what was told. */
function restingStep(
  facts: FlushFacts,
  verdict: Extract<FlushVerdict["step"], { kind: "close" | "wait" | "join" }>,
  hasSuppressed: boolean,
): FlushStep {
  const { now } = facts;
  const attention = decideAttention(facts, now);
  const isDue = attention.kind === "remind" || attention.kind === "escalate";
  if (isDue && verdict.kind !== "join" && !hasSuppressed) return attention;
  if (verdict.kind === "close") return verdict;
  const until = attention.kind === "wait" && attention.until < verdict.until ? attention.until : verdict.until;
  const untilMs = isDue ? 0 : Math.max(0, until.getTime() - now.getTime());
  return verdict.kind === "join" ? { kind: "join", why: verdict.why, untilMs } : { kind: "wait", untilMs };
}

function severityOf({ group, isTold, waiting }: FlushFacts): Severity {
  return highestSeverity([...(isTold ? [group.severity] : []), ...waiting.map(({ match }) => match.severity)]);
}

/** The article a message is about: an original before its copies, the most severe match, then the first seen. */
function leading(waiting: readonly WaitingAlert[]): WaitingAlert {
  const rank = (alert: WaitingAlert): number => (alert.verdict === "unique" || alert.verdict === "revision" ? 0 : 1);
  const [first] = waiting.toSorted(
    (a, b) =>
      rank(a) - rank(b) ||
      severities.indexOf(b.match.severity) - severities.indexOf(a.match.severity) ||
      Number(a.alertId) - Number(b.alertId),
  );
  if (first === undefined) throw new RangeError("a group without waiting alerts has nothing to send");
  return first;
}
