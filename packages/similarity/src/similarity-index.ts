import type { Fingerprint } from "./fingerprint.ts";
import type { KnownArticle, KnownRevision, KnownText, NewText, VerdictFacts } from "./verdict.ts";

/**
 * What is known about earlier texts. PostgreSQL implements it in the pipeline, memory in the `dedupe` command.
 *
 * A concurrent writer must hold `lockKeys` over look-up and insert, and look up in a statement of its own after locking.
 */
export interface SimilarityIndex {
  /** The text last read at a canonical URL, before the revision in question; null for a new URL. */
  findRevision(url: string): Promise<KnownRevision | null>;
  /** The earliest article with this body hash, other than `exceptArticleId`. */
  findExact(bodyHash: string, exceptArticleId: string): Promise<KnownArticle | null>;
  /**
   * At most `candidateLimits.articles` articles other than `exceptArticleId` that share at least
   * `candidateLimits.minSharedKeys` keys, most shared first.
   */
  findCandidates(keys: readonly number[], exceptArticleId: string): Promise<readonly KnownText[]>;
}

/** Bounds on the look-up by keys; without a bound per key a single stock phrase decides the cost. */
export const candidateLimits = {
  minSharedKeys: 2,
  articles: 10,
  /** Articles looked at per key, the latest ones. */
  articlesPerKey: 64,
} as const;

/**
 * Reads the facts of a verdict, in the order of its layers, and stops at the first that decides. A body without a word
 * is not looked up: nothing makes two of them one.
 */
export async function gatherFacts(
  index: SimilarityIndex,
  article: NewText,
  { keys, shingleCount }: Fingerprint,
): Promise<VerdictFacts> {
  const sameUrlRevision = await index.findRevision(article.url);
  const facts = { article, sameUrlRevision, exact: null, candidates: [] };
  if (sameUrlRevision !== null || shingleCount === 0) return facts;
  const exact = await index.findExact(article.bodyHash, article.articleId);
  if (exact !== null) return { ...facts, exact };
  return { ...facts, candidates: await index.findCandidates(keys, article.articleId) };
}
