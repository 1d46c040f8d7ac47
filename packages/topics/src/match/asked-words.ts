import type { TermPattern } from "./terms.ts";

/** Tells most words that no query has from their characters alone, before they are looked up. */
export interface AskedWords {
  add(pattern: TermPattern): void;
  /**
   * False: the word that stands in a text from `start` up to `end` fits no pattern that was added. True says nothing; that is the answer
   * for all words with other characters than ASCII, and for any word once a pattern is a stem or there are too many of them.
   */
  mayFit(text: string, start: number, end: number): boolean;
}

/** A power of two; of so many bits a hundred patterns take one in eighty. */
const bits = 1 << 13;
/** With more patterns than these too many words are looked up all the same. */
const maxPatterns = 500;

/** Nothing is ever taken out: it is meant for sets of few topics that live as long as one search. */
export function createAskedWords(): AskedWords {
  const words = new Uint8Array(bits);
  const initials = new Uint8Array(0x80);
  let patterns = 0;
  let isAnyAsked = false;
  return {
    add(pattern) {
      patterns++;
      if (pattern.kind === "stem" || patterns > maxPatterns) isAnyAsked = true;
      else if (pattern.kind === "wildcard") isAnyAsked ||= !markInitial(initials, pattern.wildcard.prefix);
      else words[bitOf(pattern.folded, 0, pattern.folded.length)] = 1;
    },
    mayFit(text, start, end) {
      if (isAnyAsked) return true;
      const bit = bitOf(text, start, end);
      return bit === -1 || words[bit] === 1 || initials[lowerUnit(text.charCodeAt(start))] === 1;
    },
  };
}

/** @returns false when a wildcard begins with anything */
function markInitial(initials: Uint8Array, prefix: string): boolean {
  if (prefix === "") return false;
  const unit = prefix.charCodeAt(0);
  if (unit < 0x80) initials[unit] = 1;
  return true;
}

/** By the letters in lower case, which is all that folding does to ASCII; -1 when there are others. FNV-1a. */
function bitOf(text: string, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let index = start; index < end; index++) {
    const unit = text.charCodeAt(index);
    if (unit > 0x7f) return -1;
    hash = Math.imul(hash ^ lowerUnit(unit), 0x01000193);
  }
  return (hash ^ (hash >>> 15)) & (bits - 1);
}

function lowerUnit(unit: number): number {
  return unit >= 0x41 && unit <= 0x5a ? unit | 0x20 : unit;
}
