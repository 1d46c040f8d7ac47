import type { SpanNode } from "../query/syntax.ts";
import type { Stretch } from "./document.ts";
import { findTerm } from "./phrase.ts";
import { applyProximity } from "./proximity.ts";
import { sortSpans } from "./spans.ts";
import type { Span } from "./spans.ts";

/** Occurrences of a text operand inside a stretch, sorted. */
export function findOccurrences(node: SpanNode, stretch: Stretch): readonly Span[] {
  switch (node.kind) {
    case "term":
      return findTerm(node, stretch.text).filter((span) => span.last < stretch.length);
    case "or":
      return sortSpans(node.sides.flatMap((side) => findOccurrences(side, stretch)));
    case "proximity": {
      let spans = findOccurrences(node.first, stretch);
      for (const link of node.links) {
        if (spans.length === 0) break;
        spans = applyProximity(link, spans, findOccurrences(link.operand, stretch), stretch.text);
      }
      return spans;
    }
  }
}
