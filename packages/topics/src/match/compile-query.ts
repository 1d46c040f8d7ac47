import type { QueryNode, SpanNode as SpanSyntax, TermNode, TokenPattern } from "../query/syntax.ts";
import { anyTerm } from "./compiled.ts";
import type { CompiledNode, SpanNode, WordNode } from "./compiled.ts";
import { readyValues } from "./metadata.ts";
import type { TermPattern } from "./terms.ts";

/**
 * Replaces the words of a query by terms. A term's node is the same in all queries: most of what queries are made of is
 * then in memory once, and near at hand when an article is decided.
 *
 * @param intern takes a reference to a term; give each back with `forEachTerm` when the query is no longer needed
 */
export function compileQuery(node: QueryNode, intern: (pattern: TermPattern) => WordNode): CompiledNode {
  switch (node.kind) {
    case "and":
      return { kind: "and", parts: node.parts.map((part) => compileQuery(part, intern)) };
    case "or":
      return { kind: "or", sides: node.sides.map((side) => compileQuery(side, intern)) };
    case "not":
      return { kind: "not", operand: compileQuery(node.operand, intern) };
    case "field":
      return { kind: "field", field: node.field, operand: compileQuery(node.operand, intern) };
    case "metadata":
      return { kind: "fact", field: node.field, values: readyValues(node.field, node.values) };
    case "atLeast":
    case "first":
      return { kind: node.kind, count: node.count, operand: compileSpan(node.operand, intern) };
    case "term":
    case "proximity":
      return compileSpan(node, intern);
  }
}

function compileSpan(node: SpanSyntax, intern: (pattern: TermPattern) => WordNode): SpanNode {
  switch (node.kind) {
    case "term":
      return compileTerm(node, intern);
    case "or":
      return { kind: "either", sides: node.sides.map((side) => compileSpan(side, intern)) };
    case "proximity":
      return {
        kind: "near",
        first: compileSpan(node.first, intern),
        links: node.links.map(({ operator, isNegated, operand }) => {
          return { operator, isNegated, operand: compileSpan(operand, intern) };
        }),
      };
  }
}

function compileTerm({ patterns, slop }: TermNode, intern: (pattern: TermPattern) => WordNode): SpanNode {
  const [first] = patterns;
  if (first !== undefined && first.kind !== "any" && patterns.length === 1) return intern(first);
  const terms = patterns.map((pattern: TokenPattern) => (pattern.kind === "any" ? anyTerm : intern(pattern).term));
  return { kind: "phrase", terms, slop };
}
