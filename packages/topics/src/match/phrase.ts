import { anyTerm } from "./compiled.ts";
import type { PhraseNode } from "./compiled.ts";
import { countOf, fitsTerm, forEachPlace } from "./scene.ts";
import type { Scene } from "./scene.ts";
import { firstIndex, sortSpans } from "./spans.ts";
import type { Span } from "./spans.ts";
import type { Ranges } from "./units.ts";

/** Placements of a sloppy phrase that are tried in one document; ordinary phrases need a handful. */
const maxPlacements = 50_000;

/** Where a word stands inside the ranges, rising. */
export function findWord(term: number, scene: Scene, ranges: Ranges): Span[] {
  const limit = scene.work.limit();
  const spans: Span[] = [];
  forEachPlace(scene, term, ranges, (position) => {
    spans.push({ first: position, last: position, parts: null });
    return spans.length < limit;
  });
  scene.work.spend(spans.length);
  return spans;
}

/** Where a phrase stands inside the ranges, sorted. It never crosses a paragraph. */
export function findPhrase(node: PhraseNode, scene: Scene, ranges: Ranges): readonly Span[] {
  return node.slop > 0 ? findSloppy(node, scene, ranges) : findPlain(node.terms, scene, ranges);
}

function findPlain(terms: readonly number[], scene: Scene, ranges: Ranges): readonly Span[] {
  const { paragraphFirst, paragraphLast } = scene.reading;
  const anchor = rarest(terms, scene);
  const limit = scene.work.limit();
  const spans: Span[] = [];
  forEachPlace(scene, terms[anchor] ?? anyTerm, ranges, (position) => {
    const first = position - anchor;
    const last = first + terms.length - 1;
    if (first < (paragraphFirst[position] ?? 0) || last > (paragraphLast[position] ?? 0)) return true;
    for (let index = 0; index < terms.length; index++) {
      const term = terms[index] ?? anyTerm;
      if (index !== anchor && term !== anyTerm && !fitsTerm(scene, term, first + index)) return true;
    }
    spans.push({ first, last, parts: null });
    return spans.length < limit;
  });
  scene.work.spend(spans.length);
  return spans;
}

/**
 * Every placement p of the tokens with different positions in one paragraph and
 * max(p(i) - i) - min(p(i) - i) <= slop, as Lucene counts it.
 */
function findSloppy({ terms, slop }: PhraseNode, scene: Scene, ranges: Ranges): readonly Span[] {
  const { paragraphLast } = scene.reading;
  const anchor = rarest(terms, scene);
  const places = terms.map((term) => findWord(term, scene, ranges).map((span) => span.first));
  const order = [anchor, ...terms.keys().filter((index) => index !== anchor)];
  const spans: Span[] = [];
  // One object per word, so that what many placements share is highlighted once.
  const words = new Map<number, Span>();
  let placementsLeft = Math.min(maxPlacements, scene.work.limit());

  function place(depth: number, taken: readonly number[], low: number, high: number): void {
    const index = order[depth];
    if (index === undefined) {
      spans.push(spanOf(taken, words));
      return;
    }
    const positions = places[index] ?? [];
    for (let next = firstIndex(positions, (one) => one - index >= high - slop); next < positions.length; next++) {
      const position = positions[next] ?? 0;
      const offset = position - index;
      if (offset > low + slop || placementsLeft-- <= 0) break;
      const isElsewhere = depth > 0 && paragraphLast[position] !== paragraphLast[taken[0] ?? 0];
      if (isElsewhere || taken.includes(position)) continue;
      place(depth + 1, [...taken, position], Math.min(low, offset), Math.max(high, offset));
    }
  }

  place(0, [], Infinity, -Infinity);
  scene.work.spend(spans.length);
  return sortSpans(spans);
}

function spanOf(positions: readonly number[], words: Map<number, Span>): Span {
  const parts = positions.map((position) => {
    const word = words.get(position) ?? { first: position, last: position, parts: null };
    words.set(position, word);
    return word;
  });
  return { first: Math.min(...positions), last: Math.max(...positions), parts };
}

/** Which token of a phrase occurs least; the others are checked from there. */
function rarest(terms: readonly number[], scene: Scene): number {
  let best = -1;
  let least = Infinity;
  for (let index = 0; index < terms.length; index++) {
    const term = terms[index] ?? anyTerm;
    if (term === anyTerm) continue;
    const count = countOf(scene, term);
    if (count >= least) continue;
    least = count;
    best = index;
  }
  return best;
}
