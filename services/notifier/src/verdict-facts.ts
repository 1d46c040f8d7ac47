import { isPassageNew, knownPassages } from "@wirewatch/alerting";
import type { FlushFacts as VerdictFacts, KnownPassages, Newcomer } from "@wirewatch/alerting";
import type { ReceiverConfig, RouteConfig } from "@wirewatch/config";
import type { GroupFacts, WaitingAlert } from "./group-facts.ts";

/** A group as the rules of `packages/alerting` see it. */
export function verdictFacts(facts: GroupFacts, route: RouteConfig, receiver: ReceiverConfig): VerdictFacts {
  const { group, waiting, now } = facts;
  const told = {
    severity: group.severity,
    sourceIds: facts.toldSources,
    updatesToday: isToday(group.updates_on, now) ? group.updates_today : 0,
  };
  const known = knownPassages(facts.toldPassages);
  const lastMatchAt = waiting.at(-1)?.createdAt ?? new Date(group.closes_at.getTime() - route.closeAfterMs);
  return {
    ...facts.mutes,
    group: {
      firstMatchAt: firstMatchAt(facts),
      lastMatchAt,
      lastSentAt: group.flushed_at,
      told: facts.isTold ? told : null,
      joined: facts.joinedSources.map((sourceId): Newcomer => ({ kind: "copy", sourceId, severity: "low" })),
    },
    waiting: waiting.map((alert) => ({
      matchId: alert.match.id,
      labels: alert.labels,
      at: alert.match.matched_at ?? alert.createdAt,
      alertId: alert.alertId,
      newcomer: newcomerOf(alert, known),
    })),
    route,
    receiver: { rateLimit: receiver.rateLimit, digest: receiver.digest, ...facts.share },
    intervals: facts.intervals,
  };
}

/** Where all that came first was suppressed, the wait begins anew with what came then. */
function firstMatchAt({ group, waiting, isTold, hasSuppressed }: GroupFacts): Date {
  return !isTold && hasSuppressed ? (waiting[0]?.createdAt ?? group.opened_at) : group.opened_at;
}

function newcomerOf({ verdict, match, article }: WaitingAlert, known: KnownPassages): Newcomer {
  const common = { sourceId: article.sourceId, severity: match.severity };
  if (verdict === "duplicate" || verdict === "nearDuplicate") return { ...common, kind: "copy" };
  // Others are not told about (see `decideMatches`), so they do not come here.
  if (verdict === "revision") return { ...common, kind: "revision", textIsMaterial: true };
  return { ...common, kind: "article", passageIsNew: isPassageNew(match.snippet, known) };
}

/** `day` is a day of UTC; the driver gives it as its midnight in the process's own time zone. */
export function isToday(day: Date | null, now: Date): boolean {
  if (day === null) return false;
  const startMs = Date.UTC(day.getFullYear(), day.getMonth(), day.getDate());
  return startMs === Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate());
}
