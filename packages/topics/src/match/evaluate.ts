import type { TopicDocument } from "@wirewatch/model";
import type { AtLeastNode, FirstNode, QueryNode, SpanNode, TextField } from "../query/syntax.ts";
import { stretchesOf } from "./document.ts";
import type { Unit } from "./document.ts";
import { fitsMetadata } from "./metadata.ts";
import { findOccurrences } from "./occurrences.ts";
import type { ReadText } from "./read-text.ts";
import { countSeparate, highlightedRuns } from "./spans.ts";
import type { Span } from "./spans.ts";

/** A run of tokens to highlight in a text. */
export interface Mark {
  readonly text: ReadText;
  /** First and last token. */
  readonly first: number;
  readonly last: number;
}

/**
 * Decides a query inside one unit.
 *
 * @returns what to highlight (nothing for metadata), or null when the query is false
 * @see WQL 1, sections 6 and 7
 */
export function evaluate(node: QueryNode, unit: Unit, metadata: TopicDocument): readonly Mark[] | null {
  return decide(node, null, unit, metadata);
}

function decide(node: QueryNode, field: TextField | null, unit: Unit, metadata: TopicDocument): readonly Mark[] | null {
  switch (node.kind) {
    case "and": {
      const marks: Mark[] = [];
      for (const part of node.parts) {
        const found = decide(part, field, unit, metadata);
        if (found === null) return null;
        append(marks, found);
      }
      return marks;
    }
    case "or": {
      const sides = node.sides.map((side) => decide(side, field, unit, metadata)).filter((found) => found !== null);
      return sides.length === 0 ? null : sides.flat();
    }
    case "not":
      return decide(node.operand, field, unit, metadata) === null ? [] : null;
    case "field":
      return decide(node.operand, node.field, unit, metadata);
    case "metadata":
      return fitsMetadata(node, metadata) ? [] : null;
    case "term":
    case "proximity":
      return present(marksOf(occurrencesIn(node, unit, field)));
    case "atLeast":
      return decideAtLeast(node, unit, field);
    case "first":
      return decideFirst(node, unit, field);
  }
}

interface TextSpans {
  readonly text: ReadText;
  readonly spans: readonly Span[];
}

function occurrencesIn(node: SpanNode, unit: Unit, field: TextField | null): readonly TextSpans[] {
  return stretchesOf(unit, field).map((stretch) => ({ text: stretch.text, spans: findOccurrences(node, stretch) }));
}

function decideAtLeast(node: AtLeastNode, unit: Unit, field: TextField | null): readonly Mark[] | null {
  const occurrences = occurrencesIn(node.operand, unit, field);
  const count = occurrences.reduce((sum, { spans }) => sum + countSeparate(spans), 0);
  return count >= node.count ? marksOf(occurrences) : null;
}

/** The first words are counted over headings and texts in reading order; the title never counts. */
function decideFirst(node: FirstNode, unit: Unit, field: TextField | null): readonly Mark[] | null {
  const lengthBefore = new Map<ReadText, number>();
  let length = 0;
  for (const text of unit.body) {
    lengthBefore.set(text, length);
    length += text.tokens.length;
  }
  const early = occurrencesIn(node.operand, unit, field).map(({ text, spans }) => {
    const before = lengthBefore.get(text) ?? Infinity;
    return { text, spans: spans.filter((span) => before + span.last < node.count) };
  });
  return present(marksOf(early));
}

function marksOf(occurrences: readonly TextSpans[]): readonly Mark[] {
  return occurrences.flatMap(({ text, spans }) =>
    highlightedRuns(spans).map(({ first, last }): Mark => ({ text, first, last })),
  );
}

function present(marks: readonly Mark[]): readonly Mark[] | null {
  return marks.length > 0 ? marks : null;
}

function append(marks: Mark[], more: readonly Mark[]): void {
  for (const mark of more) marks.push(mark);
}
