import { existsSync, readFileSync } from "node:fs";
import { Readable, Writable } from "node:stream";
import { dedupe } from "../../packages/cli/src/commands/dedupe.ts";
import type { CorpusArticle } from "./perturbed-copies.ts";

/* The `dedupe` command, the corpus and its scorer, which stand beside the checkout and are no part of the project. */

const shared = new URL("../../../shared/", import.meta.url);
const corpus = new URL("corpus/dedup/", shared);
const scorer = new URL("score/dedup-score.mjs", shared);

/** True where there is no corpus: then there is nothing to score. */
export const isCorpusAbsent = !existsSync(corpus) || !existsSync(scorer);

/** What `dedupe` answers about an article, as far as it is scored. */
export interface Prediction {
  readonly id: string;
  readonly cluster: string;
  readonly relation: string;
  readonly story: string;
}

/** What the scorer is told about an article. */
export interface Truth {
  readonly id: string;
  readonly cluster: string;
  readonly kind: string;
}

/** Scores of clusters; shares from 0 to 1. */
export interface ClusterScores {
  readonly bcubed: { readonly P: number; readonly R: number; readonly F1: number };
  readonly hard_negative_merge_rate: number;
  readonly relation_accuracy: number;
  readonly missing: number;
  readonly kinds: Readonly<
    Record<string, { readonly n: number; readonly linked: number; readonly merged_foreign: number }>
  >;
}

interface Scorer {
  readonly scoreClusters: (
    truth: readonly Truth[],
    predictions: readonly Pick<Prediction, "id" | "cluster">[],
    reportOnly?: readonly string[],
  ) => ClusterScores;
  readonly scorePairs: (
    rows: readonly string[][],
    predictions: readonly Prediction[],
  ) => {
    readonly all: { readonly F1: number; readonly fp: number };
    readonly inexact: { readonly F1: number };
  };
}

/** The corpus' own scorer. */
export async function loadScorer(): Promise<Scorer> {
  const loaded: Scorer = await import(scorer.href);
  return loaded;
}

/** The answers of `dedupe` to articles in their order, and how many it gave a second. */
export async function deduplicated(
  articles: readonly object[],
): Promise<{ readonly predictions: readonly Prediction[]; readonly perSecond: number }> {
  const predictions: Prediction[] = [];
  const output = new Writable({
    write(line: Buffer, _encoding, done) {
      const prediction: Prediction = JSON.parse(line.toString());
      predictions.push(prediction);
      done();
    },
  });
  const lines = articles.map((article) => `${JSON.stringify(article)}\n`);
  const startedAt = performance.now();
  const exitCode = await dedupe(Readable.from(lines), output);
  if (exitCode !== 0) throw new Error(`dedupe ended with ${exitCode}`);
  return { predictions, perSecond: (1_000 * articles.length) / (performance.now() - startedAt) };
}

/** Rows of a file of the corpus with one JSON value per line. */
export function jsonLines<Row>(file: string): Row[] {
  return readLines(file).map((line): Row => JSON.parse(line));
}

/** Rows of a file of the corpus with tabs between columns, the header included. */
export function tableRows(file: string): string[][] {
  return readLines(file).map((line) => line.split("\t"));
}

/** Articles of the corpus with a headline and 150 words or more that are in neither the suite of copies nor a pair of copies. */
export function otherArticles(): CorpusArticle[] {
  const known = new Set(jsonLines<CorpusArticle>("synth.docs.jsonl").map(({ text }) => startOf(text)));
  const paired = new Set(tableRows("natural.pairs.tsv").flatMap(([a = "", b = ""]) => [a, b]));
  return jsonLines<CorpusArticle>("natural.docs.jsonl").filter(
    ({ id, title, text }) =>
      title !== null && !paired.has(id) && text.split(/\s+/u).length >= 150 && !known.has(startOf(text)),
  );
}

function startOf(text: string): string {
  return text.replaceAll(/\W+/gu, "").slice(0, 60).toLowerCase();
}

function readLines(file: string): string[] {
  return readFileSync(new URL(file, corpus), "utf8").split("\n").filter(Boolean);
}
