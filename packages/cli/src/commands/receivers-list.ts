import { channelTarget, formatDuration, namedChannels } from "@wirewatch/config";
import type { Config, ReceiverConfig, RouteConfig } from "@wirewatch/config";
import type { Environment } from "@wirewatch/runtime";
import { readWords } from "../command-words.ts";
import { openConfig } from "../config-files.ts";
import { scheduleWords } from "../schedule-words.ts";
import { counted, printable } from "../terminal-text.ts";
import { UsageError } from "../usage-error.ts";

const usage = "receivers list [--json]";

/** A receiver as it is shown. */
interface ListedReceiver {
  readonly name: string;
  readonly channels: readonly { readonly name: string; readonly target: string; readonly note: string }[];
  /** What it does otherwise than sending at once. */
  readonly rules: readonly string[];
  /** Who sends to it: routes by their names, then receivers and the dead-man alarm. */
  readonly usedBy: readonly string[];
}

/**
 * `wirewatch receivers list`: the receivers of the files with their channels and rules, and who sends to them. No secret and
 * no address beyond its host is shown.
 *
 * @returns exit code 0
 */
export async function listReceivers(
  words: readonly string[],
  env: Environment,
  write: (text: string) => void,
): Promise<number> {
  const { names, options } = readWords(words, { json: { type: "boolean" } }, usage);
  if (names.length > 0) throw new UsageError(`"receivers list" takes no names; write: wirewatch ${usage}`);
  // Nothing of the console is shown here, but the files may name it.
  const { config } = await openConfig(env, () => undefined);
  const { alerts } = config;
  const listed = alerts.receivers.map((receiver) => listedReceiver(receiver, alerts));
  if (options.json === true) write(`${JSON.stringify({ receivers: listed }, null, 2)}\n`);
  else write(printable([...listed.flatMap(receiverLines), "", advice]));
  return 0;
}

const advice = '"wirewatch receivers test <name>" sends a marked sample and shows what the other side answers.';

function receiverLines({ name, channels, rules, usedBy }: ListedReceiver): string[] {
  const users = usedBy.length === 0 ? "nothing sends to it" : `from ${usedBy.join(", ")}`;
  return [
    `${name}: ${counted(channels.length, "channel")}, ${users}`,
    ...channels.map(
      (channel) => `  ${channel.name}  ${channel.target}${channel.note === "" ? "" : `  (${channel.note})`}`,
    ),
    ...rules.map((rule) => `    ${rule}`),
  ];
}

function listedReceiver(receiver: ReceiverConfig, alerts: Config["alerts"]): ListedReceiver {
  const channels = namedChannels(receiver).map(({ name, channel }) => ({
    name,
    target: channelTarget(channel),
    note: channel.repeat === "at-most-once" ? "at most once" : "",
  }));
  return { name: receiver.name, channels, rules: rulesOf(receiver), usedBy: usersOf(receiver.name, alerts) };
}

function rulesOf({ digest, rateLimit, remind, escalate, fallback, heartbeat, timeZone }: ReceiverConfig): string[] {
  return [
    ...(digest === null ? [] : [`digest at ${scheduleWords(digest)}; high and critical at once`]),
    ...(rateLimit === null
      ? []
      : [`at most ${counted(rateLimit.max, "message")} in ${formatDuration(rateLimit.perMs)}, the rest in a digest`]),
    ...(remind === null
      ? []
      : [`reminded every ${formatDuration(remind.everyMs)}, at most ${counted(remind.max, "time")}`]),
    ...(escalate === null
      ? []
      : [`goes on to ${escalate.to} when not acknowledged within ${formatDuration(escalate.afterMs)}`]),
    ...(fallback === null ? [] : [`what cannot be delivered goes to ${fallback}`]),
    ...(heartbeat === null ? [] : [`a line that all is well at ${scheduleWords(heartbeat)}`]),
    ...(timeZone === null ? [] : [`times in ${timeZone}`]),
  ];
}

function usersOf(name: string, { route, receivers, deadMan }: Config["alerts"]): string[] {
  return [
    ...routesTo(name, route).map((found) => `route ${found}`),
    ...receivers.filter(({ fallback }) => fallback === name).map((other) => `fallback of ${other.name}`),
    ...receivers.filter(({ escalate }) => escalate?.to === name).map((other) => `escalation of ${other.name}`),
    ...(deadMan?.receiver === name ? ["the dead-man alarm"] : []),
  ];
}

function routesTo(name: string, route: RouteConfig): string[] {
  return [...(route.receiver === name ? [route.name] : []), ...route.routes.flatMap((child) => routesTo(name, child))];
}
