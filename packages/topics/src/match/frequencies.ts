import type { TermPattern } from "./terms.ts";
import { hashOf } from "./words.ts";

/**
 * In what share of the articles of the live stream a term occurs. Counts are of the last few thousand articles: they are
 * halved now and then. Memory is bounded by the number of live terms; words that no query has are only in a sketch.
 */
export interface Frequencies {
  /** Begins a document; its words and terms are counted once each. */
  beginDocument(): void;
  countWord(hash: number): void;
  countTerm(id: number): void;
  /** Makes room for a new term; what was counted under its id before is forgotten. */
  addTerm(id: number, pattern: TermPattern): void;
  /** Estimated share of articles, over 0. */
  shareOf(id: number): number;
}

/** Documents after which all counts are halved: the sample is the last 4,000 to 8,000 articles, at 1,000 topics and at 100,000. */
const maxDocuments = 8_192;
/** How many documents the guess by length weighs against the counts. */
const guessWeight = 8;
const sketchWidth = 1 << 16;
/** Sets of topics that only ever see a few documents go without the sketch. */
const sketchedFrom = 8;

export function createFrequencies(): Frequencies {
  let documents = 0;
  let counts = new Float32Array(1_024);
  let guesses = new Float32Array(1_024);
  // Count-min with two rows: never too small, and too large only where both rows collide.
  let upper = new Float32Array(0);
  let lower = new Float32Array(0);

  return {
    beginDocument() {
      documents++;
      if (documents === sketchedFrom) {
        upper = new Float32Array(sketchWidth);
        lower = new Float32Array(sketchWidth);
      }
      if (documents < maxDocuments) return;
      documents /= 2;
      for (const table of [counts, upper, lower]) {
        for (let index = 0; index < table.length; index++) table[index] = (table[index] ?? 0) / 2;
      }
    },
    countWord(hash) {
      if (upper.length === 0) return;
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
        guesses = grown(guesses, id);
      }
      guesses[id] = guessShare(pattern);
      const isWord = pattern.kind === "folded" || pattern.kind === "exact";
      const hash = isWord ? hashOf(pattern.folded) : 0;
      const sketched = Math.min(upper[hash >>> 16] ?? 0, lower[hash & 0xffff] ?? 0);
      counts[id] = isWord ? sketched : guessShare(pattern) * documents;
    },
    shareOf: (id) => ((counts[id] ?? 0) + guessWeight * (guesses[id] ?? 1)) / (documents + guessWeight),
  };
}

/**
 * Without counts a word's length stands in for its rarity; a wildcard stands for many words, a stem for a few, and
 * words in capitals are rarer than those in any case.
 */
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
