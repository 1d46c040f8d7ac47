import type { Condition } from "../../packages/topics/src/search/condition.ts";

/** What PostgreSQL's `@@` says of an article with those words. */
export function fitsCondition(condition: Condition, lexemes: ReadonlySet<string>): boolean {
  switch (condition.kind) {
    case "everything":
      return true;
    case "lexeme": {
      const { lexeme, isPrefix } = condition;
      return isPrefix ? [...lexemes].some((one) => one.startsWith(lexeme)) : lexemes.has(lexeme);
    }
    case "all":
      return condition.parts.every((part) => fitsCondition(part, lexemes));
    case "one":
      return condition.parts.some((part) => fitsCondition(part, lexemes));
  }
}
