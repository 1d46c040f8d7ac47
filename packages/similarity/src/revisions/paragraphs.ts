import { decodedEntities } from "../normalise.ts";
import { tokensOf } from "./tokens.ts";
import type { Token } from "./tokens.ts";

/** A paragraph of one version. */
export interface Paragraph {
  readonly text: string;
  readonly tokens: readonly Token[];
  /** Equal for paragraphs that differ only in typography. */
  readonly key: string;
}

/** A paragraph of the earlier version beside its form in the later; null where there is none. */
export interface Aligned {
  readonly before: Paragraph | null;
  readonly after: Paragraph | null;
}

/** Characters that are read of a version: the longest articles have 100,000. */
const maxCharacters = 400_000;
const maxParagraphs = 4_000;

/** Two paragraphs are one, edited, from this share of common words on. */
const minLikeness = 0.4;
/** Comparisons of one paragraph when many changed; the nearest in place are taken. */
const maxCompared = 24;

/** The paragraphs of a version; lines count as paragraphs, as not every extractor separates them. */
export function paragraphsOf(text: string): Paragraph[] {
  return decodedEntities(text.slice(0, maxCharacters))
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .slice(0, maxParagraphs)
    .map((line) => {
      const tokens = tokensOf(line);
      return { text: line, tokens, key: tokens.map(({ key }) => key).join(" ") };
    });
}

/**
 * Aligns two versions by paragraph: equal ones wherever they stand (moving text is no change of it), then the likest of
 * the rest in pairs. In the order of the later version, removed ones after the paragraph they followed.
 */
export function alignParagraphs(before: readonly Paragraph[], after: readonly Paragraph[]): Aligned[] {
  const partnerOf = new Map<number, number>();
  const openBefore = new Set(before.keys());
  const places = new Map<string, number[]>();
  for (const [at, { key }] of before.entries()) places.set(key, [...(places.get(key) ?? []), at]);
  const openAfter: number[] = [];
  for (const [at, { key }] of after.entries()) {
    const place = places.get(key)?.shift();
    if (place === undefined) openAfter.push(at);
    else {
      partnerOf.set(at, place);
      openBefore.delete(place);
    }
  }
  for (const [place, at] of likestPairs(before, [...openBefore], after, openAfter)) {
    partnerOf.set(at, place);
    openBefore.delete(place);
  }
  return inOrder(before, after, partnerOf);
}

function likestPairs(
  before: readonly Paragraph[],
  openBefore: readonly number[],
  after: readonly Paragraph[],
  openAfter: readonly number[],
): (readonly [number, number])[] {
  const bags = new Map(openBefore.map((place) => [place, bagOf(before[place])]));
  const found: { readonly likeness: number; readonly place: number; readonly at: number }[] = [];
  for (const [rank, at] of openAfter.entries()) {
    const bag = bagOf(after[at]);
    for (const place of nearest(openBefore, (rank * openBefore.length) / openAfter.length)) {
      const likeness = likenessOf(bag, bags.get(place) ?? new Map());
      if (likeness >= minLikeness) found.push({ likeness, place, at });
    }
  }
  const taken = { before: new Set<number>(), after: new Set<number>() };
  const pairs: (readonly [number, number])[] = [];
  for (const { place, at } of found.toSorted((a, b) => b.likeness - a.likeness)) {
    if (taken.before.has(place) || taken.after.has(at)) continue;
    taken.before.add(place);
    taken.after.add(at);
    pairs.push([place, at]);
  }
  return pairs;
}

function nearest(places: readonly number[], rank: number): readonly number[] {
  const start = Math.max(0, Math.min(places.length - maxCompared, Math.floor(rank) - maxCompared / 2));
  return places.slice(start, start + maxCompared);
}

/** Words with their number; pairs of neighbours where words are single characters would say more and cost twice. */
function bagOf(paragraph: Paragraph | undefined): ReadonlyMap<string, number> {
  const bag = new Map<string, number>();
  for (const { key } of paragraph?.tokens ?? []) bag.set(key, (bag.get(key) ?? 0) + 1);
  return bag;
}

/** Dice coefficient of two bags of words. */
function likenessOf(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  let common = 0;
  for (const [word, count] of a) common += Math.min(count, b.get(word) ?? 0);
  const total = sizeOf(a) + sizeOf(b);
  return total === 0 ? 0 : (2 * common) / total;
}

function sizeOf(bag: ReadonlyMap<string, number>): number {
  let size = 0;
  for (const count of bag.values()) size += count;
  return size;
}

function inOrder(
  before: readonly Paragraph[],
  after: readonly Paragraph[],
  partnerOf: ReadonlyMap<number, number>,
): Aligned[] {
  const partnered = new Set(partnerOf.values());
  const aligned: Aligned[] = [];
  const removedFrom = (place: number): void => {
    for (let next = place; next < before.length && !partnered.has(next); next += 1)
      aligned.push({ before: before[next] ?? null, after: null });
  };
  removedFrom(0);
  for (const [at, paragraph] of after.entries()) {
    const place = partnerOf.get(at);
    aligned.push({ before: place === undefined ? null : (before[place] ?? null), after: paragraph });
    if (place !== undefined) removedFrom(place + 1);
  }
  return aligned;
}
