import { localTime, routeTimeline } from "@wirewatch/alerting";
import type { RouteTimeline } from "@wirewatch/alerting";
import type { Config, TopicConfig } from "@wirewatch/config";

/** Where a match of a topic would go, as a page shows it. */
export interface RoutePreview {
  readonly timeline: RouteTimeline;
  /** One for each route that takes it. */
  readonly goes: readonly { readonly receiver: string; readonly route: string; readonly words: string }[];
}

/** Quiet hours and digests of a week show within this time. */
const hours = 7 * 24;

/** What would become of a match of this topic now, from a source that says nothing special. */
export function routePreview(topic: TopicConfig, { alerts }: Pick<Config, "alerts">, now: Date): RoutePreview {
  const timeline = routeTimeline({
    root: alerts.route,
    labels: { ...topic.labels, topic: topic.id, severity: topic.severity },
    intervals: alerts.timeIntervals,
    receivers: alerts.receivers,
    at: now,
    hours,
  });
  const goes = timeline.plans.map((plan) => ({
    receiver: plan.receiver,
    route: plan.route,
    words: [quietWords(plan.quiet, alerts.timeZone), digestWords(plan), reminderWords(plan)]
      .filter((words) => words !== "")
      .join(", "),
  }));
  return { timeline, goes };
}

type Plan = RouteTimeline["plans"][number];

const quietActions = { hold: "held", digest: "put into the digest", drop: "dropped" } as const;

/** E.g. `held 19:00–07:00`. */
function quietWords(quiet: Plan["quiet"], timeZone: string): string {
  if (quiet === null) return "at any hour";
  if (quiet.isExcepted) return `at any hour: the quiet hours ${quiet.during} let it through`;
  const ranges = [
    ...new Set(quiet.stretches.map(({ start, end }) => `${clock(start, timeZone)}–${clock(end, timeZone)}`)),
  ];
  if (ranges.length === 0) return `quiet hours ${quiet.during} do not come up this week`;
  return `${quietActions[quiet.action]} ${ranges.slice(0, 3).join(" and ")} (${quiet.during}, ${timeZone})`;
}

function digestWords({ out, digests }: Plan): string {
  if (out.kind !== "digest" || out.why !== "scheduled") return "";
  return digests.length === 0 ? "in the next digest" : "as part of its digest";
}

function reminderWords({ reminders, escalation }: Plan): string {
  const reminded = reminders.length > 0 ? "reminded of until somebody acknowledges it" : "";
  const passed = escalation === null ? "" : `passed on to ${escalation.to} if nobody does`;
  return [reminded, passed].filter((words) => words !== "").join(", ");
}

function clock(at: Date, timeZone: string): string {
  const { hour, minute } = localTime(timeZone, at);
  return `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
}
