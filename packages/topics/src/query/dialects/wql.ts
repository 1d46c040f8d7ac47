import { fields } from "../fields.ts";
import { joinNodes } from "../join.ts";
import { readOperator } from "../operators.ts";
import type { Dialect } from "./dialect.ts";

/** The language itself; the other dialects name what they change. */
export const wql: Dialect = {
  opening: "(",
  closing: ")",
  fieldPrefix: /^\p{L}[\p{L}_]*:/u,
  fields,
  segments: new Map(),
  neighbours: "and",
  isOrTightest: false,
  isCaseFree: false,
  isBangNot: false,
  hasRanges: true,
  wildcards: { star: "run", truncation: null },
  warnings: new Set(["W_IGNORED", "W_LOWERCASE_OPERATOR", "W_MIXED_AND_OR", "W_PLUS", "W_BOOST", "W_QUESTION_MARK"]),
  readOperator,
  readGluedOperator: () => undefined,
  findUnsupported: () => undefined,
  joinSides(sides, warn) {
    const mixed = sides.length > 1 ? sides.find((side) => side.parts > 1) : undefined;
    if (mixed !== undefined) {
      const message = "AND binds tighter than OR: put parentheses around what belongs together.";
      warn("W_MIXED_AND_OR", mixed.node.at, message);
    }
    return joinNodes(
      "or",
      sides.map((side) => side.node),
    );
  },
};
