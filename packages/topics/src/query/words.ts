import type { Cursor } from "./cursor.ts";
import type { Lexeme, TermLexeme } from "./lexeme.ts";
import { missingStemError, regexError, unknownFieldError, warnBoost } from "./messages.ts";
import type { WordOperator } from "./operators.ts";
import { QueryError } from "./problem.ts";
import type { Warn } from "./problem.ts";
import { readPhrase, refuseWildcard } from "./quoted.ts";
import { isEscaped, isQuote, skipSpace, wordEnd } from "./runs.ts";
import { readTerm } from "./term.ts";

/**
 * Reads a field's name, an operator or a bare word.
 *
 * @param hasTilde `~` stands before it
 * @returns undefined when the run holds nothing to look for and was skipped
 * @throws {QueryError} for everything that a bare word must not be
 * @see WQL 1, section 3
 */
export function readWord(cursor: Cursor, hasTilde: boolean): Lexeme | undefined {
  const { query, dialect, position: at } = cursor;
  const run = query.slice(at, wordEnd(query, at, dialect));
  const operator = readOperatorAt(cursor, run, at);
  if (operator !== undefined) {
    cursor.position = operator.end;
    return operator.sign.kind === "not" ? readNot(cursor, at) : lexemeOf(operator.sign, at);
  }
  const field = readFieldName(cursor, run);
  if (field !== undefined) return field;
  cursor.position = at + run.length;
  if (isRegex(cursor, run, at)) throw regexError(at);
  const plain = readPlainWord(run, at, cursor.warn);
  const isStemmed = hasTilde || cursor.isStemming;
  const patterns = readTerm(plain, at, "word", cursor.warn, { isStemmed, wildcards: dialect.wildcards });
  if (patterns.length > 0) return { kind: "word", patterns, at };
  cursor.warn("W_IGNORED", at, `"${run}" holds no letter or digit and was left out.`);
  return undefined;
}

/** Reads `~word` or `~"a phrase"`. @throws {QueryError} E_MISSING_OPERAND, E_STEM_WILDCARD, E_STEM_SLOP */
export function readStemmed(cursor: Cursor): TermLexeme {
  const at = cursor.position++;
  const touched = cursor.position;
  if (isQuote(cursor.query[touched])) return { ...readPhrase(cursor, true), at };
  const isWord = cursor.query[touched] !== "~" && wordEnd(cursor.query, touched, cursor.dialect) > touched;
  const word = isWord ? readWord(cursor, true) : undefined;
  if (word?.kind !== "word") throw missingStemError(at);
  refuseWildcard(word.patterns, touched);
  return { kind: "term", patterns: word.patterns, slop: 0, at };
}

/** A bare word or glued sign that is an operator. @throws {QueryError} E_BAD_DISTANCE, E_UNSUPPORTED */
function readOperatorAt(
  { query, dialect }: Cursor,
  run: string,
  at: number,
): { readonly sign: WordOperator; readonly end: number } | undefined {
  const glued = dialect.readGluedOperator(query, at);
  if (glued !== undefined) return { sign: glued.operator, end: glued.end };
  const unsupported = dialect.findUnsupported(run);
  if (unsupported !== undefined) throw new QueryError("E_UNSUPPORTED", at, unsupported.message);
  const sign = dialect.readOperator(run, at);
  return sign === undefined ? undefined : { sign, end: at + run.length };
}

/** NOT, which makes one operator with a proximity operator behind it. */
function readNot(cursor: Cursor, at: number): Lexeme {
  const { query, dialect, position } = cursor;
  const next = skipSpace(query, position);
  const run = query.slice(next, wordEnd(query, next, dialect));
  const unsupported = dialect.findUnsupported(run);
  if (unsupported !== undefined) {
    throw new QueryError("E_UNSUPPORTED", unsupported.isSign ? next : at, unsupported.message);
  }
  const operator = readOperatorAt(cursor, run, next);
  if (operator?.sign.kind !== "proximity") return { kind: "not", at };
  cursor.position = operator.end;
  return { ...operator.sign, isNegated: true, at };
}

function lexemeOf(sign: WordOperator, at: number): Lexeme {
  return sign.kind === "proximity" ? { ...sign, isNegated: false, at } : { ...sign, at };
}

/** `name:` or, in some dialects, `name=` and `NAME(`. @throws {QueryError} E_UNKNOWN_FIELD */
function readFieldName(cursor: Cursor, run: string): Lexeme | undefined {
  const { query, dialect, position: at } = cursor;
  const segment = query[at + run.length] === "(" ? dialect.segments.get(run.toLowerCase()) : undefined;
  if (segment !== undefined) {
    cursor.position += run.length;
    return { kind: "field", name: segment, at };
  }
  const [prefix] = dialect.fieldPrefix.exec(run) ?? [];
  if (prefix === undefined) return undefined;
  const name = dialect.fields.get(prefix.slice(0, -1).toLowerCase());
  if (name === undefined) throw unknownFieldError(prefix, at, dialect);
  cursor.position += prefix.length;
  cursor.isBoundary = true;
  return { kind: "field", name, at };
}

/** `/pattern/`, or a slash that starts a word, closes nothing before it and has another one somewhere after it. */
function isRegex({ query, dialect, lastSlash }: Cursor, run: string, at: number): boolean {
  if (!run.startsWith("/")) return false;
  if (/^\/[^/]+\/$/u.test(run)) return true;
  if (run.startsWith("//")) return false;
  const before = query[at - 1] ?? " ";
  return before !== "}" && !dialect.closing.includes(before) && !isQuote(before) && lastSlash > at;
}

/** A bare word without its boost. @throws {QueryError} E_FUZZY */
function readPlainWord(run: string, at: number, warn: Warn): string {
  const boost = run.includes("^") ? (/\^[0-9]+(?:\.[0-9]+)?$/u.exec(run)?.index ?? 0) : 0;
  const plain = boost > 0 && !isEscaped(run, boost) ? run.slice(0, boost) : run;
  if (plain !== run) warnBoost(at + boost, warn);
  const tilde = plain.includes("~") ? /~(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)?$/u.exec(plain)?.index : undefined;
  if (tilde !== undefined && !isEscaped(plain, tilde)) {
    const word = plain.slice(0, tilde);
    const message = `Words are not matched loosely: instead of ${plain} write its spellings with OR, ~${word} for its forms, or a wildcard.`;
    throw new QueryError("E_FUZZY", at, message);
  }
  if (/^(?:and|or|not|near|onear)$/u.test(plain)) {
    const capitals = plain.toUpperCase();
    warn("W_LOWERCASE_OPERATOR", at, `"${plain}" is searched as a word; the operator is written ${capitals}.`);
  }
  const last = plain.length - 1;
  if (plain.endsWith("?") && !isEscaped(plain, last)) {
    warn("W_QUESTION_MARK", at + last, 'The ? stands for one more letter; for the question mark write "\\?".');
  }
  return plain;
}
