import { outcomes } from "@wirewatch/model";
import { readStagePauses, stageNames, stages } from "@wirewatch/pipeline";
import type { QueueView, StageName } from "@wirewatch/pipeline";
import {
  countRuns,
  loadOf,
  readAlertLatency,
  readMetricCounts,
  readStageLoads,
  readSystemState,
} from "@wirewatch/store";
import type { AlertLatency, Counted, StageLoad } from "@wirewatch/store";
import type { ConsoleDeps } from "../deps.ts";
import type { Metric, Sample } from "./exposition.ts";

/** Latency is that of the last hour. */
const latencyMs = 3_600_000;

/** Reads the figures of the whole system; counters count from the first reading on, as Prometheus allows. */
export function createStoreMetrics({ db, queues, environment }: ConsoleDeps): () => Promise<readonly Metric[]> {
  const runs = new Map<string, number>();
  let since: string | null = null;

  async function countOn(): Promise<void> {
    const counted = await countRuns(db, since);
    since = counted.until;
    for (const { stage, result, count } of counted.runs) {
      const key = `${stage} ${result}`;
      runs.set(key, (runs.get(key) ?? 0) + count);
    }
  }

  return async () => {
    const [loads, views, pauses, state, counts, latency] = await Promise.all([
      readStageLoads(db),
      queues.inspect().catch((): Partial<Record<StageName, QueueView>> => ({})),
      readStagePauses(db),
      readSystemState(db),
      readMetricCounts(db),
      readAlertLatency(db, latencyMs),
      countOn(),
    ]);
    const paused = new Set<string>(pauses.map(({ stage }) => stage));
    const ofStage = (name: string, help: string, value: (load: StageLoad) => number): Metric =>
      gauge(
        name,
        help,
        stageNames.map((stage) => ({ labels: { stage }, value: value(loadOf(loads, stage)) })),
      );
    const services = [...new Set(stageNames.map((stage) => stages[stage].service))];
    return [
      gauge("wirewatch_info", "What runs.", [
        { labels: { environment: environment ?? "", queues: queues.backend, node: process.version }, value: 1 },
      ]),
      ofStage("wirewatch_stage_due", "Rows that are due and that nobody works on yet.", ({ waiting }) => waiting),
      ofStage("wirewatch_stage_at_host", "Rows that are due and wait for their host.", ({ atHost }) => atHost),
      ofStage("wirewatch_stage_active", "Rows that are being worked on.", ({ active }) => active),
      ofStage("wirewatch_stage_delayed", "Rows that are due later.", ({ delayed }) => delayed),
      ofStage(
        "wirewatch_stage_oldest_seconds",
        "Longest wait of what is due.",
        ({ oldestMs }) => Math.max(0, oldestMs ?? 0) / 1000,
      ),
      gauge(
        "wirewatch_stage_paused",
        "1 while somebody has paused the stage.",
        stageNames.map((stage) => ({ labels: { stage }, value: paused.has(stage) ? 1 : 0 })),
      ),
      {
        name: "wirewatch_stage_runs_total",
        help: "Finished runs of stages by what came of them, since the console started.",
        type: "counter",
        samples: runSamples(runs),
      },
      {
        name: "wirewatch_articles_total",
        help: "Articles whose work ended, by outcome, since the console started.",
        type: "counter",
        samples: articleSamples(runs),
      },
      gauge(
        "wirewatch_queue_jobs",
        "Bells in the queues, by state.",
        stageNames.flatMap((stage) => jobs(stage, views[stage])),
      ),
      gauge("wirewatch_queues_up", "1 when the queues answer.", [{ value: Object.keys(views).length > 0 ? 1 : 0 }]),
      gauge(
        "wirewatch_workers",
        "Processes alive, by service.",
        services.map((service) => ({
          labels: { service },
          value: state.workers.filter((worker) => worker.services.includes(service)).length,
        })),
      ),
      gauge("wirewatch_intake_stopped", "1 while intake is stopped (drain).", [
        { value: state.drainedSince === null ? 0 : 1 },
      ]),
      gauge("wirewatch_feeds", "Feeds by state.", samplesOf(counts.feeds)),
      gauge(
        "wirewatch_matches_last_hour",
        "Matches of the last hour by what became of them.",
        samplesOf(counts.matches),
      ),
      gauge("wirewatch_alerts_open", "Alerts that nobody has acknowledged and whose story is not muted.", [
        { value: counts.openAlerts },
      ]),
      gauge(
        "wirewatch_deliveries_unsent",
        "Deliveries on their way (open), given up (failed) or in doubt (unknown).",
        samplesOf(counts.deliveries),
      ),
      gauge("wirewatch_deliveries_sent_last_hour", "Deliveries that arrived in the last hour.", samplesOf(counts.sent)),
      gauge("wirewatch_channels_disabled", "Channels that take no message.", [{ value: counts.disabledChannels }]),
      gauge(
        "wirewatch_alert_latency_seconds",
        "Time until the first message about an alert arrived, in the last hour: share of alerts that were at most this late.",
        latencySamples(latency),
      ),
    ];
  };
}

function gauge(name: string, help: string, samples: readonly Sample[]): Metric {
  return { name, help, type: "gauge", samples };
}

function samplesOf(counted: readonly Counted[]): Sample[] {
  return counted.map(({ labels, count }) => ({ labels, value: count }));
}

function runSamples(runs: ReadonlyMap<string, number>): Sample[] {
  return [...runs].map(([key, value]) => {
    const [stage = "", result = ""] = key.split(" ");
    return { labels: { stage, result }, value };
  });
}

function articleSamples(runs: ReadonlyMap<string, number>): Sample[] {
  const total = (outcome: string): number =>
    [...runs].filter(([key]) => key.endsWith(` ${outcome}`)).reduce((sum, [, value]) => sum + value, 0);
  return outcomes.map((outcome) => ({ labels: { outcome }, value: total(outcome) }));
}

function jobs(stage: StageName, view: QueueView | undefined): Sample[] {
  if (view === undefined) return [];
  return (["waiting", "active", "delayed", "failed"] as const).map((state) => ({
    labels: { queue: stage, state },
    value: view[state],
  }));
}

function latencySamples({ publishedToSent, seenToSent, matchedToSent }: AlertLatency): Sample[] {
  const lags = { published: publishedToSent, seen: seenToSent, matched: matchedToSent };
  return Object.entries(lags).flatMap(([from, lag]) =>
    lag === null
      ? []
      : [
          { labels: { from, share: "0.5" }, value: lag.p50Ms / 1000 },
          { labels: { from, share: "0.95" }, value: lag.p95Ms / 1000 },
        ],
  );
}
