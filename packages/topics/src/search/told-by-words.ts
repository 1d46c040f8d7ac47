import type { TopicDefinition } from "../match/topic-set.ts";
import { parseQuery } from "../query/parse.ts";
import type { QueryNode, TokenPattern } from "../query/syntax.ts";
import { capitalsLexeme, isWhole } from "./lexemes.ts";

/** What of a topic says where it is. */
export type WholeTopic = Pick<TopicDefinition, "any" | "all" | "none" | "stem" | "dialect" | "where">;

/**
 * Whether the words of the archive's index say by themselves where a topic is: then each article that `candidateCondition` leads to holds
 * it, but for those that are too long for the index (`partialArticles`). So it is with single words of which one is enough; order,
 * distance, negations and several words of one section need the text.
 */
export function isToldByWords({ any, all, none, stem, dialect, where }: WholeTopic): boolean {
  const isLimited = Object.values(where).some((values) => values.length > 0);
  if (any.length === 0 || all.length > 0 || none.length > 0 || isLimited) return false;
  return any.every((query) => {
    const parsed = parseQuery(query, { stem, dialect });
    return parsed.ok && isWords(parsed.node);
  });
}

function isWords(node: QueryNode): boolean {
  switch (node.kind) {
    case "or":
      return node.sides.every(isWords);
    case "field":
      return node.field === "title" && isWords(node.operand);
    case "term":
      return node.patterns.length === 1 && node.patterns.every(isWord);
    default:
      return false;
  }
}

function isWord(pattern: TokenPattern): boolean {
  if (pattern.kind === "folded")
    return pattern.written === undefined && pattern.folded !== "" && isWhole(pattern.folded);
  return pattern.kind === "exact" && capitalsLexeme(pattern.exact) !== null && isWhole(pattern.exact);
}
