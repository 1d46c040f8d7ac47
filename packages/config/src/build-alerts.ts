import type { AlertsFile, ChildRoute, ReceiverEntry, RootRoute } from "./alerts-schema.ts";
import type { AlertsConfig, ChannelConfig, ReceiverConfig, RouteConfig } from "./config.ts";

/** What holds when no route says anything (design: alerts-and-console.md section 6.3). */
const builtInRoute: Omit<RouteConfig, "name" | "receiver" | "matchers" | "continue" | "routes"> = {
  groupBy: ["topic", "story"],
  groupWaitMs: 60_000,
  groupIntervalMs: 900_000,
  closeAfterMs: 172_800_000,
  updates: { newSources: 5, severityRaised: true, textChanged: "material" },
};

/** Without alerts.yaml everything is printed where Wirewatch runs. */
export const defaultAlerts: AlertsConfig = {
  publicUrl: null,
  route: { ...builtInRoute, name: "root", receiver: "terminal", matchers: [], continue: false, routes: [] },
  receivers: [{ name: "terminal", channels: [{ kind: "terminal", repeat: "at-least-once" }] }],
  smtp: null,
};

/** The alerts part of the configuration, with inheritance in the route tree resolved. */
export function buildAlerts(file: AlertsFile): AlertsConfig {
  const parent = { ...builtInRoute, receiver: file.route.receiver };
  return {
    publicUrl: file.public_url ?? null,
    route: buildRoute({ ...file.route, name: file.route.name ?? "root" }, parent),
    receivers: file.receivers.map(buildReceiver),
    smtp: buildSmtp(file),
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
  const channels: ChannelConfig[] = [
    ...(entry.webhook ?? []).map(buildWebhook),
    ...(entry.email ?? []).map(({ to, repeat }) => ({ kind: "email" as const, to, repeat: repeat ?? defaultRepeat })),
    ...(entry.slack ?? []).map(buildSlack),
    ...terminals(entry).map(({ repeat }) => ({ kind: "terminal" as const, repeat: repeat ?? defaultRepeat })),
  ];
  return { name: entry.name, channels };
}

const defaultRepeat = "at-least-once";

function buildWebhook(entry: NonNullable<ReceiverEntry["webhook"]>[number]): ChannelConfig {
  return {
    kind: "webhook",
    url: entry.url,
    secrets: entry.secrets ?? (entry.secret === undefined ? [] : [entry.secret]),
    events: entry.events ?? ["alert.opened", "alert.updated", "source.problem", "source.recovered"],
    repeat: entry.repeat ?? defaultRepeat,
  };
}

function buildSlack(entry: NonNullable<ReceiverEntry["slack"]>[number]): ChannelConfig {
  return {
    kind: "slack",
    url: entry.url ?? null,
    channel: entry.channel ?? null,
    token: entry.token ?? null,
    repeat: entry.repeat ?? defaultRepeat,
  };
}

function terminals({ terminal }: ReceiverEntry): Exclude<ReceiverEntry["terminal"], true | undefined> {
  if (terminal === undefined) return [];
  return terminal === true ? [{}] : terminal;
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
