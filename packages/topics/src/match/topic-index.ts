import type { TopicDocument } from "@wirewatch/model";
import { createAnchoring } from "./anchoring.ts";
import { mayHold } from "./evaluate.ts";
import { growIntegers } from "./integers.ts";
import { concludeFinding, judge } from "./judge.ts";
import type { WordRanges } from "./highlights.ts";
import type { Finding, FoundTopic } from "./judge.ts";
import { createScene, enterUnit, isPresent, openDocument, restartTicks, ticksRunOut } from "./scene.ts";
import { compileTopic, isAdmitted, releaseTerms } from "./standing-topic.ts";
import type { SourceFacts, StandingTopic, TopicInput } from "./standing-topic.ts";
import type { Stemmer } from "./stem-index.ts";
import { createTerms } from "./terms.ts";
import { unitsBySection, wholeUnit } from "./units.ts";
import type { Unit } from "./units.ts";
import { createUsage } from "./usage.ts";
import type { TopicUsage } from "./usage.ts";

/** Standing topics by the words they need: a document only meets those whose rarest words it holds. */
export interface TopicIndex {
  readonly size: number;
  /** Adds a topic at the end; one with its id is removed. Takes a fraction of a millisecond, however many there are. */
  add(topic: TopicInput): void;
  remove(id: string): void;
  /** Puts the answers in the order of these ids, which are all there are. */
  order(ids: Iterable<string>): void;
  /** The topics that are true, in order. */
  match(document: TopicDocument, source: SourceFacts): FoundTopic[];
  usage(): TopicUsage[];
  /** Ids of the topics that no word leads to, such as `lang:ru`: every document is tried with them. */
  alwaysRun(): string[];
}

export interface TopicIndexOptions {
  readonly stem?: Stemmer | undefined;
  /** Milliseconds from any beginning; without it no time is measured. */
  readonly now?: (() => number) | undefined;
  /** For tests: where the numbering of documents and units begins. */
  readonly firstTick?: number;
  /** For tests: every topic is tried with every document. */
  readonly isExhaustive?: boolean;
}

/** An empty index. Nothing in it grows with the documents it has seen. */
export function createTopicIndex({ stem, now, firstTick, isExhaustive }: TopicIndexOptions = {}): TopicIndex {
  const anchoring = createAnchoring(isExhaustive ?? false);
  const terms = createTerms(stem ?? (() => null), anchoring.addTerm);
  const scene = createScene(terms, firstTick);
  const usage = createUsage(now);
  const topics: (StandingTopic | undefined)[] = [];
  const slots = new Map<string, number>();
  const freeSlots: number[] = [];
  let nextOrder = 0;
  let isTimed = false;
  let meetings = 0;
  /** How many topics have the scope `document`. */
  let wholeCount = 0;
  /** The last unit in which each topic was tried, by slot. */
  let triedIn: Int32Array = new Int32Array(1_024);

  function remove(id: string): void {
    const slot = slots.get(id);
    const topic = topics[slot ?? -1];
    if (slot === undefined || topic === undefined) return;
    anchoring.remove(slot, topic);
    releaseTerms(topic, terms.release);
    slots.delete(id);
    topics[slot] = undefined;
    freeSlots.push(slot);
    if (topic.isWhole) wholeCount--;
  }

  function matchUnit(
    unit: Unit,
    isFor: (topic: StandingTopic) => boolean,
    source: SourceFacts,
    found: Map<number, Finding>,
  ): void {
    enterUnit(scene, unit);
    const { unitTick, documentTick, unitTerms, unitTermCount, titleTerms, titleTermCount } = scene;

    function tryTopic(slot: number): void {
      const last = triedIn[slot] ?? 0;
      const topic = topics[slot];
      if (last === unitTick || topic === undefined || !isFor(topic)) return;
      triedIn[slot] = unitTick;
      if (topic.where !== null && !isAdmitted(topic.where, scene.reading.facts, source)) return;
      if (last < documentTick) usage.countTry(slot);
      const startedMs = isTimed ? usage.now() : 0;
      if (!mayHold(topic.root, scene)) {
        anchoring.noteWaste(slot);
        return;
      }
      const finding = judge(topic, scene, found.get(slot));
      if (isTimed) usage.addTime(slot, usage.now() - startedMs);
      if (finding !== undefined) found.set(slot, finding);
    }

    function tryTopicsUnder(tableOfTerms: Int32Array, count: number): void {
      for (let index = 0; index < count; index++) {
        const pairs = anchoring.topicsUnder(tableOfTerms[index] ?? 0);
        meetings += pairs.length >> 1;
        for (let at = 0; at < pairs.length; at += 2) {
          const guard = pairs[at + 1] ?? -1;
          if (guard < 0 || isPresent(scene, guard)) tryTopic(pairs[at] ?? 0);
        }
      }
    }

    tryTopicsUnder(titleTerms, titleTermCount);
    tryTopicsUnder(unitTerms, unitTermCount);
    for (const slot of anchoring.always) tryTopic(slot);
  }

  return {
    get size() {
      return slots.size;
    },
    add(input) {
      const topic = compileTopic(input, nextOrder++, terms.intern, anchoring.shareOf);
      remove(input.id);
      const slot = freeSlots.pop() ?? topics.length;
      topics[slot] = topic;
      slots.set(input.id, slot);
      triedIn = growIntegers(triedIn, slot + 1);
      triedIn[slot] = 0;
      usage.clear(slot);
      anchoring.add(slot, topic);
      if (topic.isWhole) wholeCount++;
    },
    remove,
    order(ids) {
      for (const id of ids) {
        const topic = topics[slots.get(id) ?? -1];
        if (topic !== undefined) topic.order = nextOrder++;
      }
    },
    match(document, source) {
      if (ticksRunOut(scene)) {
        restartTicks(scene);
        triedIn.fill(0);
      }
      openDocument(scene, document);
      anchoring.observe(scene);
      isTimed = usage.beginDocument();
      meetings = 0;
      const found = new Map<number, Finding>();
      const units = unitsBySection(scene.reading);
      const [only] = units;
      if (only !== undefined && units.length === 1) {
        matchUnit(only, () => true, source, found);
      } else {
        const isSectioned = (topic: StandingTopic): boolean => !topic.isWhole;
        if (wholeCount < slots.size) for (const unit of units) matchUnit(unit, isSectioned, source, found);
        if (wholeCount > 0) matchUnit(wholeUnit(scene.reading), (topic) => topic.isWhole, source, found);
      }
      for (const slot of found.keys()) usage.countHit(slot);
      const words: WordRanges = [];
      const answers = [...found.values()]
        .toSorted((left, right) => left.topic.order - right.topic.order)
        .map((finding) => concludeFinding(finding, scene.reading, words));
      anchoring.improve(topics, meetings);
      return answers;
    },
    usage: () => [...slots].map(([id, slot]) => usage.of(slot, id)),
    alwaysRun() {
      const ids: string[] = [];
      for (const slot of anchoring.always) {
        const topic = topics[slot];
        if (topic?.anchor === null) ids.push(topic.id);
      }
      return ids;
    },
  };
}
