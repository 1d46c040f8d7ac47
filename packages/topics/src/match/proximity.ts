import { blockAround } from "../text/blocks.ts";
import type { ProximityLink, ProximityOperator } from "../query/syntax.ts";
import type { ReadText } from "./read-text.ts";
import { firstIndex, sortSpans } from "./spans.ts";
import type { Span } from "./spans.ts";

/**
 * Pairs formed for one operator in one text. Articles need some hundreds; the bound is for texts made to
 * repeat both words thousands of times, and there only later highlights are lost.
 */
const maxPairs = 200_000;

/**
 * Applies one proximity operator: the pairs that satisfy it, or with NOT the left spans that stand free.
 *
 * @param left sorted spans of the left operand
 * @param right sorted spans of the right operand, in the same text
 * @see WQL 1, section 5
 */
export function applyProximity(
  link: Omit<ProximityLink, "operand">,
  left: readonly Span[],
  right: readonly Span[],
  text: ReadText,
): readonly Span[] {
  return link.isNegated ? freeSpans(link.operator, left, right, text) : pairSpans(link.operator, left, right, text);
}

/** Tokens a neighbour may reach into: at most `low` before, at most `high` after; `whole`: it lies inside. */
interface Reach {
  readonly low: number;
  readonly high: number;
  readonly isWhole: boolean;
}

/** Null when the span itself cannot satisfy the operator: it is longer than a sentence. */
function reachOf({ within }: ProximityOperator, span: Span, text: ReadText): Reach | null {
  if (within.kind === "words") {
    return { low: span.first - within.gap - 1, high: span.last + within.gap + 1, isWhole: false };
  }
  const block = blockAround(within.kind === "sentence" ? text.sentences() : text.paragraphs, span.first);
  return span.last > block.last ? null : { low: block.first, high: block.last, isWhole: true };
}

function pairSpans(
  operator: ProximityOperator,
  left: readonly Span[],
  right: readonly Span[],
  text: ReadText,
): readonly Span[] {
  const byLast = operator.isOrdered ? [] : right.toSorted((a, b) => a.last - b.last);
  const pairs: Span[] = [];
  for (const span of left) {
    const reach = reachOf(operator, span, text);
    if (reach === null) continue;
    for (let index = firstIndex(right, (other) => other.first > span.last); index < right.length; index++) {
      const other = right[index];
      if (other === undefined || other.first > reach.high) break;
      if (!reach.isWhole || other.last <= reach.high) pairs.push(pair(span, other));
      if (pairs.length >= maxPairs) return sortSpans(pairs);
    }
    for (let index = firstIndex(byLast, (other) => other.last >= reach.low); index < byLast.length; index++) {
      const other = byLast[index];
      if (other === undefined || other.last >= span.first) break;
      if (!reach.isWhole || other.first >= reach.low) pairs.push(pair(other, span));
      if (pairs.length >= maxPairs) return sortSpans(pairs);
    }
  }
  return sortSpans(pairs);
}

/** A span is taken when a right one overlaps it or satisfies the operator with it. */
function freeSpans(
  operator: ProximityOperator,
  left: readonly Span[],
  right: readonly Span[],
  text: ReadText,
): readonly Span[] {
  const farthestLast = runningMaximum(right.map((span) => span.last));
  // True when a right span starts at `high` or before and ends at `low` or after.
  const isTouched = (low: number, high: number): boolean => {
    const count = firstIndex(right, (other) => other.first > high);
    return count > 0 && (farthestLast[count - 1] ?? -1) >= low;
  };
  const nearestLast = runningMinimumFromEnd(right.map((span) => span.last));
  const holdsWhole = (low: number, high: number): boolean =>
    (nearestLast[firstIndex(right, (other) => other.first >= low)] ?? Infinity) <= high;

  return left.filter((span) => {
    const reach = reachOf(operator, span, text);
    if (reach === null) return !isTouched(span.first, span.last);
    if (reach.isWhole) return !isTouched(span.first, span.last) && !holdsWhole(reach.low, reach.high);
    return !isTouched(operator.isOrdered ? span.first : reach.low, reach.high);
  });
}

function pair(earlier: Span, later: Span): Span {
  return { first: earlier.first, last: later.last, parts: [earlier, later] };
}

function runningMaximum(values: readonly number[]): readonly number[] {
  let maximum = -Infinity;
  return values.map((value) => (maximum = Math.max(maximum, value)));
}

function runningMinimumFromEnd(values: readonly number[]): readonly number[] {
  return runningMaximum(values.map((value) => -value).toReversed())
    .map((value) => -value)
    .toReversed();
}
