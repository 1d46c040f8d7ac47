import { findAnchor, orderByRarity } from "./anchors.ts";
import type { AnchorKey, ShareOf } from "./anchors.ts";
import { isTitleClue, termOf } from "./clues.ts";
import { createFrequencies } from "./frequencies.ts";
import type { Popularity } from "./frequencies.ts";
import { createPostings } from "./postings.ts";
import type { Postings } from "./postings.ts";
import type { Programs } from "./programs.ts";
import type { Scene } from "./scene.ts";
import type { StandingTopic } from "./standing-topic.ts";
import type { TermPattern } from "./terms.ts";

/** Keeps each topic under its rarest words, as the stream of articles changes. */
export interface Anchoring {
  readonly shareOf: ShareOf;
  /** Topics that no word leads to. */
  readonly always: ReadonlySet<StandingTopic>;
  /** Where the others are found: topics by their program. */
  readonly postings: Postings;
  readonly addTerm: (id: number, pattern: TermPattern) => void;
  /** @param slot the topic's place among those given to {@link improve} */
  add(topic: StandingTopic, slot: number): void;
  /** A topic that was never added is left alone. */
  remove(topic: StandingTopic): void;
  /** Counts the words of the scene's document. */
  observe(scene: Scene): void;
  /** To be called for each clue whose postings were walked. */
  noteVisit(clue: number): void;
  /**
   * Looks for better anchors of some topics; to be called at the end of each document.
   *
   * @param meetings how many pairs of the postings the document went through
   */
  improve(topics: readonly (StandingTopic | undefined)[], meetings: number): void;
}

/*
 * The topics under a clue are looked at again when it has come 8 times, 64 times and so on: what comes is frequent, and more
 * is known about the stream each time. Under rare words nothing is ever looked at, so a settled set costs nothing.
 */

/** Nothing is won by looking under a clue that is rarer than this: a look costs as much as some hundred tries. */
const worthReviewing = 0.03;
/** Topics that are looked at after one document: some, more when many were met, and never for over some milliseconds. */
const fewestLooks = 32;
const mostLooks = 800;
const meetingsPerLook = 12;
/** A topic is moved when that makes its anchor so much cheaper, so that it does not go back and forth. */
const worthMoving = 0.7;
/** One word of an article in so many comes in its title, too. */
const wordsPerTitleWord = 8;

/** @param isExhaustive for tests: every topic is tried with every document */
export function createAnchoring(programs: Programs, popularity: Popularity, isExhaustive: boolean): Anchoring {
  const frequencies = createFrequencies(popularity);
  const shareOf: ShareOf = (clue) => {
    const share = frequencies.shareOf(termOf(clue));
    return isTitleClue(clue) ? share / wordsPerTitleWord : share;
  };
  const postings = createPostings();
  const always = new Set<StandingTopic>();
  // Clues whose topics are to be looked at; `reviewAt` goes down through the pairs of the first.
  let reviews: number[] = [];
  let reviewAt = -1;

  function put(topic: StandingTopic): void {
    if (topic.anchor === null || isExhaustive) always.add(topic);
    else for (const key of topic.anchor.keys) postings.add(topic.program, key);
  }

  function takeOut(topic: StandingTopic): void {
    always.delete(topic);
    for (const { clue } of topic.anchor?.keys ?? []) postings.remove(topic.program, clue);
  }

  function lookAgain(topic: StandingTopic): void {
    const before = topic.anchor;
    const anchor = findAnchor(topic.root, shareOf);
    if (before === null || anchor === null || haveSameKeys(before.keys, anchor.keys)) return;
    if (!haveSameClues(before.keys, anchor.keys) && anchor.cost > worthMoving * costOf(before.keys, shareOf)) return;
    takeOut(topic);
    topic.anchor = anchor;
    put(topic);
    orderByRarity(topic.root, shareOf);
    programs.rewrite(topic.program, topic.root);
  }

  /** The pair to look at next, of the clue that is first in line; -1 when that is done. */
  function nextPair(clue: number): number {
    const [from, to] = [postings.from[clue] ?? 0, postings.to[clue] ?? 0];
    // From the end on: a topic that leaves is replaced by one that has been looked at.
    const length = reviewAt === -1 ? to - from : Math.min(reviewAt, to - from);
    reviewAt = length - 2;
    return length < 2 ? -1 : from + reviewAt;
  }

  return {
    shareOf,
    always,
    postings,
    addTerm(id, pattern) {
      frequencies.addTerm(id, pattern);
      for (const clue of [2 * id, 2 * id + 1]) postings.reset(clue);
    },
    add(topic, slot) {
      orderByRarity(topic.root, shareOf);
      topic.program = programs.add(topic.root, slot);
      topic.anchor = findAnchor(topic.root, shareOf);
      put(topic);
    },
    remove(topic) {
      if (topic.program === -1) return;
      takeOut(topic);
      programs.remove(topic.program);
    },
    observe({ reading, table }) {
      frequencies.beginDocument();
      if (frequencies.isSketching) {
        for (let number = 0; number < reading.wordCount; number++) {
          const word = reading.words[number];
          if (word !== undefined) frequencies.countWord(word.hash);
        }
      }
      for (let index = 0; index < table.presentCount; index++) frequencies.countTerm(table.present[index] ?? 0);
    },
    noteVisit(clue) {
      if (isReview(postings.visit(clue)) && shareOf(clue) > worthReviewing) reviews.push(clue);
    },
    improve(topics, meetings) {
      let left = Math.min(mostLooks, fewestLooks + Math.floor(meetings / meetingsPerLook));
      let done = 0;
      for (let clue = reviews[0]; clue !== undefined && left > 0; clue = reviews[done]) {
        const pair = nextPair(clue);
        if (pair === -1) {
          reviewAt = -1;
          done++;
          continue;
        }
        const topic = topics[programs.slotOf(postings.pairs[pair] ?? 0)];
        if (topic !== undefined) lookAgain(topic);
        left--;
      }
      if (done > 0) reviews = reviews.slice(done);
    },
  };
}

/** True for 8, 64, 512 … */
function isReview(visits: number): boolean {
  const isPowerOfTwo = (visits & (visits - 1)) === 0;
  return isPowerOfTwo && visits > 1 && Math.clz32(visits) % 3 === 1;
}

function haveSameClues(left: readonly AnchorKey[], right: readonly AnchorKey[]): boolean {
  return left.length === right.length && left.every(({ clue }, index) => right[index]?.clue === clue);
}

function haveSameKeys(left: readonly AnchorKey[], right: readonly AnchorKey[]): boolean {
  return haveSameClues(left, right) && left.every(({ guard }, index) => right[index]?.guard === guard);
}

function costOf(keys: readonly AnchorKey[], shareOf: ShareOf): number {
  return keys.reduce((sum, { clue }) => sum + shareOf(clue), 0);
}
