import type { TopicDocument } from "@wirewatch/model";
import { createAnchoring } from "./anchoring.ts";
import { noGuard } from "./anchors.ts";
import { createAskedWords } from "./asked-words.ts";
import { concludeFinding, judge } from "./judge.ts";
import type { WordRanges } from "./highlights.ts";
import type { Finding, FoundTopic } from "./judge.ts";
import { createPrograms } from "./programs.ts";
import { createScene, enterUnit, openDocument, restartTicks, ticksRunOut } from "./scene.ts";
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
  /**
   * Adds topics at the end; those with their ids are removed. Takes a fraction of a millisecond for one, however many there
   * are; many are best added at once, for then it is known which words they share.
   */
  add(topics: readonly TopicInput[]): void;
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
  /**
   * For few topics that are asked about many articles at once and then forgotten: only words that may be in a query are told apart, and it is
   * not learnt how frequent the others are.
   */
  readonly isShortLived?: boolean;
  /** For tests: where the numbering of documents and units begins. */
  readonly firstTick?: number;
  /** For tests: every topic is tried with every document. */
  readonly isExhaustive?: boolean;
}

type IsFor = (topic: StandingTopic) => boolean;

/** An empty index. Nothing in it grows with the documents it has seen. */
export function createTopicIndex(options: TopicIndexOptions = {}): TopicIndex {
  const { stem, now, firstTick, isExhaustive, isShortLived = false } = options;
  const programs = createPrograms();
  const popularity = { referencesOf: (term: number) => terms.referencesOf(term), total: () => terms.referenceCount };
  const anchoring = createAnchoring(programs, popularity, isExhaustive ?? false);
  const terms = createTerms(
    stem ?? (() => null),
    anchoring.addTerm,
    undefined,
    isShortLived ? createAskedWords() : null,
  );
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

  function remove(id: string): void {
    const slot = slots.get(id);
    const topic = topics[slot ?? -1];
    if (slot === undefined || topic === undefined) return;
    anchoring.remove(topic);
    releaseTerms(topic, terms.release);
    slots.delete(id);
    topics[slot] = undefined;
    freeSlots.push(slot);
    if (topic.isWhole) wholeCount--;
  }

  /** Gives a topic a place, but nothing that leads to it. */
  function enlist(input: TopicInput): number {
    const topic = compileTopic(input, nextOrder++, terms.intern);
    remove(input.id);
    const slot = freeSlots.pop() ?? topics.length;
    topics[slot] = topic;
    slots.set(input.id, slot);
    usage.clear(slot);
    if (topic.isWhole) wholeCount++;
    return slot;
  }

  /** Decides a topic of which all the words that it needs are there. */
  function decide(slot: number, isFor: IsFor, source: SourceFacts, found: Map<number, Finding>): void {
    const topic = topics[slot];
    if (topic === undefined || !isFor(topic)) return;
    if (topic.where !== null && !isAdmitted(topic.where, scene.reading.facts, source)) return;
    usage.countTry(slot);
    const startedMs = isTimed ? usage.now() : 0;
    const finding = judge(topic, scene, found.get(slot));
    if (isTimed) usage.addTime(slot, usage.now() - startedMs);
    if (finding !== undefined) found.set(slot, finding);
  }

  function matchUnit(unit: Unit, isFor: IsFor, source: SourceFacts, found: Map<number, Finding>): void {
    enterUnit(scene, unit);
    const { clues, clueCount, stamps, unitTick } = scene;
    const { from, to, pairs } = anchoring.postings;
    for (let index = 0; index < clueCount; index++) {
      const clue = clues[index] ?? 0;
      const end = to[clue] ?? 0;
      const start = from[clue] ?? 0;
      if (start === end) continue;
      meetings += (end - start) >> 1;
      anchoring.noteVisit(clue);
      for (let at = start; at < end; at += 2) {
        const guard = pairs[at + 1] ?? noGuard;
        if (guard !== noGuard && stamps[guard] !== unitTick) continue;
        const program = pairs[at] ?? 0;
        if (programs.admits(program, stamps, unitTick)) decide(programs.slotOf(program), isFor, source, found);
      }
    }
    for (const { program } of anchoring.always) {
      if (programs.admits(program, stamps, unitTick)) decide(programs.slotOf(program), isFor, source, found);
    }
  }

  return {
    get size() {
      return slots.size;
    },
    add(inputs) {
      const taken = inputs.map(enlist);
      for (const slot of taken) {
        const topic = topics[slot];
        // A later one with the same id has the place now, or has been there.
        if (topic !== undefined && topic.program === -1) anchoring.add(topic, slot);
      }
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
        programs.forgetTicks(topics.flatMap((topic) => topic?.program ?? []));
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
      for (const topic of anchoring.always) if (topic.anchor === null) ids.push(topic.id);
      return ids;
    },
  };
}
