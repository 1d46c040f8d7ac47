import { isStageName, stageNames, stages } from "@wirewatch/pipeline";
import type { QueueCounts, StageQueues } from "@wirewatch/pipeline";
import type { AlertLatency, Freshness, Lag, NoisyTopic, Overview, SourceHealth, SystemState } from "@wirewatch/store";
import { sourceLines } from "@wirewatch/explain";
import { columns, counted, fromNow, instant, lengthOfTime } from "../terminal-text.ts";
import { noisyLines } from "./topics-usage.ts";

/** Sources that `status` shows; `sources list` shows all. */
const maxSources = 10;

/** Topics over their limits that `status` shows; `topics usage` shows all. */
const maxTopics = 5;

/** How far back freshness is measured, milliseconds. */
export const freshnessSpanMs = 24 * 3600 * 1000;

/** What the queues hold; `counts` is null when they do not answer. */
export interface QueueState {
  readonly backend: StageQueues["backend"];
  readonly counts: Readonly<Record<string, QueueCounts>> | null;
}

/** Everything that `status` shows. */
export interface Status {
  readonly system: SystemState;
  readonly overview: Overview;
  readonly sources: readonly SourceHealth[];
  readonly freshness: readonly Freshness[];
  readonly queues: QueueState;
  /** Topics that should be looked at. */
  readonly noisyTopics: readonly NoisyTopic[];
  readonly alertLatency: AlertLatency;
}

/** The report of `wirewatch status`; pure. */
export function statusLines(current: Status): string[] {
  const { system, overview, sources, freshness, queues, noisyTopics, alertLatency } = current;
  return [
    ...headLines(system),
    "",
    ...stageLines(system, overview),
    "",
    ...idleLines(system, overview),
    queueLine(queues),
    `items      ${overview.items.toLocaleString("en")} seen`,
    `articles   ${amounts(overview.outcomes, "none finished yet")}`,
    `matches    ${amounts(overview.matches, "none yet", { open: "on their way" })}`,
    `deliveries ${amounts(overview.deliveries, "none yet")}`,
    ...latencyLines(alertLatency),
    ...adviceLines(overview),
    ...topicLines(noisyTopics),
    "",
    ...feedLines(sources, freshness, system.asOf),
    "",
    ...freshnessLines(freshness),
    ...workerLines(system),
  ];
}

function headLines({ configuration, drainedSince, asOf }: SystemState): string[] {
  const head =
    configuration === null
      ? ['No configuration was loaded yet: "wirewatch up" or "wirewatch run fetcher" loads the files.']
      : [
          `Configuration ${configuration.version}, loaded ${fromNow(configuration.loadedAt, asOf)} (${instant(configuration.loadedAt)} UTC): ` +
            `${counted(configuration.sources, "source")}, ${counted(configuration.topics, "topic")}`,
        ];
  if (drainedSince === null) return head;
  return [
    ...head,
    `Intake is stopped since ${instant(drainedSince)} UTC: nothing is polled or fetched. "wirewatch drain --end" lets it go on.`,
  ];
}

function stageLines({ workers }: SystemState, overview: Overview): string[] {
  const rows = stageNames.map((stage) => {
    const { open = 0, oldestMs = 0 } = overview.stages[stage] ?? {};
    const running = workers.filter((worker) => worker.services.includes(stages[stage].service)).length;
    const done = overview.finished[stage];
    return [
      stage,
      stage === "poll" ? "" : String(open),
      open === 0 ? "" : lengthOfTime(oldestMs),
      done === undefined ? "" : done.toLocaleString("en"),
      running === 0 ? "none" : String(running),
    ];
  });
  return columns([["stage", "waiting", "longest", "done", "workers"], ...rows], [1, 2, 3, 4]);
}

/** Services that nobody runs, with what waits for them. */
function idleLines({ workers }: SystemState, overview: Overview): string[] {
  const running = new Set(workers.flatMap((worker) => worker.services));
  const missing = [...new Set(stageNames.map((stage) => stages[stage].service))].filter(
    (service) => !running.has(service),
  );
  if (missing.length === 0) return [];
  const lines = missing.map((service) => {
    const waiting = Object.entries(overview.stages)
      .filter(([stage]) => isStageName(stage) && stages[stage].service === service)
      .reduce((sum, [, { open }]) => sum + open, 0);
    const consequence =
      waiting === 0 ? "" : `, and ${waiting.toLocaleString("en")} ${waiting === 1 ? "waits" : "wait"} for it`;
    return `No ${service} is running${consequence}: start one with "wirewatch run ${service}", or everything with "wirewatch up".`;
  });
  return [...lines, ""];
}

function queueLine({ backend, counts }: QueueState): string {
  const where = backend === "redis" ? "Redis" : "PostgreSQL";
  if (counts === null) return `queues     ${where} does not answer; work goes on when it is back, nothing is lost`;
  const busy = Object.entries(counts)
    .filter(([, { waiting, active, delayed }]) => waiting + active + delayed > 0)
    .map(([stage, { waiting, active }]) => `${stage} ${waiting} waiting, ${active} active`);
  return `queues     on ${where}: ${busy.length === 0 ? "empty" : busy.join("; ")}`;
}

function amounts(
  counts: Readonly<Record<string, number>>,
  none: string,
  names: Readonly<Record<string, string>> = {},
): string {
  const parts = Object.entries(counts).toSorted(([, a], [, b]) => b - a);
  if (parts.length === 0) return none;
  return parts.map(([name, count]) => `${count.toLocaleString("en")} ${names[name] ?? inWords(name)}`).join(", ");
}

/** `notArticle` as `not article`. */
function inWords(name: string): string {
  return name.replaceAll(/[A-Z]/gu, (letter) => ` ${letter.toLowerCase()}`);
}

function adviceLines({ deliveries }: Overview): string[] {
  const failed = deliveries["failed"] ?? 0;
  const unknown = deliveries["unknown"] ?? 0;
  return [
    ...(failed > 0 ? ['           "wirewatch deliveries list --state failed" says why they failed'] : []),
    ...(unknown > 0
      ? ["           unknown: the process ended while they were on their way; they are not sent again by themselves"]
      : []),
  ];
}

/** Topics that match more than people read, or take time from the others; the worst first. */
function topicLines(noisy: readonly NoisyTopic[]): string[] {
  if (noisy.length === 0) return [];
  const more = noisy.length - maxTopics;
  return [
    "",
    "Topics to look at:",
    ...noisyLines(noisy.slice(0, maxTopics)).map((line) => `  ${line}`),
    ...(more > 0 ? [`  … and ${more} more: "wirewatch topics usage"`] : []),
  ];
}

function feedLines(sources: readonly SourceHealth[], freshness: readonly Freshness[], asOf: Date): string[] {
  const bySource = new Map(freshness.map((measured) => [measured.sourceId, measured]));
  if (sources.length === 0) return ["There are no sources yet."];
  const more = sources.length - maxSources;
  return [
    "Sources, worst first:",
    ...sourceLines(sources.slice(0, maxSources), asOf, bySource).map((line) => `  ${line}`),
    ...(more > 0 ? [`  … and ${more} more: "wirewatch sources list"`] : []),
  ];
}

/** How late news were in each source, the latest first; half of them were as fast as the first figure, 95 of 100 as the second. */
function freshnessLines(freshness: readonly Freshness[]): string[] {
  if (freshness.length === 0) return [];
  const late = ({ alertLag, seenLag, pipelineLag }: Freshness): number =>
    (alertLag ?? seenLag ?? pipelineLag)?.p95Ms ?? 0;
  const shown = freshness.toSorted((a, b) => late(b) - late(a)).slice(0, maxSources);
  const more = freshness.length - shown.length;
  const rows = shown.map((source) => [
    `  ${source.sourceId}`,
    lagWords(source.seenLag),
    lagWords(source.pipelineLag),
    lagWords(source.alertLag),
  ]);
  return [
    "Freshness of the last 24 hours, the latest first (half of the news within / 95 of 100 within):",
    ...columns([["  source", "published to seen", "seen to done", "published to alert"], ...rows]),
    ...(more > 0 ? [`  … and ${more} more: "wirewatch sources list --json"`] : []),
    "",
  ];
}

/** How fast people were told; nothing where nobody was. */
function latencyLines({ publishedToSent, seenToSent }: AlertLatency): string[] {
  if (seenToSent === null) return [];
  const ways = [`${lagWords(seenToSent)} after it was seen`, `${lagWords(publishedToSent)} after it was published`];
  return [`alerts     first message, half within / 95 of 100 within: ${ways.join(", ")} (24 hours)`];
}

function lagWords(lag: Lag | null): string {
  return lag === null ? "–" : `${lengthOfTime(lag.p50Ms)} / ${lengthOfTime(lag.p95Ms)}`;
}

function workerLines({ workers, asOf }: SystemState): string[] {
  if (workers.length === 0) return ['No process is running: nothing moves. "wirewatch up" starts everything.'];
  return [
    workers.length === 1 ? "1 process is running:" : `${workers.length} processes are running:`,
    ...columns(
      workers.map((worker) => [
        `  ${worker.services.join(", ")}`,
        `on ${worker.host} (process ${worker.pid})`,
        `started ${fromNow(worker.startedAt, asOf)}`,
      ]),
    ),
  ];
}
