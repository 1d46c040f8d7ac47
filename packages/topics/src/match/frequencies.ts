import type { TermPattern } from "./terms.ts";
import { hashOf } from "./words.ts";

/**
 * In what share of the articles of the live stream a term occurs. Counts are of the last few thousand articles: they are
 * halved now and then. Memory is bounded by the number of live terms; words that no query has are only in a sketch.
 */
export interface Frequencies {
  /** Begins a document; its terms are counted once each, and its words while {@link isSketching}. */
  beginDocument(): void;
  readonly isSketching: boolean;
  countWord(hash: number): void;
  countTerm(id: number): void;
  /** Makes room for a new term; what was counted under its id before is forgotten. */
  addTerm(id: number, pattern: TermPattern): void;
  /** Estimated share of articles, over 0. */
  shareOf(id: number): number;
}

/** How often queries have a term, and how many terms they have together. */
export interface Popularity {
  readonly referencesOf: (id: number) => number;
  readonly total: () => number;
}

/** Documents after which all counts are halved: the sample is the last 4,000 to 8,000 articles, at 1,000 topics and at 100,000. */
const maxDocuments = 8_192;
/** How many documents the guess weighs against the counts. */
const guessWeight = 8;
/** How many words of queries the length of a word weighs against its popularity. */
const lengthWeight = 500;
/** Distinct words of an article: so much likelier a word is to be in it than to be any one word. */
const wordsPerArticle = 100;
const mostFrequent = 0.6;
const sketchWidth = 1 << 16;
/** Every so many documents their words are put into the sketch; sets that only ever see a few go without it. */
const sketchedOneIn = 4;
const sketchedFrom = 8;

export function createFrequencies({ referencesOf, total }: Popularity): Frequencies {
  let documents = 0;
  let begun = 0;
  let sketched = 0;
  let isSketching = false;
  let counts = new Float32Array(1_024);
  let lengths = new Float32Array(1_024);
  // Count-min with two rows: never too small, and too large only where both rows collide.
  let upper = new Float32Array(0);
  let lower = new Float32Array(0);

  /**
   * Without counts a word's length stands in for its rarity, and so does how many queries have it: people ask for the words
   * that are written. A word of one query says nothing yet.
   */
  function guessOf(id: number): number {
    const others = Math.max(0, referencesOf(id) - 1);
    const guess = (lengthWeight * (lengths[id] ?? 1) + wordsPerArticle * others) / (lengthWeight + total());
    return Math.min(mostFrequent, guess);
  }

  function halve(): void {
    documents /= 2;
    sketched /= 2;
    for (const table of [counts, upper, lower]) {
      for (let index = 0; index < table.length; index++) table[index] = (table[index] ?? 0) / 2;
    }
  }

  return {
    get isSketching() {
      return isSketching;
    },
    beginDocument() {
      documents++;
      begun++;
      if (documents >= maxDocuments) halve();
      isSketching = begun >= sketchedFrom && begun % sketchedOneIn === 0;
      if (!isSketching) return;
      sketched++;
      if (upper.length > 0) return;
      upper = new Float32Array(sketchWidth);
      lower = new Float32Array(sketchWidth);
    },
    countWord(hash) {
      const high = hash >>> 16;
      const low = hash & 0xffff;
      upper[high] = (upper[high] ?? 0) + 1;
      lower[low] = (lower[low] ?? 0) + 1;
    },
    countTerm(id) {
      counts[id] = (counts[id] ?? 0) + 1;
    },
    addTerm(id, pattern) {
      if (id >= counts.length) {
        counts = grown(counts, id);
        lengths = grown(lengths, id);
      }
      lengths[id] = guessShare(pattern);
      const isWord = pattern.kind === "folded" || pattern.kind === "exact";
      const hash = isWord ? hashOf(pattern.folded) : 0;
      const met = Math.min(upper[hash >>> 16] ?? 0, lower[hash & 0xffff] ?? 0);
      counts[id] = isWord ? met * (documents / Math.max(1, sketched)) : guessShare(pattern) * documents;
    },
    shareOf: (id) => ((counts[id] ?? 0) + guessWeight * guessOf(id)) / (documents + guessWeight),
  };
}

/** A wildcard stands for many words, a stem for a few, and words in capitals are rarer than those in any case. */
function guessShare(pattern: TermPattern): number {
  switch (pattern.kind) {
    case "folded":
      return guessByLength(pattern.folded.length);
    case "stem":
      return Math.min(1, 1.5 * guessByLength(pattern.folded.length));
    case "exact":
      return guessByLength(pattern.folded.length) / 2;
    case "wildcard":
      return Math.min(1, 4 * guessByLength(pattern.wildcard.prefix.length + 1));
  }
}

function guessByLength(length: number): number {
  return 0.6 * 0.7 ** Math.min(length, 16);
}

function grown(table: Float32Array<ArrayBuffer>, id: number): Float32Array<ArrayBuffer> {
  const larger = new Float32Array(Math.max(id + 1, 2 * table.length));
  larger.set(table);
  return larger;
}
