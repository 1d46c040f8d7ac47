import { parseArgs } from "node:util";
import { createTopicEngine } from "../../packages/topics/src/match/engine.ts";
import type { TopicEngine } from "../../packages/topics/src/match/engine.ts";
import { seededRandom } from "../support/seeded-random.ts";
import { leavesOf, queryMaker, regexTopic, silentQuery, writeQuery } from "./topic-queries.ts";
import type { BenchQuery, RegexTopic } from "./topic-queries.ts";
import { inventArticles, readArticles } from "./topic-texts.ts";
import type { BenchArticle } from "./topic-texts.ts";

/* How fast standing queries are matched, and what they cost; see README.md. Start Node with --expose-gc for the heap. */

const { values } = parseArgs({
  options: {
    corpus: { type: "string" },
    sizes: { type: "string", default: "1000,10000,100000" },
    articles: { type: "string", default: "400" },
    rounds: { type: "string", default: "3" },
    seed: { type: "string", default: "1" },
  },
});
const sizes = values.sizes.split(",").map(Number);
const articleCount = Number(values.articles);
const rounds = Number(values.rounds);
const random = seededRandom(Number(values.seed));
const write = (line: string): void => void process.stdout.write(`${line}\n`);

/** Topics of which the regular expressions are measured; the others would take as long each. */
const regexTopics = 1_000;
const regexArticles = 30;
/** Without the index the time grows with topics × articles: so many of these products are measured. */
const exhaustiveTries = 2_000_000;

const articles = values.corpus === undefined ? inventArticles(3_000, random) : readArticles(values.corpus);
const makeQuery = queryMaker(articles, random);

write(row("topics", ["articles/s", "every leaf ×", "only needed ×", "no index ×", "hits", "build s", "heap MB"]));
for (const size of sizes) measureSize(size);
measureSilent();
measureAdding(Math.max(...sizes));

function measureSize(size: number): void {
  const queries = Array.from({ length: size }, makeQuery);
  const written = queries.map((query, index) => ({ id: `t${index}`, query: writeQuery(query) }));
  const heapBefore = heapInUse();
  const engine = createTopicEngine();
  const buildMs = cpuMs(() => engine.add(written));
  const heap = heapInUse() - heapBefore;
  warmUp(engine);
  const tested = queries.slice(0, regexTopics);
  const needed = tested.map(regexTopic);
  const leaves = tested.flatMap(leavesOf).map(regexTopic);
  const exhaustive = createTopicEngine({ isExhaustive: true });
  exhaustive.add(written);
  const exhaustiveArticles = Math.max(3, Math.min(articleCount, Math.floor(exhaustiveTries / size)));
  let hits = 0;
  const figures = Array.from({ length: rounds }, (_, round) => {
    const chosen = sample(articleCount, round);
    const ours = cpuMs(() => {
      hits = chosen.reduce((sum, { document }) => sum + engine.match(document).length, 0);
    });
    const one = ours / articleCount;
    const naive = (patterns: readonly RegexTopic[]): number => {
      const articlesRead = sample(regexArticles, round);
      const ms = cpuMs(() => {
        for (const { document } of articlesRead) {
          for (const pattern of patterns) pattern(document.title ?? "", document.body ?? "");
        }
      });
      return ((ms / regexArticles) * size) / tested.length / one;
    };
    const all = cpuMs(() => {
      for (const { document } of sample(exhaustiveArticles, round)) exhaustive.match(document);
    });
    return { one, leaves: naive(leaves), needed: naive(needed), exhaustive: all / exhaustiveArticles / one };
  });
  const of = (name: "one" | "leaves" | "needed" | "exhaustive"): number =>
    median(figures.map((figure) => figure[name]));
  write(
    row(String(size), [
      (1000 / of("one")).toFixed(0),
      of("leaves").toFixed(0),
      of("needed").toFixed(0),
      of("exhaustive").toFixed(0),
      (hits / articleCount).toFixed(1),
      (buildMs / 1000).toFixed(1),
      heap === 0 ? "-" : (heap / 1e6).toFixed(0),
    ]),
  );
}

/** Live topics alone, and beside many that nothing can match. */
function measureSilent(): void {
  const live = Array.from({ length: 1_000 }, (_, index) => ({ id: `t${index}`, query: writeQuery(makeQuery()) }));
  const silent = Array.from({ length: 99_000 }, (_, index) => {
    return { id: `s${index}`, query: writeQuery(silentQuery(index, makeQuery())) };
  });
  const alone = createTopicEngine();
  alone.add(live);
  const together = createTopicEngine();
  together.add(live);
  together.add(silent);
  warmUp(alone);
  warmUp(together);
  const ratios = Array.from({ length: 2 * rounds + 1 }, (_, round) => {
    const chosen = sample(articleCount, round);
    const run = (engine: TopicEngine): number =>
      cpuMs(() => {
        for (const { document } of chosen) engine.match(document);
      });
    const first = round % 2 === 0 ? run(alone) : 0;
    const both = run(together);
    return (first === 0 ? run(alone) : first) / both;
  });
  write(`\n99,000 silent topics beside 1,000 live ones: ${median(ratios).toFixed(2)} of the speed`);
}

/** Until a new topic among many has matched a document of its own. */
function measureAdding(size: number): void {
  const engine = createTopicEngine();
  engine.add(Array.from({ length: size }, (_, index) => ({ id: `t${index}`, query: writeQuery(makeQuery()) })));
  warmUp(engine);
  const taken = Array.from({ length: 500 }, (_, index) => {
    const id = `new${index}`;
    const query: BenchQuery = { op: "and", parts: [silentQuery(index, makeQuery()), makeQuery()] };
    const name = writeQuery(silentQuery(index, query)).split(" ").at(-1)?.replace(")", "") ?? "";
    const startedMs = performance.now();
    engine.add([{ id, query: `${name} OR ${writeQuery(query)}` }]);
    const isFound = engine.match({ title: name, body: `Only ${name}.` }).some((hit) => hit.id === id);
    const ms = performance.now() - startedMs;
    if (!isFound) throw new Error(`${id} does not match its own document`);
    return ms;
  });
  write(`add one topic among ${size} until it matches, ms: p50 ${at(taken, 0.5)}, p90 ${at(taken, 0.9)}`);
}

/** Until the stream's frequencies are known and the code is compiled. */
function warmUp(engine: TopicEngine): void {
  for (const { document } of sample(1.5 * articleCount, 91)) engine.match(document);
}

function sample(count: number, round: number): readonly BenchArticle[] {
  const step = Math.max(1, Math.floor(articles.length / count));
  return Array.from({ length: count }, (_, index) => articles[(index * step + round * 7) % articles.length]).filter(
    (article) => article !== undefined,
  );
}

/** Processor time of this process, so that other programs count less. */
function cpuMs(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function heapInUse(): number {
  if (globalThis.gc === undefined) return 0;
  globalThis.gc();
  return process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers;
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0;
}

function at(numbers: readonly number[], quantile: number): string {
  return (numbers.toSorted((a, b) => a - b)[Math.floor(quantile * (numbers.length - 1))] ?? 0).toFixed(3);
}

function row(name: string, cells: readonly string[]): string {
  return name.padStart(8) + cells.map((cell) => cell.padStart(14)).join("");
}
