import { canonicalUrl } from "@wirewatch/urls";
import { describe, expect, it } from "vitest";
import { seededRandom } from "../support/seeded-random.ts";
import { perturbedSet } from "./perturbed-copies.ts";
import type { CorpusArticle } from "./perturbed-copies.ts";
import { deduplicated, isCorpusAbsent, jsonLines, loadScorer, otherArticles, tableRows } from "./similarity-scores.ts";
import type { ClusterScores, Truth } from "./similarity-scores.ts";
import floors from "./similarity.floors.json" with { type: "json" };

/*
 * Scores of the `dedupe` command on the development corpus, against recorded floors. The corpus is not part of the
 * project: without it, beside the checkout, these tests are skipped.
 */
describe.skipIf(isCorpusAbsent)("dedupe on the corpus beside the checkout (skipped where there is none)", () => {
  it("finds the perturbed copies, kind by kind, and keeps the hard negatives apart", async () => {
    const { predictions, perSecond } = await deduplicated(jsonLines("synth.docs.jsonl"));
    const scores = (await loadScorer()).scoreClusters(jsonLines<Truth>("synth.truth.jsonl"), predictions);
    print("copies", { ...summaryOf(scores), perSecond });
    print("linked", linkedIn(scores));
    expect(scores.missing).toBe(0);
    expect(scores.bcubed.F1).toBeGreaterThanOrEqual(floors.copies.bcubedF1);
    expect(scores.bcubed.P).toBeGreaterThanOrEqual(floors.copies.bcubedPrecision);
    expect(scores.relation_accuracy).toBeGreaterThanOrEqual(floors.copies.relationAccuracy);
    expect(scores.hard_negative_merge_rate).toBeLessThanOrEqual(floors.hardNegatives.mergedAtMost);
    for (const [kind, floor] of Object.entries(floors.linked))
      expect(scores.kinds[kind]?.linked, kind).toBeGreaterThanOrEqual(floor);
  });

  it("gives the same clusters in another order, and when everything comes twice", async () => {
    const { scoreClusters } = await loadScorer();
    const articles = jsonLines<CorpusArticle>("synth.docs.jsonl");
    const truth = jsonLines<Truth>("synth.truth.jsonl");
    const score = async (arriving: readonly CorpusArticle[]): Promise<ClusterScores> =>
      scoreClusters(truth, (await deduplicated(arriving)).predictions);
    const inOrder = await score(articles);
    const shuffled = await score(shuffle(articles, 1));
    const twice = await score(articles.flatMap((article) => [article, article]));
    print("order", { inOrder: inOrder.bcubed.F1, shuffled: shuffled.bcubed.F1, twice: twice.bcubed.F1 });
    expect(Math.abs(shuffled.bcubed.F1 - inOrder.bcubed.F1)).toBeLessThanOrEqual(floors.order.changeAtMost);
    expect(Math.abs(twice.bcubed.F1 - inOrder.bcubed.F1)).toBeLessThanOrEqual(floors.order.changeAtMost);
  });

  it.each([1, 2])("is not fitted to those: copies of other articles (seed %i)", async (seed) => {
    const { articles, truth } = perturbedSet(shuffle(otherArticles(), seed).slice(0, 60), seed);
    const scores = (await loadScorer()).scoreClusters(truth, (await deduplicated(articles)).predictions);
    print(`other articles ${seed}`, summaryOf(scores));
    print("linked", linkedIn(scores));
    expect(scores.bcubed.F1).toBeGreaterThanOrEqual(floors.otherArticles.bcubedF1);
    expect(scores.hard_negative_merge_rate).toBeLessThanOrEqual(floors.otherArticles.mergedAtMost);
  });

  it("finds the copies among real articles, and the articles on one event", async () => {
    const { scoreClusters, scorePairs } = await loadScorer();
    const { predictions, perSecond } = await deduplicated(jsonLines("natural.docs.jsonl"));
    const pairs = scorePairs(tableRows("natural.pairs.tsv"), predictions);
    const truth = jsonLines<Truth>("story.truth.jsonl").map((row) => ({ ...row, kind: "event" }));
    const events = new Set(truth.map(({ id }) => id));
    const stories = predictions.filter(({ id }) => events.has(id)).map(({ id, story }) => ({ id, cluster: story }));
    const { bcubed } = scoreClusters(truth, stories, []);
    print("natural", { pairF1: pairs.all.F1, inexact: pairs.inexact.F1, falsePairs: pairs.all.fp, perSecond });
    print("stories among all articles", bcubed);
    expect(pairs.all.F1).toBeGreaterThanOrEqual(floors.natural.pairF1);
    expect(pairs.inexact.F1).toBeGreaterThanOrEqual(floors.natural.inexactPairF1);
    expect(pairs.all.fp).toBeLessThanOrEqual(floors.natural.falsePairsAtMost);
    expect(bcubed.F1).toBeGreaterThanOrEqual(floors.stories.bcubedF1AmongAll);
  });

  it("finds the articles on one event when nothing else comes", async () => {
    const truth = jsonLines<Truth>("story.truth.jsonl").map((row) => ({ ...row, kind: "event" }));
    const events = new Set(truth.map(({ id }) => id));
    const articles = jsonLines<CorpusArticle>("natural.docs.jsonl").filter(({ id }) => events.has(id));
    const { predictions } = await deduplicated(articles);
    const stories = predictions.map(({ id, story }) => ({ id, cluster: story }));
    const { bcubed } = (await loadScorer()).scoreClusters(truth, stories, []);
    print("stories alone", bcubed);
    expect(bcubed.F1).toBeGreaterThanOrEqual(floors.stories.bcubedF1);
  });

  it("gives one form to one page's addresses, and never to two", () => {
    const rows = tableRows("urls.tsv").slice(1);
    const wrong = rows.filter(([a = "", b = "", label]) => {
      const canonical = canonicalUrl(a);
      return (canonical !== null && canonical === canonicalUrl(b)) !== (label === "same");
    });
    print("urls", { accuracy: 1 - wrong.length / rows.length });
    expect(1 - wrong.length / rows.length).toBeGreaterThanOrEqual(floors.urls.accuracy);
    expect(wrong.filter(([, , label]) => label === "different")).toEqual([]);
  });
});

function summaryOf(scores: ClusterScores): Record<string, number> {
  return {
    F1: scores.bcubed.F1,
    P: scores.bcubed.P,
    R: scores.bcubed.R,
    hardNegatives: scores.hard_negative_merge_rate,
    relation: scores.relation_accuracy,
  };
}

function linkedIn({ kinds }: ClusterScores): Record<string, number> {
  const copies = Object.entries(kinds).filter(([kind, { linked }]) => kind !== "original" && linked > 0);
  return Object.fromEntries(copies.map(([kind, { linked }]) => [kind, linked]));
}

function shuffle<T>(items: readonly T[], seed: number): T[] {
  const random = seededRandom(seed);
  const keyed = items.map((item) => ({ item, key: random() }));
  return keyed.toSorted((a, b) => a.key - b.key).map(({ item }) => item);
}

/** The figures that the record of results is made from. */
function print(name: string, figures: Readonly<Record<string, number>>): void {
  const cells = Object.entries(figures).map(([label, value]) => `${label} ${Number(value.toFixed(3))}`);
  console.info(`${name}: ${cells.join("  ")}`);
}
