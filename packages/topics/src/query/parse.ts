import { createLexer } from "./lexer.ts";
import type { Lexeme, Lexer } from "./lexer.ts";
import { emptyGroupError, metadataError, operandError, stretchedError, unclosedGroupError } from "./messages.ts";
import { QueryError } from "./problem.ts";
import type { QueryErrorCode, QueryProblem, QueryWarning, Warn } from "./problem.ts";
import { checkPositive } from "./positive.ts";
import type { FieldName } from "./fields.ts";
import type { MetadataField, ProximityLink, QueryNode, SpanNode } from "./syntax.ts";

/** Longest query, in UTF-16 units. */
const maxQueryLength = 32_768;
/** Deepest nesting of parentheses. */
const maxDepth = 100;

/** A query that was read, or why it was not. */
export type ParsedQuery =
  | { readonly ok: true; readonly node: QueryNode; readonly warnings: readonly QueryWarning[] }
  | { readonly ok: false; readonly error: QueryProblem<QueryErrorCode> };

/**
 * Reads a WQL 1 query.
 *
 * @returns the tree and warnings for the author, or one error with code, UTF-16 offset and what to do
 * @see WQL 1, section 9 "Grammar"
 */
export function parseQuery(query: string): ParsedQuery {
  const warnings: QueryWarning[] = [];
  try {
    const node = readQuery(query, (code, at, message) => warnings.push({ code, at, message }));
    return { ok: true, node, warnings };
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    return { ok: false, error: { code: error.code, at: error.at, message: error.message } };
  }
}

interface Reader {
  readonly lexer: Lexer;
  readonly warn: Warn;
  /** Open parentheses around the place that is read. */
  depth: number;
  isInTextField: boolean;
}

function readQuery(query: string, warn: Warn): QueryNode {
  if (query.length > maxQueryLength) {
    throw new QueryError(
      "E_TOO_LONG",
      maxQueryLength,
      `A query has at most ${maxQueryLength} characters: split it in two.`,
    );
  }
  const reader: Reader = { lexer: createLexer(query, warn), warn, depth: 0, isInTextField: false };
  if (reader.lexer.peek().kind === "end") {
    throw new QueryError("E_EMPTY", 0, "There is nothing to search for: write at least one word.");
  }
  const node = readOr(reader);
  const rest = reader.lexer.take();
  if (rest.kind === "close") throw new QueryError("E_UNBALANCED_PAREN", rest.at, "This ) closes nothing.");
  checkPositive(node);
  return node;
}

function readOr(reader: Reader): QueryNode {
  const first = readAnd(reader);
  const sides = [first];
  while (reader.lexer.peek().kind === "or") {
    expectOperand(reader, reader.lexer.take(), "OR");
    sides.push(readAnd(reader));
  }
  const [only, ...others] = sides;
  if (only === undefined || others.length === 0) return first.node;
  const mixed = sides.find((side) => side.parts > 1);
  if (mixed !== undefined) {
    const message = "AND binds tighter than OR: put parentheses around what belongs together.";
    reader.warn("W_MIXED_AND_OR", mixed.node.at, message);
  }
  return { kind: "or", at: first.node.at, sides: sides.map((side) => side.node) };
}

/** `parts`: how many operands are joined without parentheses around them all. */
function readAnd(reader: Reader): { readonly node: QueryNode; readonly parts: number } {
  const first = readUnary(reader);
  const parts = [first];
  for (;;) {
    const next = reader.lexer.peek();
    if (next.kind === "and") expectOperand(reader, reader.lexer.take(), "AND");
    else if (!startsOperand(next)) break;
    parts.push(readUnary(reader));
  }
  return { node: parts.length === 1 ? first : { kind: "and", at: first.at, parts }, parts: parts.length };
}

/** `NOT` in front of an operand with its proximity operators; a loop, so that many of them need no stack. */
function readUnary(reader: Reader): QueryNode {
  const signs: Lexeme[] = [];
  while (reader.lexer.peek().kind === "not") {
    const sign = reader.lexer.take();
    expectOperand(reader, sign, "NOT");
    signs.push(sign);
  }
  const operand = readProximity(reader);
  const [outer] = signs;
  if (outer === undefined) return operand;
  const negated: QueryNode = { kind: "not", at: outer.at, operand };
  return signs.length % 2 === 1 ? negated : { kind: "not", at: outer.at, operand: negated };
}

function readProximity(reader: Reader): QueryNode {
  const first = readPrimary(reader);
  const links: ProximityLink[] = [];
  for (let next = reader.lexer.peek(); next.kind === "proximity"; next = reader.lexer.peek()) {
    reader.lexer.take();
    if (links.length === 0) spanOperand(first);
    const right = reader.lexer.peek();
    if (!startsPrimary(right)) throw new QueryError("E_MISSING_OPERAND", right.at, "A word or phrase is missing here.");
    links.push({ operator: next.operator, isNegated: next.isNegated, operand: spanOperand(readPrimary(reader)) });
  }
  return links.length === 0 ? first : { kind: "proximity", at: first.at, first: spanOperand(first), links };
}

function readPrimary(reader: Reader): QueryNode {
  const lexeme = reader.lexer.take();
  const { at } = lexeme;
  switch (lexeme.kind) {
    case "word":
    case "exact":
      return { kind: "term", at, patterns: lexeme.patterns, slop: 0 };
    case "phrase":
      return { kind: "term", at, patterns: lexeme.patterns, slop: lexeme.slop ?? 0 };
    case "open":
      return readGroup(reader, at);
    case "field":
      return readField(reader, lexeme.name, at);
    case "atLeast":
    case "first":
      return { kind: lexeme.kind, at, count: lexeme.count, operand: readFunctionOperand(reader, at) };
    case "plus":
      reader.warn("W_PLUS", at, "The + was left out: every part of a query is required already unless OR joins it.");
      expectOperand(reader, lexeme, "+");
      return readPrimary(reader);
    case "stem":
      throw refuseStem(reader.lexer.peek(), at);
    case "proximity":
    case "and":
    case "or":
      throw new QueryError("E_MISSING_OPERAND", at, "Something to search for is missing before this operator.");
    case "not":
      throw new QueryError("E_MISSING_OPERAND", at, "NOT cannot stand here.");
    case "close":
      throw new QueryError("E_UNBALANCED_PAREN", at, "This ) closes nothing.");
    case "end":
      throw new QueryError("E_MISSING_OPERAND", at, "Something to search for is missing at the end.");
  }
}

/** A parenthesised query; its offset is that of the parenthesis. */
function readGroup(reader: Reader, at: number): QueryNode {
  enter(reader, at);
  const { kind } = reader.lexer.peek();
  if (kind === "close") throw emptyGroupError(at);
  if (kind === "end") throw unclosedGroupError(at);
  const node = readOr(reader);
  leave(reader, reader.lexer.take(), at);
  return { ...node, at };
}

function readField(reader: Reader, name: FieldName, at: number): QueryNode {
  if (reader.isInTextField) {
    throw new QueryError("E_NESTED_FIELD", at, "A field cannot stand inside another one: join the two with AND or OR.");
  }
  if (name.kind === "metadata") return readMetadata(reader, name.field, at);
  if (!startsPrimary(reader.lexer.peek())) {
    throw new QueryError(
      "E_MISSING_OPERAND",
      at,
      `After ${name.field}: stands a word, a phrase or a group in parentheses.`,
    );
  }
  reader.isInTextField = true;
  const operand = readPrimary(reader);
  reader.isInTextField = false;
  return { kind: "field", at, field: name.field, operand };
}

function readMetadata(reader: Reader, field: MetadataField, at: number): QueryNode {
  const first = reader.lexer.takeValue();
  if (first.kind === "value") return { kind: "metadata", at, field, values: [first.value] };
  if (first.kind !== "open") {
    throw new QueryError(
      "E_MISSING_OPERAND",
      at,
      `After ${field}: stands a value. To exclude one write -${field}:value.`,
    );
  }
  enter(reader, first.at);
  const values: string[] = [];
  for (;;) {
    const value = reader.lexer.takeValue();
    if (value.kind === "close" && values.length === 0) throw emptyGroupError(first.at);
    if (value.kind === "end") throw unclosedGroupError(first.at);
    if (value.kind === "or" || value.kind === "close") {
      throw new QueryError("E_MISSING_OPERAND", value.at, "A value is missing beside this OR.");
    }
    if (value.kind !== "value") throw metadataError(value.at, field);
    values.push(value.value);
    const next = reader.lexer.takeValue();
    if (next.kind === "or") continue;
    if (next.kind !== "close" && next.kind !== "end") throw metadataError(next.at, field);
    leave(reader, next, first.at);
    return { kind: "metadata", at, field, values };
  }
}

function readFunctionOperand(reader: Reader, at: number): SpanNode {
  const next = reader.lexer.peek();
  if (!startsPrimary(next)) {
    throw new QueryError(
      "E_MISSING_OPERAND",
      at,
      "After the number stands a word, a phrase or a group in parentheses.",
    );
  }
  // Refused before it is read, so that a long chain of them needs no stack.
  if (next.kind === "atLeast" || next.kind === "first") throw operandError(next.at);
  return spanOperand(readPrimary(reader));
}

/** The node as something that has occurrences. @throws {QueryError} E_BAD_NEAR_OPERAND */
function spanOperand(node: QueryNode): SpanNode {
  if (node.kind === "term" || node.kind === "proximity") return node;
  if (node.kind !== "or") throw operandError(node.at);
  return { ...node, sides: node.sides.map((side) => spanOperand(side)) };
}

function enter(reader: Reader, at: number): void {
  reader.depth++;
  if (reader.depth <= maxDepth) return;
  throw new QueryError("E_TOO_DEEP", at, `Parentheses nest at most ${maxDepth} deep.`);
}

function leave(reader: Reader, closing: { readonly kind: string; readonly isStretched?: boolean }, at: number): void {
  if (closing.kind !== "close") throw unclosedGroupError(at);
  if (closing.isStretched === true) throw stretchedError(at);
  reader.depth--;
}

function expectOperand(reader: Reader, operator: Lexeme, name: string): void {
  if (startsOperand(reader.lexer.peek())) return;
  throw new QueryError("E_MISSING_OPERAND", operator.at, `After ${name} something to search for is missing.`);
}

function startsOperand(lexeme: Lexeme): boolean {
  return lexeme.kind === "not" || startsPrimary(lexeme);
}

function startsPrimary({ kind }: Lexeme): boolean {
  return !["and", "or", "not", "proximity", "close", "end"].includes(kind);
}

function refuseStem(operand: Lexeme, at: number): QueryError {
  const isDirect = operand.at === at + 1 && (operand.kind === "word" || operand.kind === "phrase");
  if (!isDirect) return new QueryError("E_MISSING_OPERAND", at, "After ~ stands a word or a phrase, without a space.");
  if (operand.kind === "phrase" && operand.slop !== null) {
    return new QueryError("E_STEM_SLOP", operand.at, "A phrase has either ~ before it or ~ and a number after it.");
  }
  if (operand.patterns.some((pattern) => pattern.kind === "wildcard")) {
    return new QueryError("E_STEM_WILDCARD", operand.at, "Use either ~ for inflected forms or a wildcard, not both.");
  }
  return new QueryError(
    "E_UNSUPPORTED",
    at,
    "Inflected forms with ~ are not supported yet: use a wildcard, as in sanction*.",
  );
}
