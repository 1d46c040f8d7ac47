import { QueryError } from "./problem.ts";
import type { QueryNode } from "./syntax.ts";

/**
 * Refuses a query that has nothing to look for: it would be true for nearly every article.
 *
 * @throws {QueryError} E_PURE_NEGATIVE, E_NEGATIVE_BRANCH
 * @see WQL 1, section 4
 */
export function checkPositive(query: QueryNode): void {
  checkBranches(query);
  if (onlyExcludes(query)) {
    throw new QueryError("E_PURE_NEGATIVE", 0, "This query only excludes: add something that must be found.");
  }
}

function checkBranches(node: QueryNode): void {
  if (node.kind === "and") for (const part of node.parts) checkBranches(part);
  if (node.kind === "field") checkBranches(node.operand);
  if (node.kind !== "or") return;
  for (const side of node.sides) {
    if (onlyExcludes(side)) {
      const message = "This side of OR only excludes: add something that must be found, or move NOT outside the OR.";
      throw new QueryError("E_NEGATIVE_BRANCH", side.at, message);
    }
    checkBranches(side);
  }
}

function onlyExcludes(node: QueryNode): boolean {
  switch (node.kind) {
    case "not":
      return true;
    case "and":
      return node.parts.every((part) => onlyExcludes(part));
    case "or":
      return node.sides.some((side) => onlyExcludes(side));
    case "field":
      return onlyExcludes(node.operand);
    case "term":
    case "metadata":
    case "proximity":
    case "atLeast":
    case "first":
      return false;
  }
}
