import { noticeTopic, renderTimeline, routeTimeline } from "@wirewatch/alerting";
import type { Labels } from "@wirewatch/alerting";
import { originWords } from "@wirewatch/config";
import type { Config } from "@wirewatch/config";
import { severities } from "@wirewatch/model";
import type { Severity } from "@wirewatch/model";
import type { Environment } from "@wirewatch/runtime";
import { readWords, wholeNumber } from "../command-words.ts";
import { openConfig } from "../config-files.ts";
import { tellAside } from "../say-aside.ts";
import { printable } from "../terminal-text.ts";
import { unknownName } from "../unknown-name.ts";
import { UsageError } from "../usage-error.ts";
import { localInstant, readTimeZone, readWhen } from "../when.ts";

const usage =
  "routes test --topic <id> [--severity s] [--source id] [--label name=value…] [--at time] [--time-zone zone] [--hours 48] [--json]";
const texts = {
  topic: { type: "string" },
  severity: { type: "string" },
  source: { type: "string" },
  label: { type: "string", multiple: true },
  at: { type: "string" },
  "time-zone": { type: "string" },
  hours: { type: "string" },
  json: { type: "boolean" },
} as const;
const columns = 100;
const defaultHours = 48;
const maxHours = 31 * 24;

/**
 * `wirewatch routes test`: the way a match with these labels goes through the tree of the files, and when it would be told,
 * drawn as a line of time with its quiet hours, digests, reminders and escalation.
 *
 * @param tell takes one line about what was left out
 * @param now the clock; times such as `22:00` are the next such ones after it
 * @returns exit code 0
 */
export async function testRoutes(
  words: readonly string[],
  env: Environment,
  write: (text: string) => void,
  now = new Date(),
  tell = tellAside,
): Promise<number> {
  const { names, options } = readWords(words, texts, usage);
  if (names.length > 0) throw new UsageError(`"${names[0] ?? ""}" belongs to no option; write: wirewatch ${usage}`);
  const { topic } = options;
  if (topic === undefined) throw new UsageError(`name a topic; write: wirewatch ${usage}`);
  const { config, origins } = await openConfig(env, tell);
  const { alerts } = config;
  const timeZone =
    options["time-zone"] === undefined ? alerts.timeZone : readTimeZone(options["time-zone"], "--time-zone");
  const at = options.at === undefined ? now : readWhen(options.at, "--at", { now, timeZone });
  const hours = options.hours === undefined ? defaultHours : wholeNumber(options.hours, "--hours", maxHours);
  const labels = labelsOf(config, { ...options, topic, labels: readLabels(options.label ?? []) });
  const timeline = routeTimeline({
    root: alerts.route,
    labels,
    intervals: alerts.timeIntervals,
    receivers: alerts.receivers,
    at,
    hours,
  });
  if (options.json === true) write(`${JSON.stringify(timeline, null, 2)}\n`);
  else {
    const head = `A match at ${localInstant(timeZone, at)}, if nothing else came and nobody acknowledged:`;
    const about = [
      ["topic", topic, origins.topics.get(topic)] as const,
      ...(options.source === undefined
        ? []
        : [["source", options.source, origins.sources.get(options.source)] as const]),
    ].flatMap(([kind, id, origin]) =>
      origin === undefined ? [] : [`The ${kind} ${id} is from ${originWords(origin)}.`],
    );
    write(printable([...about, head, "", ...renderTimeline(timeline, { width: columns, timeZone })]));
  }
  return 0;
}

/** The labels that the notifier gives such a match; those of the command line win. @throws {UsageError} for an unknown name */
function labelsOf(
  { topics, sources }: Config,
  asked: {
    readonly topic: string;
    readonly severity?: string | undefined;
    readonly source?: string | undefined;
    readonly labels: Readonly<Record<string, string | readonly string[]>>;
  },
): Labels {
  const topic = topics.find(({ id }) => id === asked.topic);
  // Messages about sources go down the same routes.
  if (topic === undefined && asked.topic !== noticeTopic) {
    const known = topics.map(({ id }) => id);
    throw unknownName("topic", asked.topic, "in topics.yaml or the console", known);
  }
  const source = asked.source === undefined ? undefined : sources.find(({ id }) => id === asked.source);
  if (asked.source !== undefined && source === undefined) {
    const known = sources.map(({ id }) => id);
    throw unknownName("source", asked.source, "in sources.yaml or the console", known);
  }
  const about =
    source === undefined
      ? {}
      : { source: source.id, source_tag: source.tags, language: source.language ?? "", country: source.country ?? "" };
  const severity = readSeverity(asked.severity) ?? topic?.severity ?? "normal";
  return { ...topic?.labels, topic: asked.topic, severity, ...about, ...asked.labels };
}

function readSeverity(text: string | undefined): Severity | undefined {
  const severity = severities.find((known) => known === text);
  if (text !== undefined && severity === undefined) {
    throw new UsageError(`--severity is "${text.slice(0, 80)}"; it takes ${severities.join(", ")}`);
  }
  return severity;
}

/** One value of a name is a text, several are a list. */
function readLabels(written: readonly string[]): Labels {
  const values = new Map<string, string[]>();
  for (const text of written) {
    const [, name = "", value = ""] = /^([A-Za-z_][\w.-]*)=(.*)$/su.exec(text) ?? [];
    if (name === "")
      throw new UsageError(`--label is "${text.slice(0, 80)}"; it takes name=value, e.g. desk=corporate`);
    values.set(name, [...(values.get(name) ?? []), value]);
  }
  return Object.fromEntries([...values].map(([name, found]) => [name, found.length === 1 ? (found[0] ?? "") : found]));
}
