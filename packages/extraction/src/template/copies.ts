import type { SeenPage } from "@wirewatch/model";
import type { BlockKey } from "./block-key.ts";

/** Shares of common words from which two articles are copies: of the longer one, or of the shorter one. */
const minShareOfLonger = 0.6;
const minShareOfShorter = 0.8;

/**
 * The articles that are evidence of their own, in the given order: of several copies of a text (a wire report under
 * several addresses, an updated version) only the longest is left.
 *
 * Copies share 60 % of their blocks by words. A copy is compared with those that are left, not with other copies: a chain of
 * short pages, most of which is template, must not make one article of a whole source.
 */
export function independentPages<P extends SeenPage>(pages: readonly P[]): P[] {
  const sizes = new Map(pages.map((page) => [page, wordsOf(page)]));
  const holders = new Map<BlockKey, P[]>();
  const kept = new Set<P>();
  for (const page of pages.toSorted((a, b) => (sizes.get(b) ?? 0) - (sizes.get(a) ?? 0))) {
    const common = new Map<P, number>();
    for (const { key, words } of page.blocks)
      for (const other of holders.get(key) ?? []) common.set(other, (common.get(other) ?? 0) + words);
    const own = sizes.get(page) ?? 0;
    const isCopy = [...common].some(([other, words]) => areCopies(words, own, sizes.get(other) ?? 0));
    if (isCopy) continue;
    kept.add(page);
    for (const { key } of page.blocks) {
      const known = holders.get(key);
      if (known === undefined) holders.set(key, [page]);
      else known.push(page);
    }
  }
  return pages.filter((page) => kept.has(page));
}

function areCopies(common: number, wordsOfOne: number, wordsOfOther: number): boolean {
  const [shorter, longer] = wordsOfOne < wordsOfOther ? [wordsOfOne, wordsOfOther] : [wordsOfOther, wordsOfOne];
  return longer > 0 && (common >= minShareOfLonger * longer || common >= minShareOfShorter * shorter);
}

function wordsOf({ blocks }: SeenPage): number {
  return blocks.reduce((sum, { words }) => sum + words, 0);
}
