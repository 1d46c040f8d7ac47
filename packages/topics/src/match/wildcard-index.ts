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

/** An empty index. */
export function createWildcardIndex(): WildcardIndex {
  const byPrefix = new Map<string, Map<number, Wildcard>>();
  return {
    add(id, wildcard) {
      const prefix = indexedPrefix(wildcard);
      const group = byPrefix.get(prefix) ?? new Map<number, Wildcard>();
      byPrefix.set(prefix, group.set(id, wildcard));
    },
    remove(id, wildcard) {
      const prefix = indexedPrefix(wildcard);
      const group = byPrefix.get(prefix);
      group?.delete(id);
      if (group?.size === 0) byPrefix.delete(prefix);
    },
    find(folded, into) {
      if (byPrefix.size === 0) return;
      const steps = { left: stepsPerToken };
      for (let length = Math.min(maxPrefixLength, folded.length); length >= 2; length--) {
        const group = byPrefix.get(folded.slice(0, length));
        if (group === undefined) continue;
        for (const [id, wildcard] of group) if (fitsWildcard(wildcard, folded, steps)) into.push(id);
      }
    },
  };
}

function indexedPrefix({ prefix }: Wildcard): string {
  return prefix.slice(0, maxPrefixLength);
}
