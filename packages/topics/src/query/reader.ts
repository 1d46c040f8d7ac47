import type { Dialect } from "./dialects/dialect.ts";
import type { Lexeme } from "./lexeme.ts";
import type { Lexer } from "./lexer.ts";
import { missingRightError, operandError, stretchedError, unclosedGroupError } from "./messages.ts";
import { QueryError } from "./problem.ts";
import type { Warn } from "./problem.ts";
import type { QueryNode, SpanNode } from "./syntax.ts";

/** Deepest nesting of parentheses. @see WQL 1, section 4 */
const maxDepth = 100;

/** What is known while a query is read. */
export interface Reader {
  readonly lexer: Lexer;
  readonly dialect: Dialect;
  readonly warn: Warn;
  /** Open parentheses around the place that is read. */
  depth: number;
  isInTextField: boolean;
}

/** Goes into parentheses. @throws {QueryError} E_TOO_DEEP */
export function enterGroup(reader: Reader, at: number): void {
  reader.depth++;
  if (reader.depth <= maxDepth) return;
  throw new QueryError("E_TOO_DEEP", at, `Parentheses nest at most ${maxDepth} deep: split the query in two.`);
}

/**
 * Leaves parentheses.
 *
 * @param closing the sign that should close them
 * @param at the opening one
 * @throws {QueryError} E_UNBALANCED_PAREN, E_UNSUPPORTED for `(…)~3`
 */
export function leaveGroup(
  reader: Reader,
  closing: { readonly kind: string; readonly isStretched?: boolean },
  at: number,
): void {
  if (closing.kind !== "close") throw unclosedGroupError(at);
  if (closing.isStretched === true) throw stretchedError(at);
  reader.depth--;
}

/** @throws {QueryError} E_MISSING_OPERAND at the operator when nothing that it could join comes next */
export function expectOperand(reader: Reader, { at }: Lexeme, name: string): void {
  if (!startsOperand(reader.lexer.peek())) throw missingRightError(at, name);
}

export function startsOperand(lexeme: Lexeme): boolean {
  return lexeme.kind === "not" || startsPrimary(lexeme);
}

/** Whether an operand without NOT before it begins here. */
export function startsPrimary({ kind }: Lexeme): boolean {
  return !["and", "or", "not", "proximity", "firstOf", "close", "end"].includes(kind);
}

/**
 * The node as something that has occurrences.
 *
 * @throws {QueryError} E_BAD_NEAR_OPERAND at the whole operand
 * @see WQL 1, section 5
 */
export function spanOperand(node: QueryNode): SpanNode {
  const span = spanOf(node);
  if (span === undefined) throw operandError(node.at);
  return span;
}

function spanOf(node: QueryNode): SpanNode | undefined {
  if (node.kind === "term" || node.kind === "proximity") return node;
  if (node.kind !== "or") return undefined;
  const sides: SpanNode[] = [];
  for (const side of node.sides) {
    const span = spanOf(side);
    if (span === undefined) return undefined;
    sides.push(span);
  }
  return { ...node, sides };
}
