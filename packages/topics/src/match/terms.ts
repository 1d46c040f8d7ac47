import type { TokenPattern } from "../query/syntax.ts";
import { lowerToken } from "../text/fold.ts";
import type { AskedWords } from "./asked-words.ts";
import type { WordNode } from "./compiled.ts";
import { createStemIndex } from "./stem-index.ts";
import type { Stemmer } from "./stem-index.ts";
import { createWildcardIndex } from "./wildcard-index.ts";
import { createWordCache, detached, newWord, noTerms } from "./words.ts";
import type { Word } from "./words.ts";

/** What one token of a query stands for; `any` stands for nothing in particular and is no term. */
export type TermPattern = Exclude<TokenPattern, { kind: "any" }>;

/**
 * The distinct tokens of all live queries, numbered from 0. Each query holds a reference; ids of terms that nobody holds
 * are given out again, so tables by id stay small.
 */
export interface Terms {
  /** Ids are below this. */
  readonly idLimit: number;
  /** Words of articles that are remembered, for tests and figures. */
  readonly rememberedWords: number;
  /** Takes a reference. */
  readonly intern: (pattern: TermPattern) => WordNode;
  readonly release: (id: number) => void;
  /** References to a term, and to all of them. */
  referencesOf(id: number): number;
  readonly referenceCount: number;
  patternOf(id: number): TermPattern | undefined;
  /** Sets the language of the words to come: primary subtag in lower case, or null. */
  use(language: string | null): void;
  /** The word that stands in a text from `start` up to `end`, with the terms it fits. */
  read(text: string, start: number, end: number): Word;
  /** Forgets all words of articles. */
  forgetWords(): void;
}

/** Up to so many new terms a known word is compared with one by one; beyond that it is looked up anew. */
const maxCatchUp = 24;
/** Log of added terms; then words are forgotten, which costs each a few microseconds when it comes again. */
const maxLogLength = 100_000;

/**
 * @param onNew told of each term when it gets an id, which another one may have had before
 * @param maxWords words of articles remembered at most
 * @param asked words that it can tell to be in no query are not told apart; null: all words are
 */
export function createTerms(
  stemmer: Stemmer,
  onNew: (id: number, pattern: TermPattern) => void,
  maxWords = 60_000,
  asked: AskedWords | null = null,
): Terms {
  const words = createWordCache(maxWords);
  let unasked = newWord("");
  const patterns: (TermPattern | undefined)[] = [];
  const nodes: WordNode[] = [];
  const references: number[] = [];
  const byKey = new Map<string, number>();
  const exactByFolded = new Map<string, number[]>();
  const wildcards = createWildcardIndex();
  const stems = createStemIndex(stemmer);
  const free: number[] = [];
  // Remembered words may still hold these ids.
  let retired: number[] = [];
  let log: number[] = [];
  let language: string | null = null;
  let referenceCount = 0;

  function forgetWords(): void {
    words.clear();
    unasked = newWord("");
    for (const id of retired) free.push(id);
    retired = [];
    log = [];
  }

  function nodeOf(id: number): WordNode {
    return (nodes[id] ??= { kind: "word", term: id });
  }

  function add(pattern: TermPattern, key: string): WordNode {
    if (log.length >= maxLogLength) forgetWords();
    const id = free.pop() ?? patterns.length;
    patterns[id] = pattern;
    references[id] = 1;
    byKey.set(key, id);
    log.push(id);
    asked?.add(pattern);
    if (pattern.kind === "wildcard") wildcards.add(id, pattern.wildcard);
    if (pattern.kind === "stem") stems.add(id, pattern);
    if (pattern.kind === "exact") {
      const ids = exactByFolded.get(pattern.folded);
      if (ids === undefined) exactByFolded.set(pattern.folded, [id]);
      else ids.push(id);
    }
    onNew(id, pattern);
    return nodeOf(id);
  }

  function lookUp(word: Word): readonly number[] {
    const ids: number[] = [];
    const folded = byKey.get(foldedKey(word.folded));
    if (folded !== undefined) ids.push(folded);
    for (const id of exactByFolded.get(word.folded) ?? []) {
      const pattern = patterns[id];
      if (pattern?.kind === "exact" && pattern.exact === word.exact) ids.push(id);
    }
    wildcards.find(word.folded, ids);
    if (stems.size > 0) stems.find(lowerToken(word.surface), word.folded, ids);
    // A copy has only the memory that it needs.
    return ids.length === 0 ? noTerms : ids.slice();
  }

  /** Compares a remembered word with the terms that were added since; false when looking it up is cheaper. */
  function catchUp(word: Word): boolean {
    if (word.seen === -1 || word.language !== language || log.length - word.seen > maxCatchUp) return false;
    for (let index = word.seen; index < log.length; index++) {
      const pattern = patterns[log[index] ?? -1];
      if (pattern === undefined) continue;
      if (pattern.kind === "folded" && pattern.folded !== word.folded) continue;
      if (pattern.kind === "exact" && pattern.exact !== word.exact) continue;
      return false;
    }
    return true;
  }

  return {
    get idLimit() {
      return patterns.length;
    },
    get rememberedWords() {
      return words.size;
    },
    get referenceCount() {
      return referenceCount;
    },
    referencesOf: (id) => references[id] ?? 0,
    intern(pattern) {
      referenceCount++;
      const key = keyOf(pattern);
      const known = byKey.get(key);
      if (known === undefined) return add(kept(pattern), detached(key));
      references[known] = (references[known] ?? 0) + 1;
      return nodeOf(known);
    },
    release(id) {
      const pattern = patterns[id];
      const left = (references[id] ?? 0) - 1;
      references[id] = left;
      referenceCount--;
      if (pattern === undefined || left > 0) return;
      byKey.delete(keyOf(pattern));
      if (pattern.kind === "wildcard") wildcards.remove(id, pattern.wildcard);
      if (pattern.kind === "stem") stems.remove(id);
      if (pattern.kind === "exact") forgetExact(exactByFolded, pattern.folded, id);
      patterns[id] = undefined;
      retired.push(id);
      if (retired.length > Math.max(1_000, byKey.size / 4)) forgetWords();
    },
    patternOf: (id) => patterns[id],
    use(documentLanguage) {
      language = stems.use(documentLanguage);
    },
    read(text, start, end) {
      if (asked !== null && !asked.mayFit(text, start, end)) return unasked;
      const word = words.find(text, start, end);
      if (word.seen === log.length && word.language === language) return word;
      if (!catchUp(word)) word.terms = lookUp(word);
      word.seen = log.length;
      word.language = language;
      return word;
    },
    forgetWords,
  };
}

function keyOf(pattern: TermPattern): string {
  switch (pattern.kind) {
    case "folded":
      return foldedKey(pattern.folded);
    case "exact":
      return `=${pattern.exact}`;
    case "wildcard":
      return `*${pattern.wildcard.source}`;
    case "stem":
      return `~${pattern.surface} ${pattern.folded}`;
  }
}

/** Tokens never begin with the signs of the other kinds. */
function foldedKey(folded: string): string {
  return folded;
}

/** The pattern without a hold on the text of its query. */
function kept(pattern: TermPattern): TermPattern {
  switch (pattern.kind) {
    case "folded":
      return { kind: "folded", folded: detached(pattern.folded) };
    case "exact":
      return { kind: "exact", exact: detached(pattern.exact), folded: detached(pattern.folded) };
    case "stem":
      return { kind: "stem", surface: detached(pattern.surface), folded: detached(pattern.folded) };
    case "wildcard":
      return pattern;
  }
}

function forgetExact(byFolded: Map<string, number[]>, folded: string, id: number): void {
  const left = (byFolded.get(folded) ?? []).filter((other) => other !== id);
  if (left.length === 0) byFolded.delete(folded);
  else byFolded.set(folded, left);
}
