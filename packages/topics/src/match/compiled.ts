import type { MetadataField, ProximityOperator, TextField } from "../query/syntax.ts";

/** Stands in a phrase for a lone `*`: any one token. */
export const anyTerm = -1;

/** One word; by far the most frequent kind. */
export interface WordNode {
  readonly kind: "word";
  readonly term: number;
}

/** Words side by side, or with `slop` near their places. */
export interface PhraseNode {
  readonly kind: "phrase";
  readonly terms: readonly number[];
  readonly slop: number;
}

export interface NearLink {
  readonly operator: ProximityOperator;
  readonly isNegated: boolean;
  readonly operand: SpanNode;
}

export interface NearNode {
  readonly kind: "near";
  readonly first: SpanNode;
  readonly links: readonly NearLink[];
}

export interface EitherNode {
  readonly kind: "either";
  readonly sides: readonly SpanNode[];
}

/** What has occurrences. */
export type SpanNode = WordNode | PhraseNode | NearNode | EitherNode;

export interface AtLeastNode {
  readonly kind: "atLeast";
  readonly count: number;
  readonly operand: SpanNode;
}

export interface FirstNode {
  readonly kind: "first";
  readonly count: number;
  readonly operand: SpanNode;
}

/** A metadata field's values, made ready to compare. */
export interface FactNode {
  readonly kind: "fact";
  readonly field: MetadataField;
  /** Lower-case values; of `author` the folded tokens of each. */
  readonly values: readonly string[] | readonly (readonly string[])[];
}

/** A query with its words replaced by term ids: small, and quick to decide. */
export type CompiledNode =
  | SpanNode
  | AtLeastNode
  | FirstNode
  | FactNode
  | { readonly kind: "and"; readonly parts: CompiledNode[] }
  | { readonly kind: "or"; readonly sides: readonly CompiledNode[] }
  | { readonly kind: "not"; readonly operand: CompiledNode }
  | { readonly kind: "field"; readonly field: TextField; readonly operand: CompiledNode };

/** Calls back for each term of a query, once per place. */
export function forEachTerm(node: CompiledNode, visit: (term: number) => void): void {
  switch (node.kind) {
    case "word":
      visit(node.term);
      break;
    case "phrase":
      for (const term of node.terms) if (term !== anyTerm) visit(term);
      break;
    case "near":
      forEachTerm(node.first, visit);
      for (const link of node.links) forEachTerm(link.operand, visit);
      break;
    case "and":
      for (const part of node.parts) forEachTerm(part, visit);
      break;
    case "or":
    case "either":
      for (const side of node.sides) forEachTerm(side, visit);
      break;
    case "not":
    case "field":
    case "atLeast":
    case "first":
      forEachTerm(node.operand, visit);
      break;
    case "fact":
      break;
  }
}
