import { createCursor, skip } from "./cursor.ts";
import type { Cursor } from "./cursor.ts";
import type { Dialect } from "./dialects/dialect.ts";
import type { Lexeme, ValueLexeme } from "./lexeme.ts";
import { QueryError } from "./problem.ts";
import type { Warn } from "./problem.ts";
import { readBraces, readPhrase } from "./quoted.ts";
import { refuseRange } from "./ranges.ts";
import { isQuote, skipSpace, wordEnd } from "./runs.ts";
import { readSuffix } from "./suffix.ts";
import { readValue } from "./values.ts";
import { readStemmed, readWord } from "./words.ts";

/** Reads a query sign by sign. What stands after a metadata field is read by other rules, so the reader asks. */
export interface Lexer {
  /** The sign that comes next, without taking it. */
  peek(): Lexeme;
  take(): Lexeme;
  /** Takes the next sign as a metadata value. Only right after `take` with nothing peeked. */
  takeValue(): ValueLexeme;
}

/**
 * Lexer over one query.
 *
 * @param warn is told about what is skipped or dropped
 * @returns its methods throw {@link QueryError} with the place of what cannot be read
 */
export function createLexer(query: string, dialect: Dialect, isStemming: boolean, warn: Warn): Lexer {
  const cursor = createCursor(query, dialect, isStemming, warn);
  let ahead: Lexeme | undefined;
  return {
    peek() {
      ahead ??= readLexeme(cursor);
      return ahead;
    },
    take() {
      const taken = ahead ?? readLexeme(cursor);
      ahead = undefined;
      return taken;
    },
    takeValue() {
      skip(cursor);
      return readValue(cursor);
    },
  };
}

function readLexeme(cursor: Cursor): Lexeme {
  for (;;) {
    skip(cursor);
    const wasBoundary = cursor.isBoundary;
    cursor.isBoundary = false;
    const lexeme = readDelimiter(cursor) ?? (wasBoundary ? readSign(cursor) : undefined) ?? readWord(cursor, false);
    if (lexeme !== undefined) return lexeme;
  }
}

function readDelimiter(cursor: Cursor): Lexeme | undefined {
  const { query, dialect, position: at } = cursor;
  const character = query[at];
  if (character === undefined) return { kind: "end", at };
  if (dialect.opening.includes(character)) {
    cursor.position++;
    cursor.isBoundary = true;
    return { kind: "open", at };
  }
  if (dialect.closing.includes(character)) {
    cursor.position++;
    return { kind: "close", at, isStretched: readSuffix(cursor) };
  }
  if (character === "|" || query.startsWith("&&", at)) {
    cursor.position += character === "|" && query[at + 1] !== "|" ? 1 : 2;
    return { kind: character === "|" ? "or" : "and", at };
  }
  if (character === "~") return readStemmed(cursor);
  if (isQuote(character)) return readPhrase(cursor, false);
  if (dialect.hasRanges) refuseRange(query, at);
  if (character === "{") return readBraces(cursor);
  if (character !== "}") return undefined;
  throw new QueryError("E_UNBALANCED_BRACE", at, "This } closes nothing: leave it out, or put a { before the words.");
}

/** `-`, `+` and `!` before what they touch. @throws {QueryError} E_BANG */
function readSign(cursor: Cursor): Lexeme | undefined {
  const { query, dialect, position: at } = cursor;
  const sign = query[at];
  if (sign !== "-" && sign !== "+" && sign !== "!") return undefined;
  const touched = query[at + 1];
  if (touched === undefined || touched === sign || dialect.closing.includes(touched)) return undefined;
  if (skipSpace(query, at + 1) > at + 1) return undefined;
  // Read as a word, which refuses it.
  if (sign === "+" && isUnsupported(cursor)) return undefined;
  if (sign === "!" && !dialect.isBangNot) {
    throw new QueryError("E_BANG", at, "Write NOT or - instead of !, or put the text in quotation marks.");
  }
  cursor.position++;
  return { kind: sign === "+" ? "plus" : "not", at };
}

function isUnsupported({ query, dialect, position }: Cursor): boolean {
  return dialect.findUnsupported(query.slice(position, wordEnd(query, position, dialect))) !== undefined;
}
