import type { SeenPage } from "@wirewatch/model";
import type { BlockKey } from "./block-key.ts";
import { independentPages } from "./copies.ts";

/** What the articles of a source say about one block. */
export interface BlockEvidence {
  /** Articles that have it, copies of one text counted once. */
  readonly articles: number;
  /** Of these, how many have it with which figures (see `figuresOf`). */
  readonly byFigures: ReadonlyMap<number, number>;
  /** Articles that have it in the first half of their text. */
  readonly early: number;
  /** Share of the source's articles that have it, 0 to 1, counted since it was first seen but over 20 articles if there are so many. */
  readonly share: number;
  /** Articles whose subject it shares, less those whose subject it does not. */
  readonly onTopic: number;
}

/** The blocks that at least two independent articles of a source have. */
export type SharedBlocks = ReadonlyMap<BlockKey, BlockEvidence>;

/** Independent articles that have to have a block before it can be a template. */
export const minArticles = 3;

/** Fewer articles say little about how usual a block is: news on one event come in bursts. */
const minArticlesForShare = 20;

interface Count {
  readonly firstAt: number;
  articles: number;
  early: number;
  onTopic: number;
  readonly byFigures: Map<number, number>;
}

/**
 * Counts in how many independent articles of a source each block is.
 *
 * @param pages articles of one source, each once, oldest first
 * @param known blocks that were learned from articles that are not among `pages` any more
 */
export function sharedBlocks(pages: readonly SeenPage[], known: ReadonlySet<BlockKey> = new Set()): SharedBlocks {
  const independent = independentPages(pages);
  const counts = new Map<BlockKey, Count>();
  for (const [at, { blocks }] of independent.entries()) {
    for (const { key, figures, isEarly, isOnTopic } of blocks) {
      const count = counts.get(key) ?? { firstAt: at, articles: 0, early: 0, onTopic: 0, byFigures: new Map() };
      count.articles++;
      count.early += isEarly ? 1 : 0;
      count.onTopic += isOnTopic === null ? 0 : isOnTopic ? 1 : -1;
      count.byFigures.set(figures, (count.byFigures.get(figures) ?? 0) + 1);
      counts.set(key, count);
    }
  }
  const shared = new Map<BlockKey, BlockEvidence>();
  for (const [key, { firstAt, articles, early, onTopic, byFigures }] of counts) {
    const isKnown = known.has(key);
    if (articles < 2 && !isKnown) continue;
    const outOf = Math.min(independent.length, Math.max(independent.length - firstAt, minArticlesForShare));
    shared.set(key, {
      articles: isKnown ? Math.max(articles, minArticles) : articles,
      early,
      byFigures,
      share: articles / outOf,
      onTopic,
    });
  }
  return shared;
}
