import { foldToken } from "../text/fold.ts";

/** Stem of a word in a language (primary subtag, lower-case); null when there is no stemmer for the language. */
export type Stemmer = (language: string, word: string) => string | null;

/** A word of a query that stands for all its inflected forms. */
export interface StemPattern {
  /** In lower case, composed. */
  readonly surface: string;
  readonly folded: string;
}

/** Words of queries by their stem, per language of the documents. */
export interface StemIndex {
  readonly size: number;
  add(id: number, pattern: StemPattern): void;
  remove(id: number): void;
  /**
   * Sets the language of the words to come.
   *
   * @returns the language if it has stems and some query wants them, else null: folded forms are compared
   */
  use(language: string | null): string | null;
  /** Appends the ids of those that fit a word, in the language set. `surface` is in lower case, composed. */
  find(surface: string, folded: string, into: number[]): void;
}

/** Languages whose stems are kept; beyond them the one not used for longest is computed again when it comes back. */
const maxLanguages = 40;

/**
 * An empty index. A language's stems are computed when its first document comes: some milliseconds per thousand words.
 *
 * @see WQL 1, section 3 "Stem": without a language or a stemmer for it folded forms are compared
 */
export function createStemIndex(stemmer: Stemmer): StemIndex {
  const patterns = new Map<number, StemPattern>();
  const groups = new Map<string | null, Map<string, Set<number>>>();
  let current: string | null = null;

  function keyOf(language: string | null, { surface, folded }: StemPattern): string {
    const stem = language === null ? null : stemmer(language, surface);
    return stem === null ? folded : foldToken(stem);
  }

  function insert(group: Map<string, Set<number>>, language: string | null, id: number, pattern: StemPattern): void {
    const key = keyOf(language, pattern);
    const ids = group.get(key) ?? new Set<number>();
    group.set(key, ids.add(id));
  }

  function build(language: string | null): Map<string, Set<number>> {
    const group = new Map<string, Set<number>>();
    for (const [id, pattern] of patterns) insert(group, language, id, pattern);
    return group;
  }

  return {
    get size() {
      return patterns.size;
    },
    add(id, pattern) {
      patterns.set(id, pattern);
      for (const [language, group] of groups) insert(group, language, id, pattern);
    },
    remove(id) {
      const pattern = patterns.get(id);
      if (pattern === undefined) return;
      patterns.delete(id);
      for (const [language, group] of groups) {
        const key = keyOf(language, pattern);
        const ids = group.get(key);
        ids?.delete(id);
        if (ids?.size === 0) group.delete(key);
      }
    },
    use(language) {
      current = null;
      if (patterns.size === 0) return null;
      // Asked with any word: hostile documents name languages that do not exist, and each would get a group.
      if (language !== null && stemmer(language, "a") !== null) current = language;
      const group = groups.get(current) ?? build(current);
      groups.delete(current);
      groups.set(current, group);
      const [oldest] = groups.keys();
      if (groups.size > maxLanguages && oldest !== undefined) groups.delete(oldest);
      return current;
    },
    find(surface, folded, into) {
      if (patterns.size === 0) return;
      const ids = groups.get(current)?.get(keyOf(current, { surface, folded }));
      if (ids !== undefined) for (const id of ids) into.push(id);
    },
  };
}
