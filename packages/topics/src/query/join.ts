import type { QueryNode } from "./syntax.ts";

/** Nodes joined by one operator; a single one stays as it is. @throws {RangeError} for no nodes */
export function joinNodes(kind: "and" | "or", nodes: readonly QueryNode[]): QueryNode {
  const [first] = nodes;
  if (first === undefined) throw new RangeError("There is nothing to join.");
  if (nodes.length === 1) return first;
  const { at } = first;
  return kind === "and" ? { kind, at, parts: nodes } : { kind, at, sides: nodes };
}
