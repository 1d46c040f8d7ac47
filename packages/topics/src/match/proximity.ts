import type { ProximityOperator } from "../query/syntax.ts";
import type { NearLink } from "./compiled.ts";
import { sentencesOf } from "./scene.ts";
import type { Scene } from "./scene.ts";
import { firstIndex, sortSpans } from "./spans.ts";
import type { Span } from "./spans.ts";

/**
 * Applies one proximity operator: the pairs that satisfy it, or with NOT the left spans that stand free.
 *
 * @param left sorted spans of the left operand
 * @param right sorted spans of the right operand; no span crosses texts, and texts lie too far apart to be near
 * @see WQL 1, section 5
 */
export function applyProximity(
  link: Omit<NearLink, "operand">,
  left: readonly Span[],
  right: readonly Span[],
  scene: Scene,
): readonly Span[] {
  const limit = scene.work.limit();
  const apply = link.isNegated ? freeSpans : pairSpans;
  return apply(link.operator, firstOf(left, limit), firstOf(right, limit), scene);
}

function firstOf(spans: readonly Span[], limit: number): readonly Span[] {
  return spans.length > limit ? spans.slice(0, limit) : spans;
}

/** Tokens a neighbour may reach into: at most `low` before, at most `high` after; `whole`: it lies inside. */
interface Reach {
  readonly low: number;
  readonly high: number;
  readonly isWhole: boolean;
}

/** Null when the span itself cannot satisfy the operator: it is longer than a sentence. */
function reachOf({ within }: ProximityOperator, span: Span, scene: Scene): Reach | null {
  if (within.kind === "words") {
    return { low: span.first - within.gap - 1, high: span.last + within.gap + 1, isWhole: false };
  }
  const { paragraphFirst, paragraphLast } = scene.reading;
  const isSentence = within.kind === "sentence";
  const low = (isSentence ? sentencesOf(scene).first : paragraphFirst)[span.first] ?? 0;
  const high = (isSentence ? sentencesOf(scene).last : paragraphLast)[span.first] ?? 0;
  return span.last > high ? null : { low, high, isWhole: true };
}

function pairSpans(
  operator: ProximityOperator,
  left: readonly Span[],
  right: readonly Span[],
  scene: Scene,
): readonly Span[] {
  const byLast = operator.isOrdered ? [] : sortByLast(right);
  const pairs: Span[] = [];
  const limit = scene.work.limit();
  // Long spans that reach out of a sentence are passed over one by one; that is bounded, too.
  let stepsLeft = 10 * limit;
  for (const span of left) {
    if (pairs.length >= limit || stepsLeft <= 0) break;
    const reach = reachOf(operator, span, scene);
    if (reach === null) continue;
    for (let index = firstIndex(right, (other) => other.first > span.last); index < right.length; index++) {
      const other = right[index];
      if (other === undefined || other.first > reach.high) break;
      if (!reach.isWhole || other.last <= reach.high) pairs.push(pair(span, other));
      if (pairs.length >= limit || --stepsLeft <= 0) break;
    }
    for (let index = firstIndex(byLast, (other) => other.last >= reach.low); index < byLast.length; index++) {
      const other = byLast[index];
      if (other === undefined || other.last >= span.first) break;
      if (!reach.isWhole || other.first >= reach.low) pairs.push(pair(other, span));
      if (pairs.length >= limit || --stepsLeft <= 0) break;
    }
  }
  scene.work.spend(pairs.length);
  return sortSpans(pairs);
}

/** A span is taken when a right one overlaps it or satisfies the operator with it. */
function freeSpans(
  operator: ProximityOperator,
  left: readonly Span[],
  right: readonly Span[],
  scene: Scene,
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
    const reach = reachOf(operator, span, scene);
    if (reach === null) return !isTouched(span.first, span.last);
    if (reach.isWhole) return !isTouched(span.first, span.last) && !holdsWhole(reach.low, reach.high);
    return !isTouched(operator.isOrdered ? span.first : reach.low, reach.high);
  });
}

/** Single words and plain phrases are in this order already. */
function sortByLast(spans: readonly Span[]): readonly Span[] {
  const isSorted = spans.every((span, index) => span.last >= (spans[index - 1]?.last ?? 0));
  return isSorted ? spans : spans.toSorted((left, right) => left.last - right.last);
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
