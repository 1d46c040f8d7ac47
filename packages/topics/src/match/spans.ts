/** A run of tokens of one text, both ends included, in which something occurs. */
export interface Span {
  readonly first: number;
  readonly last: number;
  /** What to highlight when it is not the whole run: the spans it is made of. */
  readonly parts: readonly Span[] | null;
}

/** Spans by first token, then by last; of equal ones one is kept, which highlights what either did. */
export function sortSpans(spans: readonly Span[]): readonly Span[] {
  const sorted = spans.toSorted((left, right) => left.first - right.first || left.last - right.last);
  const kept: Span[] = [];
  for (const span of sorted) {
    const before = kept.at(-1);
    if (before === undefined || before.first !== span.first || before.last !== span.last) kept.push(span);
    else kept[kept.length - 1] = joinEqual(before, span);
  }
  return kept;
}

function joinEqual(left: Span, right: Span): Span {
  if (left.parts === null) return left;
  return right.parts === null ? right : { first: left.first, last: left.last, parts: [left, right] };
}

/**
 * Appends the runs to highlight as pairs of first and last: each span's parts down to whole runs, each part once.
 *
 * @param limit parts that are looked at, at most
 * @returns how many were
 */
export function pushHighlights(spans: readonly Span[], marks: number[], limit: number): number {
  const seen = new Set<Span>();
  const waiting: Span[] = [];
  for (const span of spans) {
    if (span.parts === null) marks.push(span.first, span.last);
    else waiting.push(span);
  }
  waiting.reverse();
  for (let span = waiting.pop(); span !== undefined && seen.size < limit; span = waiting.pop()) {
    if (seen.has(span)) continue;
    seen.add(span);
    if (span.parts === null) marks.push(span.first, span.last);
    else for (const part of span.parts) waiting.push(part);
  }
  return seen.size;
}

/** How many spans fit side by side without sharing a token, taken by earliest end. */
export function countSeparate(spans: readonly Span[]): number {
  let count = 0;
  let end = -1;
  for (const span of spans.toSorted((left, right) => left.last - right.last)) {
    if (span.first <= end) continue;
    count++;
    end = span.last;
  }
  return count;
}

/** Index of the first element for which `isPast` holds; it must hold for all after it. */
export function firstIndex<T>(sorted: readonly T[], isPast: (element: T) => boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const element = sorted[middle];
    if (element !== undefined && isPast(element)) high = middle;
    else low = middle + 1;
  }
  return low;
}
