import { rarityAmong } from "./common-terms.ts";
import { emptyWordsIn, isEmptyPair } from "./empty-words.ts";
import { maxStoryTerms } from "./story-terms.ts";
import type { StoryTerms } from "./story-terms.ts";

/** A story that an article might belong to. */
export interface StoryCandidate {
  readonly storyId: string;
  /** Centroid: what its canonical articles have in common, as `joinStory` left it. */
  readonly terms: StoryTerms;
  /** Canonical articles in it, copies not counted. */
  readonly articles: number;
  /** When its latest article was published, else seen; ISO 8601. Null when unknown. */
  readonly lastAt: string | null;
}

/** How frequent terms are in the texts seen so far, the one at hand included. */
export interface SeenTerms {
  readonly texts: number;
  /** Texts that have the term among theirs. */
  readonly of: (term: string) => number;
}

/** The story of an article that is no copy of another. `score` is the cosine, 0 to 1; `why` is a sentence for people. */
export type StoryChoice =
  | { readonly kind: "join"; readonly storyId: string; readonly score: number; readonly why: string }
  | { readonly kind: "new" };

/** An event is news for days: articles further apart are two events, such as a verdict and the crime. */
export const storyWindowMs = 72 * 60 * 60 * 1_000;

/**
 * Least cosine between an article and a story. Chosen on 654 articles of ECB+ and Giveme5W1H in stream order, alone, among
 * 5,051 others and shuffled: from .26 to .32 B³ differs by .015; lower, different events of one kind run together.
 */
const minScore = 0.3;

/**
 * The same of telling terms alone, their rarity by the texts of others. It keeps apart what the first texts of a store have in common: of 36
 * texts of the demo, 19 pairs of different events were one story, 353 while nothing was counted; now none. Among many texts it changes nothing.
 */
const minTellingScore = 0.3;

/**
 * Telling terms of a text and a story in common, at least. Two of a text of one line say nothing about an event. On the development set it changes no story.
 */
const minSharedTerms = 4;

/** Terms that a reason names. */
const namedTerms = 5;

/**
 * Rarity of a term, the same formula for everybody who calls `chooseStory`.
 *
 * The documents added count for a stream that has just begun, when nearly every term is rare: with 200 of them B³ of the
 * first 654 articles is .897, with none .868 at the best threshold; after 5,000 articles they no longer matter.
 *
 * @param documents canonical articles seen, the one at hand included
 * @param withTerm how many of them have the term among theirs
 */
export function storyIdf(documents: number, withTerm: number): number {
  return Math.log((Math.max(documents, withTerm) + 201) / (withTerm + 1));
}

/**
 * The story whose centroid is nearest to an article, if it is near enough and not older than 72 hours. Pure; candidates
 * outside the window may be given. Times that are not known do not keep apart.
 *
 * @param seenTerms texts in the language of the article, or all where it is not known
 */
export function chooseStory(
  { terms, at }: { readonly terms: StoryTerms; readonly at: string | null },
  candidates: readonly StoryCandidate[],
  seenTerms: SeenTerms,
): StoryChoice {
  const seen = remembered(seenTerms);
  const rarity = (term: string): number => storyIdf(seen.texts, seen.of(term));
  const length = lengthOf(terms, rarity);
  const isTelling = tellingTerms(terms);
  const telling = onlyTelling(terms, isTelling);
  let best: { readonly story: StoryCandidate; readonly score: number } | null = null;
  for (const story of candidates) {
    if (!isWithinWindow(at, story.lastAt) || countShared(telling, story.terms) < minSharedTerms) continue;
    const score = productOf(terms, story.terms, rarity) / (length * lengthOf(story.terms, rarity));
    if (score < minScore || (best !== null && score <= best.score)) continue;
    if (tellingScore(telling, { ...story, terms: onlyTelling(story.terms, isTelling) }, seen) >= minTellingScore)
      best = { story, score };
  }
  if (best === null) return { kind: "new" };
  const { story, score } = best;
  return {
    kind: "join",
    storyId: story.storyId,
    score: Math.min(1, score),
    why: reasonOf(telling, story, score, rarity),
  };
}

/**
 * A story's centroid with one more canonical article in it: the mean of its articles' terms, the weightiest 100 of them.
 *
 * @param terms the centroid so far; empty for a new story
 * @param articles canonical articles in it so far
 */
export function joinStory(terms: StoryTerms, article: StoryTerms, articles: number): StoryTerms {
  if (terms.size === 0 || articles <= 0) return article;
  const sums = new Map<string, number>();
  for (const [term, weight] of terms) sums.set(term, (weight * articles) / (articles + 1));
  for (const [term, weight] of article) sums.set(term, (sums.get(term) ?? 0) + weight / (articles + 1));
  const kept = [...sums].toSorted(([a, weightA], [b, weightB]) => weightB - weightA || (a < b ? -1 : 1));
  return new Map(kept.slice(0, maxStoryTerms));
}

/** Are two instants at most 72 hours apart? An unknown one is near to all. */
export function isWithinWindow(a: string | null, b: string | null): boolean {
  if (a === null || b === null) return true;
  const distanceMs = Math.abs(Date.parse(a) - Date.parse(b));
  return Number.isNaN(distanceMs) || distanceMs <= storyWindowMs;
}

/** The caller's counts may be a look-up: each term is asked for once. */
function remembered({ texts, of }: SeenTerms): SeenTerms {
  const known = new Map<string, number>();
  return {
    texts,
    of(term) {
      const count = known.get(term) ?? of(term);
      known.set(term, count);
      return count;
    },
  };
}

/** Which terms say something about an event, in the language of these. */
function tellingTerms(terms: StoryTerms): (term: string) => boolean {
  const empty = emptyWordsIn([...terms.keys()].map((term) => [term, 1]));
  return (term) => !empty.has(term) && !isEmptyPair(term);
}

function onlyTelling(terms: StoryTerms, isTelling: (term: string) => boolean): StoryTerms {
  return new Map([...terms].filter(([term]) => isTelling(term)));
}

/** Cosine with rarity by the texts that are neither the article nor in the story. */
function tellingScore(terms: StoryTerms, story: StoryCandidate, seen: SeenTerms): number {
  const others = Math.max(0, seen.texts - 1 - story.articles);
  const rarity = (term: string): number => {
    const own = Number(terms.has(term)) + (story.terms.has(term) ? story.articles : 0);
    return rarityAmong(others, Math.min(others, Math.max(0, seen.of(term) - own)));
  };
  return productOf(terms, story.terms, rarity) / (lengthOf(terms, rarity) * lengthOf(story.terms, rarity));
}

function lengthOf(terms: StoryTerms, idf: (term: string) => number): number {
  let sum = 0;
  for (const [term, weight] of terms) sum += (weight * idf(term)) ** 2;
  return Math.sqrt(sum) || 1;
}

function countShared(a: StoryTerms, b: StoryTerms): number {
  let shared = 0;
  for (const term of a.keys()) if (b.has(term)) shared++;
  return shared;
}

function productOf(a: StoryTerms, b: StoryTerms, idf: (term: string) => number): number {
  let sum = 0;
  for (const [term, weight] of a) {
    const other = b.get(term);
    if (other !== undefined) sum += weight * other * idf(term) ** 2;
  }
  return sum;
}

function reasonOf(terms: StoryTerms, story: StoryCandidate, score: number, idf: (term: string) => number): string {
  const shared = [...terms]
    .map(([term, weight]) => ({ term, product: weight * (story.terms.get(term) ?? 0) * idf(term) ** 2 }))
    .filter(({ product }) => product > 0)
    .toSorted((a, b) => b.product - a.product)
    .slice(0, namedTerms)
    .map(({ term }) => term);
  const articles = story.articles === 1 ? "its article" : `its ${story.articles} articles`;
  return `On the same event as ${articles} (similarity ${score.toFixed(2)}): ${shared.join(", ")}.`;
}
