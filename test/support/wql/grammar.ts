import type { Lexeme } from "./lexemes.ts";
import { Refusal } from "./syntax.ts";
import type { Dialect, Node } from "./syntax.ts";

/** The lexemes being read, from the left. */
interface Reader {
  readonly lexemes: readonly Lexeme[];
  readonly dialect: Dialect;
  /** Length of the query, where something is missing at its end. */
  readonly end: number;
  readonly warnings: string[];
  next: number;
}

/** A tree and the warnings the grammar gives. */
export interface Tree {
  readonly root: Node;
  readonly warnings: readonly string[];
}

/**
 * Reads lexemes along the grammar.
 *
 * @throws {Refusal} E_EMPTY, E_EMPTY_GROUP, E_MISSING_OPERAND, E_BAD_NEAR_OPERAND
 * @see WQL 1, sections 9 and 10
 */
export function treeOf(lexemes: readonly Lexeme[], dialect: Dialect, end: number): Tree {
  if (lexemes.length === 0) throw new Refusal("E_EMPTY", 0);
  const reader: Reader = { lexemes, dialect, end, warnings: [], next: 0 };
  const root = query(reader);
  return { root, warnings: reader.warnings };
}

function peek(reader: Reader): Lexeme | undefined {
  return reader.lexemes[reader.next];
}

function take(reader: Reader, ...kinds: readonly Lexeme["kind"][]): Lexeme | undefined {
  const lexeme = peek(reader);
  if (lexeme === undefined || !kinds.includes(lexeme.kind)) return undefined;
  reader.next += 1;
  return lexeme;
}

/** Whether an operand may start here, so that operands without an operator between them are neighbours. */
function hasOperand(reader: Reader): boolean {
  const lexeme = peek(reader);
  return lexeme !== undefined && !["close", "AND", "OR", "near", "firstAfter"].includes(lexeme.kind);
}

function query(reader: Reader): Node {
  if (reader.dialect === "lexis") return all(reader);
  return reader.dialect === "lucene" ? luceneClauses(reader) : either(reader);
}

function joined(kind: "and" | "or", parts: readonly Node[]): Node {
  const [first] = parts;
  if (first === undefined) throw new Error("A level of the grammar has at least one side");
  return parts.length === 1 ? first : { kind, at: first.at, parts };
}

function either(reader: Reader): Node {
  const sides = [all(reader)];
  for (let or = take(reader, "OR"); or !== undefined; or = take(reader, "OR")) sides.push(all(reader, or));
  const isMixed = sides.length > 1 && sides.some(({ kind, isGrouped }) => kind === "and" && isGrouped !== true);
  if (isMixed && reader.dialect === "wql") reader.warnings.push("W_MIXED_AND_OR");
  return joined("or", sides);
}

/** Neighbours are joined by OR; sides that exclude, and sides with `+`, decide for the whole level. */
function luceneClauses(reader: Reader): Node {
  const [plain, required, excluded]: [Node[], Node[], Node[]] = [[], [], []];
  let or: Lexeme | undefined;
  do {
    const isRequired = peek(reader)?.kind === "plus";
    const side = all(reader, or);
    if (side.kind === "not" && side.isGrouped !== true) excluded.push(side);
    else (isRequired ? required : plain).push(side);
    or = take(reader, "OR");
  } while (or !== undefined || hasOperand(reader));
  const wanted = required.length > 0 ? required : plain;
  const found = wanted.length === 0 ? [] : [joined(required.length > 0 ? "and" : "or", wanted)];
  return joined("and", [...found, ...excluded]);
}

function all(reader: Reader, before?: Lexeme): Node {
  const parts = [unary(reader, before)];
  for (;;) {
    const and = take(reader, "AND");
    if (and === undefined && (reader.dialect === "lucene" || !hasOperand(reader))) return joined("and", parts);
    parts.push(unary(reader, and));
  }
}

function unary(reader: Reader, before?: Lexeme): Node {
  const not = take(reader, "NOT", "minus");
  return not === undefined ? proximity(reader, before) : { kind: "not", at: not.at, part: unary(reader, not) };
}

function proximity(reader: Reader, before?: Lexeme): Node {
  let left = nearOperand(reader, before);
  for (;;) {
    const isNegated = peek(reader)?.kind === "NOT" && reader.lexemes[reader.next + 1]?.kind === "near";
    if (isNegated) reader.next += 1;
    const operator = take(reader, "near");
    if (operator?.kind !== "near") return left;
    refuseUnlessText(left);
    const right = nearOperand(reader, operator);
    refuseUnlessText(right);
    left = { kind: "near", at: left.at, left, right, distance: operator.distance, isNegated };
  }
}

/** In lexis OR binds tightest. */
function nearOperand(reader: Reader, before?: Lexeme): Node {
  const sides = [primary(reader, before)];
  if (reader.dialect !== "lexis") return joined("or", sides);
  for (let or = take(reader, "OR"); or !== undefined; or = take(reader, "OR")) sides.push(primary(reader, or));
  return joined("or", sides);
}

/** @param before the operator, field or prefix whose operand this is */
function primary(reader: Reader, before?: Lexeme): Node {
  let node = plainPrimary(reader, before);
  for (let first = take(reader, "firstAfter"); first?.kind === "firstAfter"; first = take(reader, "firstAfter")) {
    refuseUnlessText(node);
    node = { kind: "first", at: node.at, count: first.count, part: node };
  }
  return node;
}

function plainPrimary(reader: Reader, before?: Lexeme): Node {
  const lexeme = peek(reader);
  if (lexeme === undefined) throw missing(reader, before);
  const { at } = lexeme;
  reader.next += 1;
  switch (lexeme.kind) {
    case "plus":
      return primary(reader, lexeme);
    case "open": {
      const closed = take(reader, "close");
      if (closed !== undefined) throw new Refusal("E_EMPTY_GROUP", at);
      const inside = query(reader);
      const close = take(reader, "close");
      if (close === undefined) throw new Error("Parentheses are balanced before the grammar is read");
      return { ...inside, at, isGrouped: true };
    }
    case "field":
      return { kind: "field", at, start: at, field: lexeme.field, part: primary(reader, lexeme) };
    case "meta":
      return { kind: "meta", at, start: at, field: lexeme.field, values: lexeme.values };
    case "atLeast":
    case "first": {
      const part = primary(reader, lexeme);
      refuseUnlessText(part);
      return { kind: lexeme.kind, at, count: lexeme.count, part };
    }
    case "phrase":
      return { kind: "term", at, patterns: lexeme.patterns, slop: lexeme.slop };
    case "word":
      return { kind: "term", at, patterns: [...lexeme.patterns, ...neighbours(reader)], slop: 0 };
    default:
      reader.next -= 1;
      throw missing(reader, before);
  }
}

/** In factiva and lexis neighbouring bare words are one phrase. */
function neighbours(reader: Reader): readonly (Lexeme & { readonly kind: "word" })["patterns"][number][] {
  if (reader.dialect !== "factiva" && reader.dialect !== "lexis") return [];
  const word = take(reader, "word");
  return word?.kind === "word" ? [...word.patterns, ...neighbours(reader)] : [];
}

function missing(reader: Reader, before: Lexeme | undefined): Refusal {
  const here = peek(reader);
  if (before?.kind === "near") return new Refusal("E_MISSING_OPERAND", here?.at ?? reader.end);
  const isOperator = before?.kind === "AND" || before?.kind === "OR" || before?.kind === "NOT";
  if (isOperator || before?.kind === "minus") return new Refusal("E_MISSING_OPERAND", before.at);
  return new Refusal("E_MISSING_OPERAND", (before ?? here)?.at ?? 0, before === undefined ? "firm" : "free");
}

/** @throws {Refusal} E_BAD_NEAR_OPERAND; in a group the text does not say whether the group or its part is meant */
function refuseUnlessText(node: Node, place: "firm" | "free" = "firm"): void {
  if (node.kind === "term" || node.kind === "near") return;
  const isGroupedField = (node.kind === "field" || node.kind === "meta") && node.isGrouped === true;
  if (node.kind !== "or") throw new Refusal("E_BAD_NEAR_OPERAND", node.at, isGroupedField ? "free" : place);
  for (const part of node.parts) refuseUnlessText(part, "free");
}
