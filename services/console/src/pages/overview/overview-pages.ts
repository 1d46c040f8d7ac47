import type { FastifyInstance } from "fastify";
import { instantOf, localTime } from "@wirewatch/alerting";
import {
  countAlertsSince,
  findCards,
  readAlertLatency,
  readCards,
  readConfigRefusal,
  readDeliveryFigures,
  readIdleStages,
  readStageFigures,
  readChannelTroubles,
  readTroubledSources,
} from "@wirewatch/store";
import type { AlertLatency, CardChoice, Database, Kysely } from "@wirewatch/store";
import type { ConsoleDeps } from "../../deps.ts";
import { count } from "../../views/parts.ts";
import { cardContext } from "../alerts/alerts-pages.ts";
import { pagesOf } from "../page-routes.ts";
import type { PageRequest } from "../page-routes.ts";
import { articleHours } from "./article-hours.ts";
import { nextStep } from "./next-step.ts";
import { overviewView } from "./overview-view.ts";
import type { OverviewFacts } from "./overview-view.ts";
import { stageStrip } from "./stage-strip.ts";

const dayMs = 86_400_000;
const shownAlerts = 5;
/** Work that nobody takes for so long stands still. */
const idleMs = 10 * 60_000;

export async function overviewPages(app: FastifyInstance, deps: ConsoleDeps): Promise<void> {
  const pages = pagesOf(app, deps);
  pages.get("/", "viewer", async (page) => {
    const context = await cardContext(page, "/");
    return {
      title: "Overview",
      section: "overview",
      body: overviewView(await overviewFacts(page), context),
      live: ["alert", "silence", "notice", "source", "delivery"],
      everySeconds: 15,
    };
  });
}

const anyAlert: CardChoice = { tab: "all", text: "", topicId: null, severity: null, receiver: null, sourceId: null };

async function overviewFacts({ db, config, now, timeZone }: PageRequest): Promise<OverviewFacts> {
  const sourceIds = config.sources.filter(({ enabled }) => enabled).map(({ id }) => id);
  const receivers = config.alerts.receivers.map(({ name }) => name);
  const [today, hours, sources, deliveries, channels, figures, latency, newest, idle, refusal] = await Promise.all([
    countAlertsSince(db, instantOf(timeZone, localTime(timeZone, now), 0)),
    articleHours(db, now),
    readTroubledSources(db, sourceIds),
    readDeliveryFigures(db, receivers, new Date(now.getTime() - dayMs)),
    readChannelTroubles(db),
    readStageFigures(db),
    latencyOf(db, now),
    findCards(db, anyAlert, { after: null, limit: shownAlerts }).then(({ ids }) => readCards(db, ids)),
    readIdleStages(db, idleMs),
    readConfigRefusal(db),
  ]);
  const next = nextStep({
    sources: sourceIds.length,
    topics: config.topics.length,
    hasArticles: hours.counts.size > 0,
    hasAlerts: newest.length > 0,
  });
  const idleWords = idle.map(
    ({ stage, waiting }) => `${stage} stands still: ${count(waiting, "piece")} of work that nobody takes`,
  );
  return {
    today,
    hours,
    sources,
    deliveries,
    channels,
    strip: stageStrip(figures),
    latency,
    newest,
    next,
    idle: idleWords,
    refused: config.refused ?? [],
    refusedSince: refusal?.since ?? null,
  };
}

/** It is of a day, so that a minute does not change it much. */
const keptMs = 60_000;
const kept = new WeakMap<object, { readonly atMs: number; readonly latency: Promise<AlertLatency> }>();

async function latencyOf(db: Kysely<Database>, now: Date): Promise<AlertLatency> {
  const atMs = now.getTime();
  const known = kept.get(db);
  if (known !== undefined && atMs >= known.atMs && atMs - known.atMs < keptMs) return known.latency;
  const latency = readAlertLatency(db, dayMs);
  kept.set(db, { atMs, latency });
  latency.catch(() => kept.delete(db));
  return latency;
}
