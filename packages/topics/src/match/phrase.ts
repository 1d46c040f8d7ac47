import type { TermNode } from "../query/syntax.ts";
import type { ReadText } from "./read-text.ts";
import { firstIndex, sortSpans } from "./spans.ts";
import type { Span } from "./spans.ts";

/**
 * Placements of a sloppy phrase that are tried in one text. Ordinary phrases need a handful; the bound is for
 * texts made to repeat the words of a phrase thousands of times within its slop.
 */
const maxPlacements = 50_000;

/** Where a word or phrase stands in a text, sorted. A phrase never crosses a paragraph. */
export function findTerm({ patterns, slop }: TermNode, text: ReadText): readonly Span[] {
  return slop > 0 && patterns.length > 1 ? findSloppy(patterns, slop, text) : findPlain(patterns, text);
}

type Patterns = TermNode["patterns"];

function findPlain(patterns: Patterns, text: ReadText): readonly Span[] {
  const anchor = rarest(patterns, text);
  const spans: Span[] = [];
  for (const position of anchor.positions) {
    const first = position - anchor.index;
    const last = first + patterns.length - 1;
    if (first < 0 || last >= text.tokens.length || text.paragraphs.of[first] !== text.paragraphs.of[last]) continue;
    const fits = patterns.every((pattern, index) => index === anchor.index || text.fits(pattern, first + index));
    if (fits) spans.push({ first, last, parts: null });
  }
  return spans;
}

/**
 * Every placement p of the tokens with different positions in one paragraph and
 * max(p(i) - i) - min(p(i) - i) <= slop, as Lucene counts it.
 */
function findSloppy(patterns: Patterns, slop: number, text: ReadText): readonly Span[] {
  const anchor = rarest(patterns, text);
  if (anchor.positions.length === 0) return [];
  const found = patterns.map((pattern) => text.find(pattern));
  const order = [anchor.index, ...patterns.keys().filter((index) => index !== anchor.index)];
  const spans: Span[] = [];
  // One object per word, so that what many placements share is highlighted once.
  const words = new Map<number, Span>();
  let placementsLeft = maxPlacements;

  function place(depth: number, taken: readonly number[], low: number, high: number): void {
    const index = order[depth];
    if (index === undefined) {
      spans.push(spanOf(taken, words));
      return;
    }
    const positions = found[index] ?? [];
    for (let next = firstIndex(positions, (one) => one - index >= high - slop); next < positions.length; next++) {
      const position = positions[next] ?? 0;
      const offset = position - index;
      if (offset > low + slop || placementsLeft-- <= 0) break;
      const isElsewhere = depth > 0 && text.paragraphs.of[position] !== text.paragraphs.of[taken[0] ?? 0];
      if (isElsewhere || taken.includes(position)) continue;
      place(depth + 1, [...taken, position], Math.min(low, offset), Math.max(high, offset));
    }
  }

  place(0, [], Infinity, -Infinity);
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

/** The token of a phrase that occurs least, from which the others are checked. */
function rarest(patterns: Patterns, text: ReadText): { readonly index: number; readonly positions: readonly number[] } {
  let best: { index: number; positions: readonly number[] } | undefined;
  for (const [index, pattern] of patterns.entries()) {
    if (pattern.kind === "any") continue;
    const positions = text.find(pattern);
    if (best === undefined || positions.length < best.positions.length) best = { index, positions };
    if (positions.length === 0) break;
  }
  return best ?? { index: 0, positions: [] };
}
