import type { SpanNode } from "./compiled.ts";
import { findPhrase, findWord } from "./phrase.ts";
import { applyProximity } from "./proximity.ts";
import type { Scene } from "./scene.ts";
import { firstIndex, sortSpans } from "./spans.ts";
import type { Span } from "./spans.ts";
import type { Ranges } from "./units.ts";

/** Occurrences of a text operand in the whole document, sorted; found once per document. */
export function occurrencesOf(node: SpanNode, scene: Scene): readonly Span[] {
  const known = scene.occurrences.get(node);
  if (known !== undefined) return known;
  const found = findWithin(node, scene, [0, scene.reading.to], occurrencesOf);
  scene.occurrences.set(node, found);
  return found;
}

/**
 * Occurrences when a query only sees some ranges: not the same as those of the document that lie inside, for what is
 * outside takes no part in `NOT NEAR`.
 */
export function occurrencesWithin(node: SpanNode, scene: Scene, ranges: Ranges): readonly Span[] {
  return findWithin(node, scene, ranges, (operand) => occurrencesWithin(operand, scene, ranges)).filter((span) =>
    isWithin(span, ranges),
  );
}

/** The spans that lie inside one of the ranges, at most so many. Both are sorted. */
export function spansWithin(spans: readonly Span[], ranges: Ranges, limit = Infinity): readonly Span[] {
  const kept: Span[] = [];
  for (let index = 0; index < ranges.length; index += 2) {
    const from = ranges[index] ?? 0;
    const to = ranges[index + 1] ?? 0;
    for (let at = firstIndex(spans, (span) => span.first >= from); at < spans.length; at++) {
      const span = spans[at];
      if (span === undefined || span.first >= to || kept.length >= limit) break;
      if (span.last < to) kept.push(span);
    }
  }
  return kept;
}

function isWithin(span: Span, ranges: Ranges): boolean {
  for (let index = 0; index < ranges.length; index += 2) {
    if (span.first >= (ranges[index] ?? 0) && span.last < (ranges[index + 1] ?? 0)) return true;
  }
  return false;
}

function findWithin(
  node: SpanNode,
  scene: Scene,
  ranges: Ranges,
  operandOf: (operand: SpanNode, scene: Scene) => readonly Span[],
): readonly Span[] {
  switch (node.kind) {
    case "word":
      return findWord(node.term, scene, ranges);
    case "phrase":
      return findPhrase(node, scene, ranges);
    case "either":
      return sortSpans(node.sides.flatMap((side) => operandOf(side, scene)));
    case "near": {
      let spans = operandOf(node.first, scene);
      for (const link of node.links) {
        if (spans.length === 0) break;
        spans = applyProximity(link, spans, operandOf(link.operand, scene), scene);
      }
      return spans;
    }
  }
}
