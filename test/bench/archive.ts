import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { TopicConfig } from "@wirewatch/config";
import { openStore, sql } from "@wirewatch/store";
import type { Database, Kysely } from "@wirewatch/store";
import { startEmbeddedPostgres } from "../../packages/cli/src/postgres/server.ts";
import { previewTopic } from "../../services/console/src/archive/preview-topic.ts";
import { searchArchive } from "../../services/console/src/archive/search-archive.ts";
import { seededRandom } from "../support/seeded-random.ts";
import { migrate } from "../support/store.ts";
import { createAsker } from "../../services/console/src/archive/asker.ts";
import { survey } from "../../services/console/src/archive/survey.ts";
import { candidateCondition, stem } from "@wirewatch/topics";
import { fillArchive } from "./archive-made.ts";
import { listKinds } from "./archive-lists.ts";
import { fillLists } from "./lists-made.ts";
import { longestTurnMs } from "./longest-turn.ts";

/*
 * First page of a search, preview of a topic, counts of 2,000 candidates and lists of the console over a large archive:
 * `node test/bench/archive.ts [--articles 100000] [--rounds 5] [--home <folder to keep the archive in>]`. The limit is one second at the 95th
 * percentile for searches and previews, 200 ms for lists. On a busy machine the processor time that one takes here and in the database says
 * more (Linux only).
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
  const words = await wordsByFrequency(db);
  const kinds = queryKinds(words);
  await measure("search, first page with counts", 1000, kinds, async ({ query }) => {
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
    1000,
    kinds.filter(({ query }) => query !== ""),
    async ({ query }) => {
      const now = new Date();
      const since = new Date(now.getTime() - 30 * 86_400_000);
      const saved = topicOf(`${query} NOT ${kinds[0]?.query ?? ""}`);
      const found = await previewTopic({ db, config: { sources: [] } }, topicOf(query), { saved, since, now });
      return `${found.hits.length} shown of ${found.articles.isExact ? "" : "about "}${found.articles.value}, ${found.stories.value} stories`;
    },
  );
  await measure(
    "candidates counted one by one, without a limit of time",
    1000,
    countedKinds(words),
    async ({ query }) => countAll(db, query),
  );
  await measure("lists", 200, listKinds, ({ read }) => read(db));
} finally {
  await db.destroy();
  await server.stop();
  if (values.home === undefined) rmSync(home, { recursive: true, force: true });
}

async function prepare(db: Kysely<Database>): Promise<void> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from article_search`.execute(db);
  if ((rows[0]?.n ?? 0) < count) await fill(db);
  await fillLists(db);
}

async function fill(db: Kysely<Database>): Promise<void> {
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

/** The word that is in so large a share of the articles at most, or one of the next rarer ones. */
function withShare(words: readonly { word: string; articles: number }[], share: number, next = 0): string {
  const from = words.findIndex(({ articles }) => articles <= (share * count) / 20);
  return words[Math.min((from === -1 ? words.length : from) + next, words.length - 1)]?.word ?? "";
}

/** Queries of every kind, of words that are in so large a share of the articles. */
function queryKinds(words: readonly { word: string; articles: number }[]): readonly QueryKind[] {
  const [every, half, tenth, hundredth, rare] = [0.9, 0.5, 0.1, 0.01, 0.0005].map((share) => withShare(words, share));
  return [
    { kind: "rare word", query: `${rare}` },
    { kind: "word in 1 %", query: `${hundredth}` },
    { kind: "word in 10 %", query: `${tenth}` },
    { kind: "word in half", query: `${half}` },
    { kind: "word in nearly all", query: `${every}` },
    { kind: "two words", query: `${tenth} ${withShare(words, 0.1, 3)}` },
    { kind: "phrase of frequent words", query: `"${every} ${half}"` },
    {
      kind: "phrase that is nowhere",
      query: `"${half} ${withShare(words, 0.5, 1)} ${withShare(words, 0.5, 2)} ${withShare(words, 0.5, 3)}"`,
    },
    { kind: "NEAR", query: `${tenth} NEAR/5 ${half}` },
    { kind: "negation", query: `${tenth} NOT ${half}` },
    { kind: "wildcard", query: `${hundredth?.slice(0, 3)}*` },
    { kind: "inflected", query: `~${tenth}` },
    { kind: "title", query: `title:${tenth}` },
    {
      kind: "twenty words, one of them",
      query: Array.from({ length: 20 }, (_, at) => withShare(words, 0.002, at)).join(" OR "),
    },
    { kind: "filters only", query: "" },
  ];
}

/** Queries with nearly as many candidates as are all counted, of 100,000 articles. */
function countedKinds(words: readonly { word: string; articles: number }[]): readonly QueryKind[] {
  const [fiftieth, every] = [withShare(words, 0.018), withShare(words, 0.9)];
  return [
    { kind: "word", query: fiftieth },
    { kind: "NEAR", query: `${fiftieth} NEAR/5 ${every}` },
    { kind: "inflected", query: `~${fiftieth}` },
  ];
}

/** Counts all candidates of a query, however long it takes. */
async function countAll(db: Kysely<Database>, query: string): Promise<string> {
  const topic = topicOf(query);
  const choice = { sources: null, languages: null, topics: null, since: null, until: null };
  const words = candidateCondition([topic], { languages: ["en"], stem });
  let found = 0;
  const { candidates, share } = await survey(
    db,
    createAsker({ sources: [] }, [topic]),
    { ...choice, words },
    {
      after: null,
      allowance: { listMs: Infinity, countMs: Infinity },
      onListed: () => false,
      onCounted: (looked) => (found += looked.found.size),
    },
  );
  return `${found} of ${candidates} candidates, ${share === 1 ? "all" : "a sample"} of them counted`;
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

/** Prints the times of each kind, the processor time, and that of the longest turn of the loop. */
async function measure<Kind extends { readonly kind: string }>(
  title: string,
  limitMs: number,
  kinds: readonly Kind[],
  run: (kind: Kind) => Promise<string>,
): Promise<void> {
  console.log(`\n${title}`);
  const all: number[] = [];
  const allUsed: number[] = [];
  const turns: number[] = [];
  for (const one of kinds) {
    const times: number[] = [];
    let answer = "";
    const usedBefore = processorMs();
    for (let round = 0; round < rounds; round++) {
      const startedMs = performance.now();
      answer = await run(one);
      times.push(performance.now() - startedMs);
    }
    const used = (processorMs() - usedBefore) / rounds;
    const turn = await longestTurnMs(() => run(one));
    all.push(...times);
    allUsed.push(used);
    turns.push(turn);
    console.log(
      `  ${one.kind.padEnd(28)} median ${ms(quantile(times, 0.5))}, longest ${ms(quantile(times, 1))}, processors ${ms(used)}, turn ${ms(turn)}; ${answer}`,
    );
  }
  console.log(
    `  all: median ${ms(quantile(all, 0.5))}, 95th percentile ${ms(quantile(all, 0.95))} (limit ${limitMs} ms), most processor time ${ms(quantile(allUsed, 1))}, longest turn ${ms(quantile(turns, 1))} (limit 20 ms)`,
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
