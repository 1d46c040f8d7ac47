import { QueryError } from "./problem.ts";
import type { QueryNode } from "./syntax.ts";

/**
 * Refuses a query that has nothing to look for: it would be true for nearly every article.
 *
 * @throws {QueryError} E_PURE_NEGATIVE, E_NEGATIVE_BRANCH
 * @see WQL 1, section 4
 */
export function checkPositive(query: QueryNode): void {
  if (!onlyExcludes(query)) return;
  throw new QueryError("E_PURE_NEGATIVE", 0, "This query only excludes: add something that must be found.");
}

/** @throws {QueryError} E_NEGATIVE_BRANCH for an OR one of whose sides only excludes */
function onlyExcludes(node: QueryNode): boolean {
  switch (node.kind) {
    case "not":
      return true;
    case "and": {
      const excluding = node.parts.filter((part) => onlyExcludes(part));
      return excluding.length === node.parts.length;
    }
    case "or": {
      const excluding = node.sides.find((side) => onlyExcludes(side));
      if (excluding === undefined) return false;
      const message = "This side of OR only excludes: add something that must be found, or move NOT outside the OR.";
      throw new QueryError("E_NEGATIVE_BRANCH", excluding.at, message);
    }
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
