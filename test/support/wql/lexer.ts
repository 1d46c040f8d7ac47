import {
  closeParenthesis,
  look,
  openParenthesis,
  quotes,
  readEscaped,
  readSuffix,
  refuseRange,
  skipSpace,
} from "./cursor.ts";
import type { Cursor } from "./cursor.ts";
import { fieldStart } from "./fields.ts";
import type { Lexeme, LexemeList } from "./lexemes.ts";
import { operatorOf } from "./operators.ts";
import { readValues } from "./read-meta.ts";
import { readBraces, readPhrase, readTerm, startsPhrase } from "./read-terms.ts";
import { Refusal } from "./syntax.ts";
import type { ReferenceOptions } from "./syntax.ts";

/**
 * Splits a query into lexemes.
 *
 * @throws {Refusal} the first error that needs no knowledge of the grammar
 */
export function lexemesOf(query: string, options: ReferenceOptions): LexemeList {
  if (query.length > 32_768) throw new Refusal("E_TOO_LONG", 32_768);
  const cursor: Cursor = { query, options, dialect: options.dialect ?? "wql", at: 0, warnings: [], open: [] };
  const lexemes: Lexeme[] = [];
  let before: Before = "space";
  for (;;) {
    if (skipSpace(cursor)) before = "space";
    if (cursor.at >= query.length) break;
    const from = cursor.at;
    const read = readOne(cursor, before, lexemes);
    if (read !== undefined) lexemes.push(read);
    before = beforeNext(read, query.slice(from, cursor.at));
  }
  const [unmatched] = cursor.open.slice(-1);
  if (unmatched !== undefined) throw new Refusal("E_UNBALANCED_PAREN", unmatched);
  return { lexemes, warnings: cursor.warnings };
}

/** What touches the next lexeme from the left: `space` and `sign` (an opening parenthesis, a field) let prefixes stand. */
type Before = "space" | "sign" | "closed" | "other";

function beforeNext(read: Lexeme | undefined, written: string): Before {
  if (read?.kind === "open" || read?.kind === "field") return "sign";
  if (read?.kind === "close") return "closed";
  const isClosed = new RegExp(`[)\\]}${quotes}]$`, "u").test(written);
  return isClosed && (read?.kind === "phrase" || read?.kind === "meta") ? "closed" : "other";
}

function readOne(cursor: Cursor, before: Before, lexemes: readonly Lexeme[]): Lexeme | undefined {
  const at = cursor.at;
  const isPlaced = before === "space" || before === "sign";
  const sign = cursor.query[at] ?? "";
  const isFactiva = cursor.dialect === "factiva";
  if (sign === "(" || (sign === "[" && isFactiva)) {
    openParenthesis(cursor);
    return { kind: "open", at };
  }
  if (sign === ")" || (sign === "]" && isFactiva)) {
    const opened = closeParenthesis(cursor);
    readSuffix(cursor, opened);
    return { kind: "close", at };
  }
  if (startsPhrase(cursor)) return readPhrase(cursor, "plain");
  if (sign === "{") {
    refuseRange(cursor);
    return readBraces(cursor);
  }
  if (sign === "}") throw new Refusal("E_UNBALANCED_BRACE", at);
  const joint = look(cursor, /&&|\|\|?/)?.[0];
  if (joint !== undefined) {
    cursor.at += joint.length;
    return { kind: joint === "&&" ? "AND" : "OR", at };
  }
  if (cursor.dialect === "lexis") refuseLexisPlus(cursor);
  if (isPlaced && look(cursor, /([-+!])(?!\1|\p{White_Space}|<<<|\)|$)/u) !== null) return readPrefix(cursor, sign);
  if (sign === "~") return readStem(cursor);
  return readWord(cursor, before, lexemes);
}

function refuseLexisPlus(cursor: Cursor): void {
  const plus = look(cursor, new RegExp(String.raw`\+\d+(?=$|[\p{White_Space}()\{\}|${quotes}]|&&|<<<)`));
  if (plus !== null) throw new Refusal("E_UNSUPPORTED", cursor.at);
}

function readPrefix(cursor: Cursor, sign: string): Lexeme | undefined {
  const at = cursor.at;
  if (sign === "!" && cursor.dialect !== "lucene") throw new Refusal("E_BANG", at);
  cursor.at += 1;
  if (sign !== "+") return { kind: "minus", at };
  if (cursor.dialect !== "lucene") cursor.warnings.push("W_PLUS");
  return { kind: "plus", at };
}

function readStem(cursor: Cursor): Lexeme | undefined {
  const at = cursor.at;
  cursor.at += 1;
  if (startsPhrase(cursor)) return { ...readPhrase(cursor, "stem"), at };
  const start = cursor.at;
  refuseRegex(cursor, "other");
  const written = readBareWord(cursor);
  const reading = readTerm(cursor, written, start, "stem");
  if (reading === undefined) throw new Refusal("E_MISSING_OPERAND", at, "free");
  return { kind: "phrase", at, patterns: reading.patterns, slop: 0 };
}

function readWord(cursor: Cursor, before: Before, lexemes: readonly Lexeme[]): Lexeme | undefined {
  const at = cursor.at;
  const field = fieldStart(cursor.query.slice(at), cursor.dialect);
  if (field?.kind === "unknownField") throw new Refusal("E_UNKNOWN_FIELD", at);
  if (field !== undefined) {
    cursor.at += field.length;
    if (field.kind === "field") return { kind: "field", at, field: field.field };
    return { kind: "meta", at, field: field.field, values: readValues(cursor, at) };
  }
  const written = readBareWord(cursor);
  const raw = cursor.query.slice(at, cursor.at);
  const operator = raw.includes("\\") ? undefined : operatorOf(raw, cursor.dialect);
  if (operator?.kind === "bad") {
    const not = cursor.dialect === "lexis" && operator.code === "E_UNSUPPORTED" ? lexemes.at(-1) : undefined;
    throw new Refusal(operator.code, not?.kind === "NOT" && !raw.startsWith("+") ? not.at : at);
  }
  if (operator !== undefined) return { ...operator, at };
  cursor.at = at;
  refuseRegex(cursor, before);
  cursor.at += raw.length;
  const reading = readTerm(cursor, written, at, "plain");
  return reading === undefined ? undefined : { kind: "word", at, patterns: reading.patterns };
}

/** Refuses a regular expression at the cursor. @see WQL 1, section 3 */
function refuseRegex(cursor: Cursor, before: Before): void {
  if (look(cursor, /\/(?!\/)/) === null) return;
  const from = cursor.at;
  const written = readBareWord(cursor);
  cursor.at = from;
  const slashes = written.filter(({ text, isLiteral }) => text === "/" && !isLiteral).length;
  const last = written.at(-1);
  const isWhole = slashes === 2 && last?.text === "/" && !last.isLiteral;
  const isFollowed = /^\/(?:\\[^]|[^\\/])*\//u.test(cursor.query.slice(from));
  if (isWhole || (isFollowed && before !== "closed")) throw new Refusal("E_REGEX", from);
}

/** The characters up to the end of a bare word. In factiva a glued `/N5/` or `/F5/` ends it and is a word of its own. */
function readBareWord(cursor: Cursor): ReturnType<typeof readEscaped> {
  const isFactiva = cursor.dialect === "factiva";
  const ends = new RegExp(String.raw`[\p{White_Space}()\{\}|${quotes}${isFactiva ? String.raw`\[\]` : ""}]|&&|<<<`);
  const glued = /\/[NnFf]\d+\//;
  const first = isFactiva ? look(cursor, glued)?.[0] : undefined;
  if (first !== undefined) {
    cursor.at += first.length;
    return Array.from(first, (text) => ({ text, isLiteral: false }));
  }
  return readEscaped(cursor, () => {
    refuseRange(cursor);
    return look(cursor, ends) !== null || (isFactiva && look(cursor, glued) !== null);
  });
}
