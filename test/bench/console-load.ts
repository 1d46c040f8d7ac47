import { parseArgs } from "node:util";
import { openSession } from "@wirewatch/store";
import type { Database, Kysely } from "@wirewatch/store";
import { articlePage } from "../support/articles.ts";
import { seededRandom } from "../support/seeded-random.ts";
import { pipelineServices, startSystem } from "../support/system.ts";
import { openTestBed } from "../support/test-bed.ts";
import { until } from "../support/until.ts";
import { readFigures } from "./figures.ts";
import type { PipelineFigures } from "./figures.ts";
import { benchTopics, perHost } from "./run-pipeline.ts";
import type { Load } from "./run-pipeline.ts";

/*
 * Whether people who look at the console slow the pipeline: the same articles with the console idle, and with people who read.
 *
 *   node_modules/.bin/node test/bench/console-load.ts --articles 300 --readers 10
 *
 * Each reader keeps a page open that listens for changes, and loads another page every two seconds.
 */

const { values } = parseArgs({
  options: {
    articles: { type: "string", default: "300" },
    alone: { type: "string", default: "40" },
    readers: { type: "string", default: "10" },
    rounds: { type: "string", default: "2" },
    load: { type: "string" },
  },
});
const pages = [
  "/",
  "/alerts",
  "/stories",
  "/search?q=harbourmaster",
  "/pipeline",
  "/deliveries",
  "/sources",
  "/topics/harbour",
];
const say = (text: string): void => void process.stdout.write(`${text}\n`);

for (let round = 1; round <= Number(values.rounds); round += 1) {
  for (const load of (["low", "full"] as const).filter((one) => values.load === undefined || values.load === one)) {
    const articles = Number(load === "low" ? values.alone : values.articles);
    const idle = await run(load, articles, 0);
    const read = await run(load, articles, Number(values.readers));
    say(`round ${round}, ${load} load, ${articles} articles, nobody reads: ${words(idle.figures)}`);
    say(
      `  ${values.readers} readers, ${read.loaded} pages, p95 ${read.pageP95Ms.toFixed(0)} ms: ${words(read.figures)}`,
    );
  }
}

function words({ itemsPerSecond, elapsedMs, alertMs }: PipelineFigures): string {
  return `${itemsPerSecond.toFixed(1)} articles/s; to the outcome p50 ${elapsedMs.p50.toFixed(0)} ms, p95 ${elapsedMs.p95.toFixed(0)} ms; from there to the receiver p95 ${alertMs.p95.toFixed(0)} ms`;
}

interface Run {
  readonly figures: PipelineFigures;
  readonly loaded: number;
  readonly pageP95Ms: number;
}

async function run(load: Load, articles: number, readers: number): Promise<Run> {
  const skip = load === "low" ? 5 : 0;
  const bed = await openTestBed({ backend: "postgres", topics: benchTopics, perHost: perHost[load] });
  const system = startSystem([...pipelineServices, "console"], { ...bed.env, LOG_LEVEL: "info", PORT: "0" });
  const over = new AbortController();
  const tookMs: number[] = [];
  try {
    await until(
      () => system.running().every((one) => /"msg":"(?:started|console listens)"/u.test(one.output())),
      60_000,
      "the start of all services",
    );
    const url = /"url":"(http:[^"]+)"/u.exec(system.running().at(-1)?.output() ?? "")?.[1] ?? "";
    const cookie = await cookieOf(bed.store.db);
    const reading = Array.from({ length: readers }, (_, at) => read(url, cookie, at, tookMs, over.signal));
    const random = seededRandom(42);
    bed.site.publish(Array.from({ length: articles + skip }, (_, at) => articlePage(at, random)));
    await until(() => bed.sink.ids("/alerts").size === articles + skip, 600_000, "an alert for every article");
    over.abort();
    await Promise.all(reading);
    await system.stop();
    const sorted = tookMs.toSorted((a, b) => a - b);
    return {
      figures: await readFigures(bed.store.db, skip),
      loaded: sorted.length,
      pageP95Ms: sorted[Math.floor(sorted.length * 0.95)] ?? 0,
    };
  } finally {
    over.abort();
    await system.stop();
    await bed.close();
  }
}

async function read(url: string, cookie: string, first: number, tookMs: number[], signal: AbortSignal): Promise<void> {
  const headers = { cookie, accept: "text/html", "accept-encoding": "gzip" };
  const stream = fetch(`${url}/events`, { headers, signal }).catch(() => null);
  for (let at = first; !signal.aborted; at += 1) {
    const startedMs = performance.now();
    const response = await fetch(`${url}${pages[at % pages.length] ?? "/"}`, { headers });
    await response.arrayBuffer();
    if (!response.ok && response.status !== 503) throw new Error(`${response.url} answered ${response.status}`);
    if (response.ok) tookMs.push(performance.now() - startedMs);
    await new Promise((resolve) => setTimeout(resolve, 2000));
  }
  await stream;
}

async function cookieOf(db: Kysely<Database>): Promise<string> {
  const person = { login: "reader", name: "Reader", role: "viewer" } as const;
  const { id } = await db.insertInto("person").values(person).returning("id").executeTakeFirstOrThrow();
  return `wirewatch_session=${await openSession(db, id, { address: "127.0.0.1", agent: "bench" })}`;
}
