import type { QueryNode, TokenPattern } from "../query/syntax.ts";

/**
 * Longest wildcard prefix that is indexed, in UTF-16 units: a document's words are looked up once per length.
 */
export const maxPrefixLength = 6;

/** A token, or the beginning of one, of which a matching document has at least one. */
export interface AnchorKey {
  readonly kind: "token" | "prefix";
  readonly text: string;
}

/** Tokens of which one must occur, and how often one of them does in an article, roughly. */
export interface Anchor {
  readonly keys: readonly AnchorKey[];
  readonly cost: number;
}

/**
 * The cheapest set of tokens of which one must occur for a query to be true: of AND the cheapest part, of OR all
 * sides, of a phrase its rarest word, of NOT nothing.
 *
 * @returns null when the query can be true without any particular word, such as `lang:ru`
 * @see Luwak's TermFilteredPresearcher, the same idea over Lucene queries
 */
export function findAnchor(node: QueryNode): Anchor | null {
  switch (node.kind) {
    case "and":
      return cheapest(node.parts.map((part) => findAnchor(part)));
    case "or":
      return union(node.sides.map((side) => findAnchor(side)));
    case "not":
    case "metadata":
      return null;
    case "field":
    case "atLeast":
    case "first":
      return findAnchor(node.operand);
    case "proximity":
      return cheapest(
        [node.first, ...node.links.filter((link) => !link.isNegated).map((link) => link.operand)].map((operand) =>
          findAnchor(operand),
        ),
      );
    case "term":
      return cheapest(node.patterns.map((pattern) => anchorOf(pattern)));
  }
}

function cheapest(anchors: readonly (Anchor | null)[]): Anchor | null {
  return anchors.reduce((best, anchor) => {
    if (best === null || anchor === null) return best ?? anchor;
    return anchor.cost < best.cost ? anchor : best;
  }, null);
}

function union(anchors: readonly (Anchor | null)[]): Anchor | null {
  const keys: AnchorKey[] = [];
  let cost = 0;
  for (const anchor of anchors) {
    if (anchor === null) return null;
    for (const key of anchor.keys) keys.push(key);
    cost += anchor.cost;
  }
  return { keys, cost };
}

/**
 * Without counts from the stream a word's length stands in for its rarity: each letter more makes it half as
 * frequent, up to twelve; a prefix stands for many words.
 */
function anchorOf(pattern: TokenPattern): Anchor | null {
  switch (pattern.kind) {
    case "any":
      return null;
    case "folded":
    case "exact":
      return { keys: [{ kind: "token", text: pattern.folded }], cost: 2 ** -Math.min(12, pattern.folded.length) };
    case "wildcard": {
      const text = pattern.wildcard.prefix.slice(0, maxPrefixLength);
      return { keys: [{ kind: "prefix", text }], cost: 8 * 2 ** -text.length };
    }
  }
}
