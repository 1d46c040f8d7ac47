import type { Wildcard } from "../query/syntax.ts";
import { fitsWildcard, stepsPerToken } from "./wildcard.ts";

/** Longest prefix by which wildcards are found, in UTF-16 units: a word is looked up once per length. */
const maxPrefixLength = 6;

/** Wildcards by their beginning, so that a word is compared with few of them. */
export interface WildcardIndex {
  add(id: number, wildcard: Wildcard): void;
  remove(id: number, wildcard: Wildcard): void;
  /** Appends the ids of those that a folded word fits. */
  find(folded: string, into: number[]): void;
}

/**
 * An empty index. Prefixes are known by a number, which is had for each length of a word's beginning without cutting it out;
 * the wildcards of two prefixes with the same number stand together, and each is compared anyway.
 */
export function createWildcardIndex(): WildcardIndex {
  const byPrefix = new Map<number, Map<number, Wildcard>>();
  return {
    add(id, wildcard) {
      const key = keyOf(wildcard);
      const group = byPrefix.get(key) ?? new Map<number, Wildcard>();
      byPrefix.set(key, group.set(id, wildcard));
    },
    remove(id, wildcard) {
      const key = keyOf(wildcard);
      const group = byPrefix.get(key);
      group?.delete(id);
      if (group?.size === 0) byPrefix.delete(key);
    },
    find(folded, into) {
      if (byPrefix.size === 0) return;
      const steps = { left: stepsPerToken };
      const end = Math.min(maxPrefixLength, folded.length);
      let key = 0;
      for (let length = 1; length <= end; length++) {
        key = extendKey(key, folded.charCodeAt(length - 1));
        const group = byPrefix.get(key);
        if (group === undefined) continue;
        for (const [id, wildcard] of group) if (fitsWildcard(wildcard, folded, steps)) into.push(id);
      }
    },
  };
}

function keyOf({ prefix }: Wildcard): number {
  let key = 0;
  for (let index = 0; index < Math.min(maxPrefixLength, prefix.length); index++) {
    key = extendKey(key, prefix.charCodeAt(index));
  }
  return key;
}

/** Small numbers are quickest to look up. */
function extendKey(key: number, unit: number): number {
  return (Math.imul(key, 0x01000193) ^ unit) & 0x3fff_ffff;
}
