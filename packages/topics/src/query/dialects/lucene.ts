import { joinNodes } from "../join.ts";
import type { Dialect, Side } from "./dialect.ts";
import { wql } from "./wql.ts";

/**
 * Lucene, Elasticsearch `query_string`, Media Cloud: operands side by side are alternatives, and within one level of
 * alternatives `-` excludes from all of them and `+` makes the others count for nothing.
 *
 * @see WQL 1, section 10
 */
export const lucene: Dialect = {
  ...wql,
  neighbours: "or",
  isBangNot: true,
  warnings: new Set(["W_IGNORED", "W_LOWERCASE_OPERATOR", "W_BOOST", "W_QUESTION_MARK"]),
  joinSides(sides) {
    const wanted = sides.filter((side) => !side.isExclusion);
    const required = wanted.filter((side) => side.hasPlus);
    const parts = required.map(nodeOf);
    if (required.length === 0 && wanted.length > 0) parts.push(joinNodes("or", wanted.map(nodeOf)));
    for (const side of sides) if (side.isExclusion) parts.push(side.node);
    return joinNodes("and", parts);
  },
};

function nodeOf(side: Side): Side["node"] {
  return side.node;
}
