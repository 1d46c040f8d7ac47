import { channelTarget, formatDuration } from "@wirewatch/config";
import type { AlertsConfig, ChannelConfig, ReceiverConfig, RouteConfig } from "@wirewatch/config";
import type { ChannelReport, ChannelTest } from "@wirewatch/store";
import { mayDo } from "../../access/roles.ts";
import { flag, html, lines, none, path, withQuery } from "../../views/html.ts";
import type { Html, Part } from "../../views/html.ts";
import { actionButton, chip, empty, facts } from "../../views/parts.ts";
import { ago, clock, duration } from "../../views/time.ts";
import type { ViewContext } from "../../views/view.ts";

/** A channel with all that is known of it. */
export interface ShownChannel {
  readonly receiver: string;
  /** Kind and place, e.g. `slack-0`. */
  readonly name: string;
  readonly channel: ChannelConfig;
  /** What is configured, and is not there. */
  readonly missing: readonly string[];
  readonly report: ChannelReport;
}

export function receiversBody(context: ViewContext, alerts: AlertsConfig, channels: readonly ShownChannel[]): Html {
  if (alerts.receivers.length === 0) {
    return html`${empty("No receivers", "Alerts go nowhere yet: add a receiver to alerts.yaml.")}${howToWrite(true)}`;
  }
  return html`${howToWrite(false)}${alerts.receivers.map((receiver) =>
    receiverEntry(
      context,
      receiver,
      alerts,
      channels.filter((one) => one.receiver === receiver.name),
    ),
  )}`;
}

/** As short as a receiver can be. */
export const receiverExample = `route: { receiver: newsdesk }
receivers:
  - name: newsdesk
    slack: [{ channel: "#newsdesk", token: "\${env:SLACK_BOT_TOKEN}" }]
`;

/** Where receivers come from: there is no form for them. */
function howToWrite(isOpen: boolean): Html {
  return html`<details class="panel fold" id="how-to-write" ${flag("open", isOpen)}>
    <summary>
      <h2>Receivers are written in <code>alerts.yaml</code></h2>
    </summary>
    <pre class="yaml" tabindex="0">${lines(receiverExample.trimEnd())}</pre>
    <p>
      The token itself stands in the environment, not in the file. <code>wirewatch check</code> says what is wrong in
      the files. A file is in force about a second after it is saved, unless something in it is wrong; the receiver then
      stands here with a button to test it. <code>wirewatch receivers test newsdesk</code> does the same.
    </p>
    <p class="soft">
      E-mail, Teams, Discord, Telegram, ntfy, PagerDuty, webhooks and Apprise are written alike:
      <code>docs/alerts.md</code> has examples, <code>docs/configuration.md</code> every key.
      <a href="/settings/configuration#alerts">What is in force now</a>
    </p>
  </details>`;
}

function receiverEntry(
  context: ViewContext,
  receiver: ReceiverConfig,
  alerts: AlertsConfig,
  channels: readonly ShownChannel[],
): Html {
  const { name } = receiver;
  const rules = rulesOf(receiver);
  const users = usersOf(name, alerts);
  const test =
    mayDo(context.viewer.role, "admin") && channels.length > 1
      ? actionButton(context, path`/settings/receivers/${name}/test`, "Test all channels")
      : none;
  return html`<section class="panel receiver" id="${path`receiver-${name}`}">
    <header class="panel-head">
      <h2>${name}</h2>
      <div class="actions">${test}<a href="${withQuery("/deliveries", { receiver: name })}">Its deliveries</a></div>
    </header>
    <p class="soft">
      ${users.length === 0 ? "Nothing sends to it." : `Told by ${users.join(", ")}.`}
      ${rules.length === 0 ? "" : `${sentence(rules)}.`}
    </p>
    <ul class="plain channels">
      ${channels.map((channel) => channelEntry(context, channel))}
    </ul>
  </section>`;
}

function channelEntry(context: ViewContext, shown: ShownChannel): Html {
  const { receiver, name, channel, missing, report } = shown;
  const isAdmin = mayDo(context.viewer.role, "admin");
  const fields = { channel: name };
  const test = isAdmin ? actionButton(context, path`/settings/receivers/${receiver}/test`, "Test", { fields }) : none;
  const enable =
    isAdmin && report.disabledAt !== null
      ? actionButton(context, path`/settings/receivers/${receiver}/enable`, "Enable", { fields, tone: "primary" })
      : none;
  return html`<li class="channel" id="${path`channel-${receiver}-${name}`}">
    <div class="channel-head">
      <h3>${channelNames[channel.kind]} <span class="soft mono">${name}</span></h3>
      <span class="soft">${channelTarget(channel)}</span>
      <div class="actions">${test}${enable}</div>
    </div>
    ${facts([
      ["Configured", configured(missing)],
      ["Healthy", healthy(report, context)],
      ["Last success", report.lastSentAt === null ? "none in a week" : ago(report.lastSentAt, context)],
      report.lastFailedAt === null
        ? null
        : ["Last failure", html`${ago(report.lastFailedAt, context)}: ${report.lastFailure}`],
      report.test === null ? null : ["Last test", testAnswer(report.test, context)],
    ])}
  </li>`;
}

function configured(missing: readonly string[]): Html {
  if (missing.length === 0) return chip("good", "yes");
  return html`${chip("bad", "no")} ${missing.join("; ")}`;
}

function healthy(
  { disabledAt, disabledReason, failingSince, lastSentAt, lastFailedAt }: ChannelReport,
  context: ViewContext,
): Html {
  if (disabledAt !== null) {
    const reason = disabledReason === null ? "" : `: ${disabledReason}`;
    return html`${chip("bad", "disabled")} since ${clock(disabledAt, context)}${reason}. Nothing is sent there.`;
  }
  if (failingSince !== null)
    return html`${chip("warn", "failing")} nothing but failures since ${clock(failingSince, context)}`;
  if (lastSentAt === null && lastFailedAt === null)
    return html`${chip("quiet", "not known")} nothing was sent lately; a test tells`;
  if (lastFailedAt !== null && (lastSentAt === null || lastFailedAt > lastSentAt))
    return html`${chip("warn", "last one failed")}`;
  return html`${chip("good", "yes")}`;
}

function testAnswer({ id, at, state, status, latencyMs, reason, excerpt }: ChannelTest, context: ViewContext): Html {
  const when = html`<a href="${path`/deliveries/${id}`}">${ago(at, context)}</a>`;
  if (latencyMs === null && reason === null && state === "pending") return html`${chip("info", "on its way")} ${when}`;
  const verdict: Part =
    state === "sent"
      ? chip("good", "taken")
      : state === "pending"
        ? chip("warn", "failed, tried again")
        : chip("bad", "failed");
  const measured = [status === null ? null : `status ${status}`, latencyMs === null ? null : duration(latencyMs)]
    .filter((part) => part !== null)
    .join(", ");
  const answer = excerpt === null || excerpt === "" ? none : html`<pre class="answer">${excerpt.slice(0, 500)}</pre>`;
  return html`${verdict} ${measured} ${reason === null ? "" : reason} ${when}${answer}`;
}

const channelNames: Readonly<Record<ChannelConfig["kind"], string>> = {
  webhook: "Webhook",
  email: "Mail",
  slack: "Slack",
  teams: "Microsoft Teams",
  discord: "Discord",
  telegram: "Telegram",
  ntfy: "ntfy",
  pagerduty: "PagerDuty",
  apprise: "Apprise",
  terminal: "Terminal",
};

function rulesOf({ digest, rateLimit, remind, escalate, fallback, heartbeat }: ReceiverConfig): readonly string[] {
  return [
    ...(digest === null ? [] : [`digest at ${time(digest.atMinute)} ${digest.timeZone}, high and critical at once`]),
    ...(rateLimit === null
      ? []
      : [`at most ${rateLimit.max} messages in ${formatDuration(rateLimit.perMs)}, the rest in a digest`]),
    ...(remind === null ? [] : [`reminded every ${formatDuration(remind.everyMs)}, at most ${remind.max} times`]),
    ...(escalate === null
      ? []
      : [`goes on to ${escalate.to} when nobody acknowledges within ${formatDuration(escalate.afterMs)}`]),
    ...(fallback === null ? [] : [`what cannot be delivered goes to ${fallback}`]),
    ...(heartbeat === null ? [] : [`a line that all is well at ${time(heartbeat.atMinute)} ${heartbeat.timeZone}`]),
  ];
}

function time(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
}

function sentence(parts: readonly string[]): string {
  const text = parts.join("; ");
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}

function usersOf(name: string, { route, receivers, deadMan }: AlertsConfig): readonly string[] {
  return [
    ...routesTo(name, route).map((found) => `route ${found}`),
    ...receivers.filter(({ fallback }) => fallback === name).map((other) => `${other.name} when it fails`),
    ...receivers.filter(({ escalate }) => escalate?.to === name).map((other) => `${other.name} when nobody answers`),
    ...(deadMan?.receiver === name ? ["the dead-man alarm"] : []),
  ];
}

function routesTo(name: string, route: RouteConfig): readonly string[] {
  return [...(route.receiver === name ? [route.name] : []), ...route.routes.flatMap((child) => routesTo(name, child))];
}
