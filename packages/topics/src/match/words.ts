import { exactToken, foldToken } from "../text/fold.ts";

/** A token of a text as written, and what is known about it: kept from one article to the next. */
export interface Word {
  // What is read for every word of every document stands together.
  readonly surface: string;
  /** In the same bucket of the cache. */
  next: Word | undefined;
  /** Terms added until then are in `terms`. */
  seen: number;
  language: string | null;
  /** Document in which it was met last, and its number there. */
  tick: number;
  local: number;
  /** Ids of the terms it fits; those of stems in `language`. */
  terms: readonly number[];
  /** Of the folded form, for counting. */
  readonly hash: number;
  readonly folded: string;
  readonly exact: string;
}

/** The terms of most words of most articles. */
export const noTerms: readonly number[] = [];

/** Words of recent articles by their surface; never more than a fixed number of them. */
export interface WordCache {
  readonly size: number;
  /** The word that stands in a text from `start` up to `end`, made anew when it is not known (any more). */
  find(text: string, start: number, end: number): Word;
  clear(): void;
}

/** Longer ones are not kept: they hardly come twice, and a hostile text has as many as it likes. In UTF-16 units. */
const maxKeptLength = 48;

/**
 * A hash table of its own, for it compares with the text in place: cutting each word out to look it up in a `Map` takes
 * longer than everything else that is done with it.
 *
 * @param maxWords words that are kept at most; when there are more, all are forgotten, and those still in use come back
 */
export function createWordCache(maxWords: number): WordCache {
  let buckets: (Word | undefined)[] = [];
  let size = 0;

  function clear(): void {
    buckets = emptyBuckets();
    size = 0;
  }

  function keep(surface: string, bucket: number): Word {
    if (size >= maxWords) clear();
    const word = newWord(surface);
    word.next = buckets[bucket];
    buckets[bucket] = word;
    size++;
    return word;
  }

  clear();
  return {
    get size() {
      return size;
    },
    find(text, start, end) {
      const length = end - start;
      if (length > maxKeptLength) return newWord(text.slice(start, end));
      let hash = 0;
      for (let index = start; index < end; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
      const bucket = (hash ^ (hash >>> 15)) & (bucketCount - 1);
      for (let word = buckets[bucket]; word !== undefined; word = word.next) {
        const { surface } = word;
        if (surface.length !== length) continue;
        let index = 0;
        while (index < length && surface.charCodeAt(index) === text.charCodeAt(start + index)) index++;
        if (index === length) return word;
      }
      return keep(detached(text.slice(start, end)), bucket);
    },
    clear,
  };
}

/** A power of two; with 60,000 words most buckets hold one or two. */
const bucketCount = 1 << 15;

/** Grown by adding, which takes a tenth of the time that `Array.from` does. */
function emptyBuckets(): (Word | undefined)[] {
  const buckets: (Word | undefined)[] = [];
  for (let index = 0; index < bucketCount; index++) buckets.push(undefined);
  return buckets;
}

/** A word that nothing is known about yet. */
export function newWord(surface: string): Word {
  const folded = foldToken(surface);
  return {
    surface,
    next: undefined,
    seen: -1,
    language: null,
    tick: 0,
    local: 0,
    terms: noTerms,
    hash: hashOf(folded),
    folded,
    exact: exactToken(surface),
  };
}

/** The same characters in memory of their own: a slice would keep the whole text alive. */
export function detached(text: string): string {
  return ` ${text}`.slice(1);
}

/** FNV-1a, 32 bits, signed: such numbers need no memory of their own. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash;
}
