import { findAnchor, orderByRarity } from "./anchors.ts";
import type { Anchor, AnchorKey, ShareOf } from "./anchors.ts";
import { createFrequencies } from "./frequencies.ts";
import { createPostings } from "./postings.ts";
import { growIntegers } from "./integers.ts";
import type { Scene } from "./scene.ts";
import type { StandingTopic } from "./standing-topic.ts";
import type { TermPattern } from "./terms.ts";

/** Keeps each topic under its rarest words, as the stream of articles changes. */
export interface Anchoring {
  readonly shareOf: ShareOf;
  /** Topics that no word leads to, by slot. */
  readonly always: ReadonlySet<number>;
  readonly addTerm: (id: number, pattern: TermPattern) => void;
  add(slot: number, topic: StandingTopic): void;
  remove(slot: number, topic: StandingTopic): void;
  /** Pairs of slot and guard for a term. */
  topicsUnder(term: number): readonly number[];
  /** Counts the words of the scene's document. */
  observe(scene: Scene): void;
  /** Tells that a topic was tried although words that it needs were missing. */
  noteWaste(slot: number): void;
  /**
   * Looks for better anchors of some topics; to be called at the end of each document.
   *
   * @param meetings how many pairs of {@link topicsUnder} the document went through
   */
  improve(topics: readonly (StandingTopic | undefined)[], meetings: number): void;
}

/**
 * All topics are looked at again after so many documents, for by then more is known about the stream; later ones follow
 * whenever as many documents have come again.
 */
const sweeps = [32, 256, 2_048, 8_192];
/** Topics that are looked at after one document: some, more when many were met in vain, and never for over some milliseconds. */
const fewestLooks = 32;
const mostLooks = 800;
const meetingsPerLook = 12;
/** In a sweep topics with rarer anchors than this are passed over, ten of them in the time of one look. */
const rareShare = 0.005;
const passedPerLook = 10;
/** Besides, a topic is looked at when it has been tried in vain so often: a look costs as much as some ten tries. */
const looksAfterWastes: ReadonlySet<number> = new Set([8, 64, 512, 4_096]);
/** A topic is moved when that makes its anchor so much cheaper, so that it does not go back and forth. */
const worthMoving = 0.7;

/** @param isExhaustive for tests: every topic is tried with every document */
export function createAnchoring(isExhaustive: boolean): Anchoring {
  const frequencies = createFrequencies();
  const shareOf: ShareOf = (term) => frequencies.shareOf(term);
  const postings = createPostings();
  const always = new Set<number>();
  let documents = 0;
  // The next slot of the sweep that is going on, if any.
  let sweepAt = Infinity;
  // How often each topic was tried in vain since it was moved, by slot; and those to look at because of it.
  let wastes: Int32Array = new Int32Array(64);
  const wasteful: number[] = [];

  function put(slot: number, topic: StandingTopic, anchor: Anchor | null): void {
    topic.anchor = anchor;
    wastes = growIntegers(wastes, slot + 1);
    wastes[slot] = 0;
    if (anchor === null || isExhaustive) always.add(slot);
    else for (const key of anchor.keys) postings.add(slot, key);
  }

  function takeOut(slot: number, { anchor }: StandingTopic): void {
    always.delete(slot);
    for (const { term } of anchor?.keys ?? []) postings.remove(slot, term);
  }

  function costOf(keys: readonly AnchorKey[]): number {
    let cost = 0;
    for (const { term } of keys) cost += shareOf(term);
    return cost;
  }

  function lookAgain(slot: number, topic: StandingTopic): void {
    const before = topic.anchor;
    const anchor = findAnchor(topic.root, shareOf);
    if (before === null || anchor === null) return;
    const cost = costOf(before.keys);
    const hasSameTerms = before.keys.every(({ term }, index) => anchor.keys[index]?.term === term);
    if (!hasSameTerms && anchor.cost > worthMoving * cost) return;
    takeOut(slot, topic);
    put(slot, topic, anchor);
    orderByRarity(topic.root, shareOf);
  }

  return {
    shareOf,
    always,
    addTerm: (id, pattern) => frequencies.addTerm(id, pattern),
    add(slot, topic) {
      put(slot, topic, findAnchor(topic.root, shareOf));
    },
    remove: takeOut,
    topicsUnder: (term) => postings.of(term),
    observe({ reading, table }) {
      frequencies.beginDocument();
      for (let number = 0; number < reading.wordCount; number++) {
        const word = reading.words[number];
        if (word !== undefined) frequencies.countWord(word.hash);
      }
      for (let index = 0; index < table.presentCount; index++) {
        const term = table.present[index] ?? 0;
        frequencies.countTerm(term);
      }
    },
    noteWaste(slot) {
      const count = (wastes[slot] ?? 0) + 1;
      wastes[slot] = count;
      if (looksAfterWastes.has(count) && wasteful.length < mostLooks) wasteful.push(slot);
    },
    improve(topics, meetings) {
      const looks = Math.min(mostLooks, fewestLooks + Math.floor(meetings / meetingsPerLook));
      const look = (slot: number): void => {
        const topic = topics[slot];
        if (topic !== undefined) lookAgain(slot, topic);
      };
      documents++;
      if (sweeps.includes(documents) || documents % (sweeps.at(-1) ?? 1) === 0) sweepAt = 0;
      for (const slot of wasteful.splice(0, looks)) look(slot);
      wasteful.length = 0;
      for (let left = looks; left > 0 && sweepAt < topics.length; sweepAt++) {
        const keys = topics[sweepAt]?.anchor?.keys ?? [];
        const isFrequent = costOf(keys) > rareShare;
        if (isFrequent) look(sweepAt);
        left -= isFrequent ? 1 : 1 / passedPerLook;
      }
    },
  };
}
