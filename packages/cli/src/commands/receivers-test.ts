import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { channelTarget, namedChannels, resolveSecrets } from "@wirewatch/config";
import type { Config, NamedChannel } from "@wirewatch/config";
import { createChannel } from "@wirewatch/notifier";
import type { SendResult } from "@wirewatch/notifier";
import { createHttpClient, environmentVariables } from "@wirewatch/runtime";
import type { Environment } from "@wirewatch/runtime";
import { readWords } from "../command-words.ts";
import { openConfig } from "../config-files.ts";
import { userAgent } from "../context.ts";
import { counted, lengthOfTime, oneLine, printable } from "../terminal-text.ts";
import { unknownName } from "../unknown-name.ts";
import { UsageError } from "../usage-error.ts";
import { failureAdvice } from "./receivers-advice.ts";
import { sampleMessages } from "./receivers-sample.ts";

const usage = "receivers test <name> [--channel slack-0] [--json]";
const columns = 100;

/** What one channel made of one message. */
interface Sent {
  readonly channel: string;
  readonly target: string;
  readonly message: string;
  readonly isSent: boolean;
  readonly status: number | null;
  readonly latencyMs: number;
  readonly reason: string | null;
  /** Beginning of what the other side answered; without secrets. */
  readonly excerpt: string;
  /** What to do, when it failed. */
  readonly advice: string | null;
}

/**
 * `wirewatch receivers test <name>`: sends a marked test message and a sample alert through each channel of a receiver, as the
 * notifier would, and shows status, time and answer. Needs no store; secrets are looked up where the command runs, and
 * never shown.
 *
 * @returns exit code: 0 when every channel took both, else 1
 */
export async function testReceiver(
  words: readonly string[],
  env: Environment,
  write: (text: string) => void,
  secrets: Readonly<Record<string, string | undefined>> = environmentVariables(),
): Promise<number> {
  const { names, options } = readWords(words, { channel: { type: "string" }, json: { type: "boolean" } }, usage);
  const [name, ...more] = names;
  if (name === undefined || more.length > 0) throw new UsageError(`name one receiver; write: wirewatch ${usage}`);
  const { config } = await openConfig(env, () => undefined);
  const { receivers } = config.alerts;
  const receiver = receivers.find((known) => known.name === name);
  if (receiver === undefined) {
    const known = receivers.map((one) => one.name);
    throw unknownName("receiver", name, "in alerts.yaml", known);
  }
  const channels = namedChannels(receiver);
  const chosen = options.channel === undefined ? channels : channels.filter((one) => one.name === options.channel);
  if (chosen.length === 0) {
    const known = channels.map((one) => one.name);
    throw unknownName("channel", options.channel ?? "", `in the receiver ${name}`, known);
  }
  const timeZone = receiver.timeZone ?? config.alerts.timeZone;
  const messages = sampleMessages({ receiver: name, at: new Date(), timeZone, newId });
  const isJson = options.json === true;
  const results = await sendAll(chosen, messages, config, secrets, isJson ? () => undefined : write);
  if (isJson) write(`${JSON.stringify({ receiver: name, results }, null, 2)}\n`);
  else write(printable(resultLines(results)));
  return results.every(({ isSent }) => isSent) ? 0 : 1;
}

/** As the notifier's ids of deliveries are made up; of a message that no store knows. */
function newId(): string {
  return `dl_${randomBytes(20).toString("hex")}`;
}

async function sendAll(
  channels: readonly NamedChannel[],
  messages: ReturnType<typeof sampleMessages>,
  { alerts, network }: Config,
  secrets: Readonly<Record<string, string | undefined>>,
  write: (text: string) => void,
): Promise<readonly Sent[]> {
  const http = createHttpClient({ userAgent });
  const deps = {
    http,
    allowPrivate: network.allowPrivate,
    smtp: alerts.smtp,
    appriseUrl: alerts.appriseUrl,
    resolveSecret: (text: string) => resolveSecrets(text, { env: secrets, readFile }),
    now: () => new Date(),
    terminal: { write, color: false, width: columns },
  };
  const results: Sent[] = [];
  try {
    for (const { name, channel } of channels) {
      const built = createChannel(channel, deps);
      for (const { name: message, message: sample } of messages) {
        // One after the other, as alerts come: a chat that takes one message a second is no failure.
        const result = await built.send(sample, new AbortController().signal);
        results.push(sentOf({ channel: name, target: channelTarget(channel), message }, channel.kind, result));
      }
    }
  } finally {
    await http.close();
  }
  return results;
}

function sentOf(
  named: Pick<Sent, "channel" | "target" | "message">,
  kind: NamedChannel["channel"]["kind"],
  result: SendResult,
): Sent {
  const { status, excerpt } = result;
  const facts = { ...named, status, excerpt, latencyMs: Math.round(result.latencyMs) };
  if (result.kind === "sent") return { ...facts, isSent: true, reason: null, advice: null };
  return { ...facts, isSent: false, reason: result.reason, advice: failureAdvice(kind, result) };
}

function resultLines(results: readonly Sent[]): string[] {
  const failed = new Set(results.filter(({ isSent }) => !isSent).map(({ channel }) => channel)).size;
  const byChannel = Map.groupBy(results, ({ channel }) => channel);
  return [
    ...[...byChannel].flatMap(([channel, sent]) => [
      `${channel}  ${sent[0]?.target ?? ""}`,
      ...sent.flatMap(sentLines),
      ...[...new Set(sent.flatMap(({ advice }) => advice ?? []))].map((advice) => `  To do: ${advice}`),
    ]),
    failed === 0
      ? `${counted(byChannel.size, "channel")} took both messages; look whether they arrived.`
      : `${failed} of ${counted(byChannel.size, "channel")} failed.`,
  ];
}

function sentLines({ message, isSent, status, latencyMs, reason, excerpt }: Sent): string[] {
  const facts = [isSent ? "sent" : "FAILED", ...(status === null ? [] : [String(status)]), lengthOfTime(latencyMs)];
  return [
    `  ${message}: ${facts.join(", ")}${reason === null ? "" : `: ${oneLine(reason, 300)}`}`,
    ...(excerpt === "" ? [] : [`    answer: ${oneLine(excerpt, 200)}`]),
  ];
}
