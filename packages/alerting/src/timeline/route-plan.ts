import { dueReason } from "../grouping.ts";
import type { DueReason, GroupTimers } from "../grouping.ts";
import { stretches } from "../interval.ts";
import type { Stretch } from "../interval.ts";
import { wayOut } from "../life/way-out.ts";
import type { NamedInterval, WayOut } from "../life/way-out.ts";
import type { Labels } from "../matcher.ts";
import { meetsAll } from "../conditions.ts";
import { quietVerdict } from "../quiet.ts";
import type { QuietHours } from "../quiet.ts";
import type { RateLimit } from "../rate.ts";
import { escalationDue, reminderDue } from "../remind.ts";
import type { Escalate, Remind } from "../remind.ts";
import { nextTime } from "../schedule.ts";
import type { Schedule } from "../schedule.ts";
import { severities } from "@wirewatch/model";

/** What the plan of a route depends on; `RouteConfig` and `ReceiverConfig` of `@wirewatch/config` have it. */
export interface PlanRoute extends GroupTimers {
  readonly name: string;
  readonly receiver: string;
  readonly quietHours: QuietHours | null;
}

export interface PlanReceiver {
  readonly name: string;
  readonly rateLimit: RateLimit | null;
  readonly digest: Schedule | null;
  readonly remind: Remind | null;
  readonly escalate: Escalate | null;
}

/** What would happen to a match on one route if nothing else came and nobody acknowledged. */
export interface RoutePlan {
  readonly route: string;
  readonly receiver: string;
  /** When its first message is due, and the timer that says so. */
  readonly dueAt: Date;
  readonly dueWhy: Extract<DueReason, { kind: "send" }>["why"];
  /** What happens to it then. */
  readonly out: WayOut;
  /** When it leaves; null for never. */
  readonly leavesAt: Date | null;
  /** Null when nothing leaves. */
  readonly updateNotBefore: Date | null;
  readonly closesAt: Date;
  /** The stretches that touch the time looked at; `isExcepted`: it is sent at any hour. Null: none for this route. */
  readonly quiet:
    | (Omit<QuietHours, "except"> & { readonly isExcepted: boolean; readonly stretches: readonly Stretch[] })
    | null;
  readonly rateLimit: RateLimit | null;
  /** Digests of the receiver within the time looked at, as {@link RoutePlan.reminders}. */
  readonly digests: readonly Date[];
  readonly reminders: readonly Date[];
  readonly escalation: { readonly at: Date; readonly to: string } | null;
}

/** Digests and reminders that are named; more are no help. */
const maxTimes = 50;

/** @param until end of the time looked at */
export function routePlan(
  {
    route,
    receiver,
    intervals,
  }: { route: PlanRoute; receiver: PlanReceiver | null; intervals: readonly NamedInterval[] },
  labels: Labels,
  at: Date,
  until: Date,
): RoutePlan {
  const severity = severities.find((known) => known === labels["severity"]) ?? "normal";
  const group = { firstMatchAt: at, lastMatchAt: at, lastSentAt: null, severity, isWaiting: true };
  const wait = dueReason(group, at, route);
  const dueAt = wait.kind === "wait" ? wait.until : at;
  const due = dueReason(group, dueAt, route);
  const limits = {
    rateLimit: receiver?.rateLimit ?? null,
    digest: receiver?.digest ?? null,
    sentAt: [],
    overflowAt: null,
  };
  const out = wayOut({ route, receiver: limits, intervals }, [labels], dueAt);
  const leavesAt = leaving(out, dueAt);
  const follow = {
    severity,
    isAcknowledged: false,
    escalate: receiver?.escalate ?? null,
    remind: receiver?.remind ?? null,
  };
  const isAlone = leavesAt !== null && out.kind === "open";
  const escalation = escalationDue({ ...follow, openSince: isAlone ? leavesAt : null, escalatedAt: null }, at);
  return {
    route: route.name,
    receiver: route.receiver,
    dueAt,
    dueWhy: due.kind === "send" ? due.why : "groupWait",
    out,
    leavesAt,
    updateNotBefore: leavesAt === null ? null : new Date(leavesAt.getTime() + route.groupIntervalMs),
    closesAt: new Date(at.getTime() + route.closeAfterMs),
    quiet: quietOf(route.quietHours, intervals, labels, at, until),
    rateLimit: limits.rateLimit,
    digests: limits.digest === null ? [] : digestTimes(limits.digest, at, until),
    reminders: isAlone ? reminderTimes(follow, { route, intervals, labels }, leavesAt, until) : [],
    escalation: escalation.kind === "never" ? null : { at: escalation.at, to: receiver?.escalate?.to ?? "" },
  };
}

function leaving(out: WayOut, dueAt: Date): Date | null {
  if (out.kind === "drop") return null;
  if (out.kind === "hold") return out.until;
  return out.kind === "digest" ? out.dueAt : dueAt;
}

function quietOf(
  quietHours: QuietHours | null,
  intervals: readonly NamedInterval[],
  labels: Labels,
  at: Date,
  until: Date,
): RoutePlan["quiet"] {
  const interval = intervals.find(({ name }) => name === quietHours?.during);
  if (quietHours === null || interval === undefined) return null;
  const { during, action, except } = quietHours;
  return { during, action, isExcepted: meetsAll(except, labels), stretches: stretches(interval, at, until) };
}

function digestTimes(schedule: Schedule, at: Date, until: Date): Date[] {
  const times: Date[] = [];
  for (let next = nextTime(schedule, at); next < until && times.length < maxTimes; next = nextTime(schedule, next)) {
    times.push(next);
  }
  return times;
}

function reminderTimes(
  follow: Omit<Parameters<typeof reminderDue>[0], "lastSentAt" | "reminders">,
  { route, intervals, labels }: { route: PlanRoute; intervals: readonly NamedInterval[]; labels: Labels },
  leavesAt: Date,
  until: Date,
): Date[] {
  const times: Date[] = [];
  for (let last = leavesAt; times.length < maxTimes;) {
    const due = reminderDue({ ...follow, lastSentAt: last, reminders: times.length }, last);
    if (due.kind === "never") break;
    const quiet = quietVerdict(route.quietHours, intervals, labels, due.at);
    last = quiet.kind === "open" ? due.at : quiet.until;
    if (last >= until) break;
    times.push(last);
  }
  return times;
}
