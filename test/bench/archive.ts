import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { parseArgs } from "node:util";
import type { TopicConfig } from "@wirewatch/config";
import { openStore, sql } from "@wirewatch/store";
import type { Database, Kysely } from "@wirewatch/store";
import { startEmbeddedPostgres } from "../../packages/cli/src/postgres/server.ts";
import { previewTopic } from "../../services/console/src/archive/preview-topic.ts";
import { searchArchive } from "../../services/console/src/archive/search-archive.ts";
import { seededRandom } from "../support/seeded-random.ts";
import { migrate } from "../support/store.ts";
import { fillArchive } from "./archive-made.ts";

/*
 * First page of a search and preview of a topic over a large archive: `node test/bench/archive.ts [--articles 100000] [--rounds 5]
 * [--home <folder to keep the archive in>]`. The limit is one second at the 95th percentile. On a busy
 * machine the processor time that one takes here and in the database says more (Linux only).
 */

const { values } = parseArgs({
  options: {
    articles: { type: "string", default: "100000" },
    rounds: { type: "string", default: "5" },
    home: { type: "string" },
  },
});
const count = Number(values.articles);
/** By process of the database, also of those that have ended. */
const databaseTicks = new Map<string, number>();
const rounds = Number(values.rounds);
const home = values.home ?? mkdtempSync(join(tmpdir(), "wirewatch archive "));
mkdirSync(home, { recursive: true });

const server = await startEmbeddedPostgres(home);
await migrate(server.url);
const db = openStore({ url: server.url, connections: 4 });
try {
  await prepare(db);
  const kinds = queryKinds(await wordsByFrequency(db));
  await measure("search, first page with counts", kinds, async (query) => {
    const { hits, totals } = await searchArchive(
      { db, config: { sources: [] } },
      {
        query,
        dialect: "wql",
        stem: false,
        filters: { sources: [], languages: [], topics: [], since: null, until: null },
        after: null,
      },
      { isCounted: true, timeZone: "UTC" },
    );
    const { value = 0, isExact = false } = totals?.articles ?? {};
    return `${hits.length} shown of ${isExact ? "" : "about "}${value}`;
  });
  await measure(
    "preview of a topic over 30 days, compared",
    kinds.filter(({ query }) => query !== ""),
    async (query) => {
      const now = new Date();
      const since = new Date(now.getTime() - 30 * 86_400_000);
      const saved = topicOf(`${query} NOT ${kinds[0]?.query ?? ""}`);
      const found = await previewTopic({ db, config: { sources: [] } }, topicOf(query), { saved, since, now });
      return `${found.hits.length} shown of ${found.articles.isExact ? "" : "about "}${found.articles.value}, ${found.stories.value} stories`;
    },
  );
} finally {
  await db.destroy();
  await server.stop();
  if (values.home === undefined) rmSync(home, { recursive: true, force: true });
}

async function prepare(db: Kysely<Database>): Promise<void> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from article_search`.execute(db);
  if ((rows[0]?.n ?? 0) >= count) return;
  const startedMs = performance.now();
  await fillArchive(db, count, seededRandom(7), (written) => {
    if (written % 10_000 === 0)
      console.log(`${written} articles, ${Math.round((performance.now() - startedMs) / 1000)} s`);
  });
}

interface QueryKind {
  readonly kind: string;
  readonly query: string;
}

/** Words of the archive, the most frequent first. */
async function wordsByFrequency(db: Kysely<Database>): Promise<readonly { word: string; articles: number }[]> {
  const { rows } = await sql<{ word: string; articles: number }>`
    select word, ndoc as articles from ts_stat('select tokens from wirewatch.article_search where article_id % 20 = 0')
    where word ~ '^[a-z]{3,}$' order by ndoc desc, word`.execute(db);
  return rows;
}

/** Queries of every kind, of words that are in so large a share of the articles. */
function queryKinds(words: readonly { word: string; articles: number }[]): readonly QueryKind[] {
  const sampled = count / 20;
  const withShare = (share: number, next = 0): string => {
    const from = words.findIndex(({ articles }) => articles <= share * sampled);
    return words[Math.min((from === -1 ? words.length : from) + next, words.length - 1)]?.word ?? "";
  };
  const [every, half, tenth, hundredth, rare] = [0.9, 0.5, 0.1, 0.01, 0.0005].map((share) => withShare(share));
  return [
    { kind: "rare word", query: `${rare}` },
    { kind: "word in 1 %", query: `${hundredth}` },
    { kind: "word in 10 %", query: `${tenth}` },
    { kind: "word in half", query: `${half}` },
    { kind: "word in nearly all", query: `${every}` },
    { kind: "two words", query: `${tenth} ${withShare(0.1, 3)}` },
    { kind: "phrase of frequent words", query: `"${every} ${half}"` },
    {
      kind: "phrase that is nowhere",
      query: `"${half} ${withShare(0.5, 1)} ${withShare(0.5, 2)} ${withShare(0.5, 3)}"`,
    },
    { kind: "NEAR", query: `${tenth} NEAR/5 ${half}` },
    { kind: "negation", query: `${tenth} NOT ${half}` },
    { kind: "wildcard", query: `${hundredth?.slice(0, 3)}*` },
    { kind: "inflected", query: `~${tenth}` },
    { kind: "title", query: `title:${tenth}` },
    {
      kind: "twenty words, one of them",
      query: Array.from({ length: 20 }, (_, at) => withShare(0.002, at)).join(" OR "),
    },
    { kind: "filters only", query: "" },
  ];
}

function topicOf(query: string): TopicConfig {
  return {
    id: "made",
    name: "Made",
    owner: null,
    severity: "normal",
    any: [query],
    all: [],
    none: [],
    where: { languages: [], tags: [], sources: [], countries: [] },
    labels: {},
    scope: "section",
    stem: false,
    dialect: "wql",
    raise: [],
    raiseBySources: [],
    tests: { match: [], noMatch: [] },
  };
}

/** Prints the times of each kind of query, and the longest time that the process did nothing else. */
async function measure(
  title: string,
  kinds: readonly QueryKind[],
  run: (query: string) => Promise<string>,
): Promise<void> {
  console.log(`\n${title}`);
  const all: number[] = [];
  const allUsed: number[] = [];
  const blocked = monitorEventLoopDelay({ resolution: 5 });
  for (const { kind, query } of kinds) {
    const times: number[] = [];
    let answer = "";
    const usedBefore = processorMs();
    blocked.reset();
    blocked.enable();
    for (let round = 0; round < rounds; round++) {
      const startedMs = performance.now();
      answer = await run(query);
      times.push(performance.now() - startedMs);
    }
    blocked.disable();
    all.push(...times);
    const used = (processorMs() - usedBefore) / rounds;
    allUsed.push(used);
    console.log(
      `  ${kind.padEnd(28)} median ${ms(quantile(times, 0.5))}, longest ${ms(quantile(times, 1))}, processors ${ms(used)}, blocked ${ms(blocked.max / 1e6)}; ${answer}`,
    );
  }
  console.log(
    `  all: median ${ms(quantile(all, 0.5))}, 95th percentile ${ms(quantile(all, 0.95))} (limit 1000 ms), most processor time ${ms(quantile(allUsed, 1))}`,
  );
}

/** Processor time of this process and of the database's, milliseconds. */
function processorMs(): number {
  const { user, system } = process.cpuUsage();
  if (!existsSync("/proc/self/stat")) return (user + system) / 1000;
  for (const pid of readdirSync("/proc")) {
    if (!/^\d+$/u.test(pid) || !existsSync(`/proc/${pid}/stat`)) continue;
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /u, "")
      .split(" ");
    if (Number(fields[1]) === server.pid()) databaseTicks.set(pid, Number(fields[11]) + Number(fields[12]));
  }
  return (user + system) / 1000 + [...databaseTicks.values()].reduce((sum, ticks) => sum + ticks, 0) * 10;
}

function quantile(times: readonly number[], share: number): number {
  const sorted = times.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}

function ms(value: number): string {
  return `${Math.round(value)} ms`;
}
