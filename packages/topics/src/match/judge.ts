import type { MatchSpans } from "@wirewatch/model";
import { collect, holds } from "./evaluate.ts";
import { highlight, mergeRuns } from "./highlights.ts";
import type { WordRanges } from "./highlights.ts";
import type { Reading } from "./reading.ts";
import type { Scene } from "./scene.ts";
import type { StandingTopic } from "./standing-topic.ts";
import { featuresOf, strengthOf } from "./strength.ts";
import type { MatchFeatures } from "./strength.ts";

/** A query of a topic, by its list and number. */
export interface ClauseName {
  readonly list: "any" | "all";
  readonly index: number;
}

/** A topic that is true in some units of a document. */
export interface FoundTopic {
  readonly topic: StandingTopic;
  readonly units: readonly (number | null)[];
  /** Everything that `any` and `all` found in these units. */
  readonly spans: MatchSpans;
  /** The clauses that were true in one of them, first those of `any`; null when the topic has only one, with all spans. */
  readonly clauses: readonly (ClauseName & { readonly spans: MatchSpans })[] | null;
  /** Numbers of the `raise` queries that were true in one of them, rising. */
  readonly raised: readonly number[];
  /** The strongest of the units; its strength is 0 to 1. */
  readonly bestUnit: number | null;
  readonly strength: number;
  readonly features: MatchFeatures;
}

/** What has been found for a topic so far; runs are pairs of first and last position. */
export interface Finding {
  readonly topic: StandingTopic;
  readonly units: (number | null)[];
  /** Merged per unit. */
  readonly runs: number[];
  /** Per clause, first those of `any`; null for a topic with a single clause, whose runs are all runs. */
  readonly clauseRuns: Map<number, number[]> | null;
  raised: readonly number[];
  bestUnit: number | null;
  strength: number;
  features: MatchFeatures;
}

/**
 * Decides a topic in the scene's unit, in which all the words that it needs are present.
 *
 * @param before what was found in earlier units
 * @returns that with this unit added; undefined when the topic is true in none so far
 */
export function judge(topic: StandingTopic, scene: Scene, before: Finding | undefined): Finding | undefined {
  const { marks } = scene;
  marks.length = 0;
  const isSingle = topic.any.length + topic.all.length === 1;
  const clauseRuns = isSingle ? null : new Map<number, number[]>();
  const isTrue = clauseRuns === null ? collect(topic.root, scene) : collectClauses(topic, scene, clauseRuns);
  if (!isTrue) return before;
  for (const node of topic.none) if (holds(node, scene)) return before;

  mergeRuns(marks, 0);
  const features = featuresOf(scene, marks, clauseRuns?.size ?? 1);
  const strength = strengthOf(features);
  const unit = topic.isWhole ? null : scene.unit.name;
  const raised = topic.raise.length === 0 ? noNumbers : raisedIn(topic, scene, before?.raised ?? noNumbers);
  if (before === undefined) {
    return { topic, units: [unit], runs: marks.slice(), clauseRuns, raised, bestUnit: unit, strength, features };
  }
  before.units.push(unit);
  before.raised = raised;
  append(before.runs, marks);
  if (before.clauseRuns !== null && clauseRuns !== null) appendClauses(before.clauseRuns, clauseRuns);
  if (strength > before.strength) {
    before.bestUnit = unit;
    before.strength = strength;
    before.features = features;
  }
  return before;
}

/** The answer for a document after its last unit. @param words see {@link highlight} */
export function concludeFinding(finding: Finding, reading: Reading, words: WordRanges): FoundTopic {
  const { topic, units, runs, clauseRuns, raised, bestUnit, strength, features } = finding;
  if (units.length > 1) mergeRuns(runs, 0);
  const spans = highlight(runs, reading, words);
  const clauses = clauseRuns === null ? null : concludeClauses(topic, clauseRuns, reading, words);
  return { topic, units, spans, clauses, raised, bestUnit, strength, features };
}

const noNumbers: readonly number[] = [];

/** Gathers the runs of each clause that is true, all of them together on `scene.marks`; false when they are not enough. */
function collectClauses({ any, all }: StandingTopic, scene: Scene, found: Map<number, number[]>): boolean {
  for (const [number, node] of [...any, ...all].entries()) {
    const start = scene.marks.length;
    if (collect(node, scene)) found.set(number, scene.marks.slice(start));
    else if (number >= any.length) return false;
    if (number === any.length - 1 && found.size === 0) return false;
  }
  return true;
}

function concludeClauses(
  topic: StandingTopic,
  clauseRuns: ReadonlyMap<number, number[]>,
  reading: Reading,
  words: WordRanges,
): NonNullable<FoundTopic["clauses"]> {
  return [...clauseRuns]
    .toSorted(([left], [right]) => left - right)
    .map(([number, runs]) => {
      mergeRuns(runs, 0);
      return { ...clauseName(topic, number), spans: highlight(runs, reading, words) };
    });
}

function raisedIn({ raise }: StandingTopic, scene: Scene, before: readonly number[]): readonly number[] {
  return [...raise.keys()].filter((index) => {
    const node = raise[index];
    return before.includes(index) || (node !== undefined && holds(node, scene));
  });
}

function appendClauses(runs: Map<number, number[]>, more: ReadonlyMap<number, number[]>): void {
  for (const [number, marks] of more) {
    const known = runs.get(number);
    if (known === undefined) runs.set(number, marks);
    else append(known, marks);
  }
}

function append(numbers: number[], more: readonly number[]): void {
  for (let index = 0; index < more.length; index++) numbers.push(more[index] ?? 0);
}

function clauseName({ any }: StandingTopic, number: number): ClauseName {
  return number < any.length ? { list: "any", index: number } : { list: "all", index: number - any.length };
}
