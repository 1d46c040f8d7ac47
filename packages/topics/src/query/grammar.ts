import type { Side } from "./dialects/dialect.ts";
import type { FieldName } from "./fields.ts";
import { joinNodes } from "./join.ts";
import type { Lexeme, WordLexeme } from "./lexeme.ts";
import {
  emptyGroupError,
  missingLeftError,
  missingRightError,
  nestedFieldError,
  operandError,
  unclosedGroupError,
  unopenedGroupError,
} from "./messages.ts";
import { readMetadata } from "./metadata-group.ts";
import { QueryError } from "./problem.ts";
import { enterGroup, expectOperand, leaveGroup, spanOperand, startsOperand, startsPrimary } from "./reader.ts";
import type { Reader } from "./reader.ts";
import type { ProximityLink, QueryNode, SpanNode, TermNode } from "./syntax.ts";

/**
 * Reads a query or what stands in parentheses: `a OR b AND c`.
 *
 * @throws {QueryError} for everything that is no query
 * @see WQL 1, section 9 "Grammar"; where OR binds tightest the level of OR is between proximity and its operands
 */
export function readClauses(reader: Reader): QueryNode {
  const { dialect, lexer, warn } = reader;
  if (dialect.isOrTightest) return readSide(reader).node;
  const sides = [readSide(reader)];
  for (;;) {
    const next = lexer.peek();
    if (next.kind === "or") expectOperand(reader, lexer.take(), "OR");
    else if (dialect.neighbours !== "or" || !startsOperand(next)) break;
    sides.push(readSide(reader));
  }
  return dialect.joinSides(sides, warn);
}

/** Operands joined by AND. */
function readSide(reader: Reader): Side {
  const { dialect, lexer } = reader;
  const isExclusion = lexer.peek().kind === "not";
  const parts: QueryNode[] = [];
  let hasPlus = false;
  for (;;) {
    hasPlus ||= lexer.peek().kind === "plus";
    parts.push(readUnary(reader));
    const next = lexer.peek();
    if (next.kind === "firstOf") throw missingLeftError(next.at);
    if (next.kind === "and") expectOperand(reader, lexer.take(), "AND");
    else if (dialect.neighbours === "or" || !startsOperand(next)) break;
  }
  return {
    node: joinNodes("and", parts),
    parts: parts.length,
    isExclusion: isExclusion && parts.length === 1,
    hasPlus,
  };
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
  const { lexer } = reader;
  const left = readOperand(reader);
  if (lexer.peek().kind !== "proximity") return left;
  const first = spanOperand(left);
  const links: ProximityLink[] = [];
  for (let next = lexer.peek(); next.kind === "proximity"; next = lexer.peek()) {
    lexer.take();
    const right = lexer.peek();
    if (!startsPrimary(right)) throw missingRightError(right.at, "this operator");
    links.push({ operator: next.operator, isNegated: next.isNegated, operand: spanOperand(readOperand(reader)) });
  }
  return { kind: "proximity", at: left.at, first, links };
}

/** One side of a proximity operator. */
function readOperand(reader: Reader): QueryNode {
  const sides = [readPrimary(reader)];
  while (reader.dialect.isOrTightest && reader.lexer.peek().kind === "or") {
    const or = reader.lexer.take();
    if (!startsPrimary(reader.lexer.peek())) throw missingRightError(or.at, "OR");
    sides.push(readPrimary(reader));
  }
  return joinNodes("or", sides);
}

function readPrimary(reader: Reader): QueryNode {
  const lexeme = reader.lexer.take();
  const { at } = lexeme;
  switch (lexeme.kind) {
    case "word":
      return readFirstOf(reader, readNeighbours(reader, lexeme));
    case "term":
      return readFirstOf(reader, { kind: "term", at, patterns: lexeme.patterns, slop: lexeme.slop });
    case "open":
      return readFirstOf(reader, readGroup(reader, at));
    case "field":
      return readField(reader, lexeme.name, at);
    case "atLeast":
    case "first":
      return { kind: lexeme.kind, at, count: lexeme.count, operand: readFunctionOperand(reader, at) };
    case "plus":
      reader.warn("W_PLUS", at, "The + was left out: every part of a query is required already unless OR joins it.");
      if (!startsPrimary(reader.lexer.peek())) throw missingRightError(at, "+");
      return readPrimary(reader);
    case "proximity":
    case "firstOf":
    case "and":
    case "or":
      throw missingLeftError(at);
    case "not":
      throw new QueryError("E_MISSING_OPERAND", at, "NOT cannot stand here: write it before the whole group.");
    case "close":
      throw unopenedGroupError(at);
    case "end":
      throw new QueryError(
        "E_MISSING_OPERAND",
        at,
        "Something to search for is missing at the end: write a word there.",
      );
  }
}

/** A bare word, with those beside it where they are one phrase. */
function readNeighbours(reader: Reader, word: WordLexeme): TermNode {
  const patterns = [...word.patterns];
  if (reader.dialect.neighbours === "phrase") {
    for (let next = reader.lexer.peek(); next.kind === "word"; next = reader.lexer.peek()) {
      for (const pattern of next.patterns) patterns.push(pattern);
      reader.lexer.take();
    }
  }
  return { kind: "term", at: word.at, patterns, slop: 0 };
}

/** `x/Fn/`, which stands behind what it limits. */
function readFirstOf(reader: Reader, operand: QueryNode): QueryNode {
  const next = reader.lexer.peek();
  if (next.kind !== "firstOf") return operand;
  reader.lexer.take();
  return { kind: "first", at: operand.at, count: next.count, operand: spanOperand(operand) };
}

/** A parenthesised query; its offset is that of the parenthesis. */
function readGroup(reader: Reader, at: number): QueryNode {
  enterGroup(reader, at);
  const { kind } = reader.lexer.peek();
  if (kind === "close") throw emptyGroupError(at);
  if (kind === "end") throw unclosedGroupError(at);
  const node = readClauses(reader);
  leaveGroup(reader, reader.lexer.take(), at);
  return { ...node, at };
}

function readField(reader: Reader, name: FieldName, at: number): QueryNode {
  if (reader.isInTextField) throw nestedFieldError(at);
  if (name.kind === "metadata") return readMetadata(reader, name.field, at);
  if (!startsPrimary(reader.lexer.peek())) {
    const message = `After ${name.field}: stands a word, a phrase or a group in parentheses.`;
    throw new QueryError("E_MISSING_OPERAND", at, message);
  }
  reader.isInTextField = true;
  const operand = readPrimary(reader);
  reader.isInTextField = false;
  return { kind: "field", at, field: name.field, operand };
}

function readFunctionOperand(reader: Reader, at: number): SpanNode {
  const next = reader.lexer.peek();
  if (!startsPrimary(next)) {
    const message = "After the number stands a word, a phrase or a group in parentheses.";
    throw new QueryError("E_MISSING_OPERAND", at, message);
  }
  // Refused before it is read, so that a long chain of them needs no stack.
  if (next.kind === "atLeast" || next.kind === "first") throw operandError(next.at);
  return spanOperand(readPrimary(reader));
}
