import type { AlertsFile, ChildRoute, ReceiverEntry, RootRoute } from "./alerts-schema.ts";
import { buildChannels } from "./build-channels.ts";
import type { AlertsConfig, InhibitRuleConfig, ReceiverConfig, RouteConfig, TimeIntervalConfig } from "./config.ts";

/** What holds when no route says anything (design: alerts-and-console.md section 6.3). */
const builtInRoute: Omit<RouteConfig, "name" | "receiver" | "matchers" | "continue" | "routes"> = {
  groupBy: ["topic", "story"],
  groupWaitMs: 60_000,
  groupIntervalMs: 900_000,
  closeAfterMs: 172_800_000,
  updates: { newSources: 5, severityRaised: true, textChanged: "material" },
  quietHours: null,
};

/** Without alerts.yaml everything is printed where Wirewatch runs. */
export const defaultAlerts: AlertsConfig = buildAlerts({
  route: { receiver: "terminal" },
  receivers: [{ name: "terminal", terminal: true }],
});

/** The alerts part of the configuration, with inheritance in the route tree resolved. */
export function buildAlerts(file: AlertsFile): AlertsConfig {
  const parent = { ...builtInRoute, receiver: file.route.receiver };
  return {
    publicUrl: file.public_url ?? null,
    timeZone: file.time_zone ?? "UTC",
    route: buildRoute({ ...file.route, name: file.route.name ?? "root" }, parent),
    receivers: file.receivers.map(buildReceiver),
    smtp: buildSmtp(file),
    appriseUrl: file.apprise?.url ?? null,
    timeIntervals: (file.time_intervals ?? []).map(buildInterval),
    inhibitRules: (file.inhibit_rules ?? []).map(buildInhibitRule),
    deadMan: file.dead_man === undefined ? null : { receiver: file.dead_man.receiver, afterMs: file.dead_man.after },
  };
}

type Inherited = Omit<RouteConfig, "name" | "matchers" | "continue" | "routes">;

function buildRoute(entry: ChildRoute | (RootRoute & { readonly name: string }), parent: Inherited): RouteConfig {
  const inherited: Inherited = {
    receiver: entry.receiver ?? parent.receiver,
    groupBy: entry.group_by ?? parent.groupBy,
    groupWaitMs: entry.group_wait ?? parent.groupWaitMs,
    groupIntervalMs: entry.group_interval ?? parent.groupIntervalMs,
    closeAfterMs: entry.close_after ?? parent.closeAfterMs,
    updates: {
      newSources: entry.updates?.new_sources ?? parent.updates.newSources,
      severityRaised: entry.updates?.severity_raised ?? parent.updates.severityRaised,
      textChanged: entry.updates?.text_changed ?? parent.updates.textChanged,
    },
    quietHours: buildQuietHours(entry.quiet_hours, parent.quietHours),
  };
  return {
    ...inherited,
    name: entry.name,
    matchers: "matchers" in entry ? (entry.matchers ?? []) : [],
    continue: "continue" in entry ? (entry.continue ?? false) : false,
    routes: (entry.routes ?? []).map((child) => buildRoute(child, inherited)),
  };
}

function buildReceiver(entry: ReceiverEntry): ReceiverConfig {
  return {
    name: entry.name,
    channels: buildChannels(entry.digest?.via ?? entry),
    timeZone: entry.time_zone ?? null,
    rateLimit: entry.rate_limit === undefined ? null : { max: entry.rate_limit.max, perMs: entry.rate_limit.per },
    digest: entry.digest === undefined ? null : buildDigest(entry.digest),
    remind: entry.remind === undefined ? null : { everyMs: entry.remind.every, max: entry.remind.max },
    escalate:
      entry.escalate === undefined
        ? null
        : { afterMs: entry.escalate.unless_acknowledged_within, to: entry.escalate.to },
    fallback: entry.fallback ?? null,
    heartbeat:
      entry.heartbeat === undefined ? null : { atMinute: entry.heartbeat.at, timeZone: entry.heartbeat.time_zone },
  };
}

function buildDigest({
  schedule,
  sections,
  max_stories,
  send_empty,
}: NonNullable<ReceiverEntry["digest"]>): ReceiverConfig["digest"] {
  return {
    atMinute: schedule.at,
    weekdays: schedule.weekdays ?? [],
    timeZone: schedule.time_zone,
    sections: sections ?? ["topic", "story"],
    maxStories: max_stories ?? 50,
    sendEmpty: send_empty ?? false,
  };
}

function buildInterval(entry: NonNullable<AlertsFile["time_intervals"]>[number]): TimeIntervalConfig {
  const times = (entry.times ?? []).map(({ start, end }) => ({ startMinute: start, endMinute: end }));
  return { name: entry.name, timeZone: entry.time_zone, times, weekdays: entry.weekdays ?? [] };
}

function buildInhibitRule(entry: NonNullable<AlertsFile["inhibit_rules"]>[number]): InhibitRuleConfig {
  return {
    name: entry.name,
    sourceMatchers: entry.source_matchers,
    targetMatchers: entry.target_matchers,
    equal: entry.equal ?? [],
    forMs: entry.for,
  };
}

function buildQuietHours(
  entry: ChildRoute["quiet_hours"],
  parent: RouteConfig["quietHours"],
): RouteConfig["quietHours"] {
  if (entry === undefined) return parent;
  if (entry === "none") return null;
  return { during: entry.during, action: entry.then, except: entry.except ?? [] };
}

function buildSmtp({ smtp }: AlertsFile): AlertsConfig["smtp"] {
  if (smtp === undefined) return null;
  const secure = smtp.secure ?? smtp.port === 465;
  return {
    host: smtp.host,
    port: smtp.port ?? (secure ? 465 : 587),
    secure,
    user: smtp.user ?? null,
    password: smtp.password ?? null,
    from: smtp.from,
  };
}
