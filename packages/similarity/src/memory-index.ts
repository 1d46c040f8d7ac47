import type { Fingerprint } from "./fingerprint.ts";
import { candidateLimits } from "./similarity-index.ts";
import type { SimilarityIndex } from "./similarity-index.ts";
import type { KnownArticle, KnownRevision, KnownText, NewText } from "./verdict.ts";

/** An index in memory, for one process and one run. */
export interface MemoryIndex extends SimilarityIndex {
  /** Remembers a text that was decided on. */
  add(article: NewText, fingerprint: Fingerprint, storyId: string): void;
}

/** Creates an empty index; it grows by about 2 kB and the text itself per article, and forgets nothing. */
export function createMemoryIndex(): MemoryIndex {
  const texts: (KnownRevision & KnownText)[] = [];
  const byUrl = new Map<string, KnownRevision>();
  const byHash = new Map<string, KnownArticle[]>();
  /** Positions in `texts`, ascending. */
  const byKey = new Map<number, number[]>();

  return {
    findRevision: (url) => Promise.resolve(byUrl.get(url) ?? null),
    findExact: (bodyHash, exceptArticleId) =>
      Promise.resolve(byHash.get(bodyHash)?.find(({ articleId }) => articleId !== exceptArticleId) ?? null),
    findCandidates: (keys, exceptArticleId) => {
      const shared = new Map<number, number>();
      for (const key of keys) {
        const latest = byKey.get(key)?.slice(-candidateLimits.articlesPerKey) ?? [];
        for (const position of latest) shared.set(position, (shared.get(position) ?? 0) + 1);
      }
      const found = [...shared]
        .filter(([, count]) => count >= candidateLimits.minSharedKeys)
        .toSorted(([a, countA], [b, countB]) => countB - countA || b - a)
        .flatMap(([position]) => texts[position] ?? [])
        .filter(({ articleId }) => articleId !== exceptArticleId);
      return Promise.resolve(found.slice(0, candidateLimits.articles));
    },
    add: (article, fingerprint, storyId) => {
      const known = { ...article, storyId };
      texts.push(known);
      byUrl.set(article.url, known);
      appendTo(byHash, fingerprint.bodyHash, known);
      for (const key of fingerprint.keys) appendTo(byKey, key, texts.length - 1);
    },
  };
}

function appendTo<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
