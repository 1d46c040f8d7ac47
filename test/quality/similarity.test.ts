import { existsSync, readFileSync } from "node:fs";
import { Readable, Writable } from "node:stream";
import { canonicalUrl } from "@wirewatch/urls";
import { describe, expect, it } from "vitest";
import { dedupe } from "../../packages/cli/src/commands/dedupe.ts";
import floors from "./similarity.floors.json" with { type: "json" };

/**
 * Scores of the `dedupe` command on the development corpus, against recorded floors. The corpus is not part of the
 * project: without it, beside the checkout, these tests are skipped.
 */
const shared = new URL("../../../shared/", import.meta.url);
const corpus = new URL("corpus/dedup/", shared);
const scorer = new URL("score/dedup-score.mjs", shared);
const isAbsent = !existsSync(corpus) || !existsSync(scorer);

interface Prediction {
  readonly id: string;
  readonly cluster: string;
  readonly relation: string;
}
interface Truth {
  readonly id: string;
  readonly cluster: string;
  readonly kind: string;
}
interface ClusterScores {
  readonly bcubed: { readonly P: number; readonly R: number; readonly F1: number };
  readonly hard_negative_merge_rate: number;
  readonly relation_accuracy: number;
  readonly missing: number;
}
interface PairScores {
  readonly all: { readonly F1: number; readonly fp: number };
  readonly inexact: { readonly F1: number };
}
interface Scorer {
  readonly scoreClusters: (truth: readonly Truth[], predictions: readonly Prediction[]) => ClusterScores;
  readonly scorePairs: (rows: readonly string[][], predictions: readonly Prediction[]) => PairScores;
}

describe.skipIf(isAbsent)("dedupe on the corpus beside the checkout (skipped where there is none)", () => {
  it("finds the perturbed copies and keeps the hard negatives apart", async () => {
    const { scoreClusters } = await loadScorer();
    const scores = scoreClusters(jsonLines<Truth>("synth.truth.jsonl"), await predictions("synth.docs.jsonl"));
    expect(scores.missing).toBe(0);
    expect(scores.bcubed.F1).toBeGreaterThanOrEqual(floors.copies.bcubedF1);
    expect(scores.bcubed.P).toBeGreaterThanOrEqual(floors.copies.bcubedPrecision);
    expect(scores.relation_accuracy).toBeGreaterThanOrEqual(floors.copies.relationAccuracy);
    expect(scores.hard_negative_merge_rate).toBeLessThanOrEqual(floors.hardNegatives.mergedAtMost);
  });

  it("finds the copies among real articles", async () => {
    const { scorePairs } = await loadScorer();
    const scores = scorePairs(table("natural.pairs.tsv"), await predictions("natural.docs.jsonl"));
    expect(scores.all.F1).toBeGreaterThanOrEqual(floors.natural.pairF1);
    expect(scores.inexact.F1).toBeGreaterThanOrEqual(floors.natural.inexactPairF1);
    expect(scores.all.fp).toBeLessThanOrEqual(floors.natural.falsePairsAtMost);
  });

  it("gives one form to one page's addresses, and never to two", () => {
    const rows = table("urls.tsv").slice(1);
    const wrong = rows.filter(([a = "", b = "", label]) => {
      const canonical = canonicalUrl(a);
      return (canonical !== null && canonical === canonicalUrl(b)) !== (label === "same");
    });
    expect(1 - wrong.length / rows.length).toBeGreaterThanOrEqual(floors.urls.accuracy);
    expect(wrong.filter(([, , label]) => label === "different")).toEqual([]);
  });
});

async function predictions(file: string): Promise<Prediction[]> {
  const answers: Prediction[] = [];
  const output = new Writable({
    write(line: Buffer, _encoding, done) {
      const answer: Prediction = JSON.parse(line.toString());
      answers.push(answer);
      done();
    },
  });
  const exitCode = await dedupe(Readable.from([readText(file)]), output);
  expect(exitCode).toBe(0);
  return answers;
}

async function loadScorer(): Promise<Scorer> {
  const loaded: Scorer = await import(scorer.href);
  return loaded;
}

function readText(file: string): string {
  return readFileSync(new URL(file, corpus), "utf8");
}

function jsonLines<Row>(file: string): Row[] {
  return readText(file)
    .split("\n")
    .filter(Boolean)
    .map((line): Row => JSON.parse(line));
}

function table(file: string): string[][] {
  return readText(file)
    .split("\n")
    .filter(Boolean)
    .map((line) => line.split("\t"));
}
