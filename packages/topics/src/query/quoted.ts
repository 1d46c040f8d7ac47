import type { Cursor } from "./cursor.ts";
import type { TermLexeme } from "./lexeme.ts";
import { QueryError } from "./problem.ts";
import { isQuote } from "./runs.ts";
import { readClosing, readSlop } from "./suffix.ts";
import { readExact, readTerm } from "./term.ts";

/**
 * Reads a phrase with its slop and boost.
 *
 * @param hasTilde `~` stands before it
 * @throws {QueryError} E_UNCLOSED_QUOTE, E_EMPTY_TERM, E_BAD_DISTANCE, E_UNSUPPORTED and, with `~`, E_STEM_SLOP,
 * E_STEM_WILDCARD
 */
export function readPhrase(cursor: Cursor, hasTilde: boolean): TermLexeme {
  const at = cursor.position;
  const isStemmed = hasTilde || cursor.isStemming;
  const patterns = readTerm(quotedBody(cursor), at, "phrase", cursor.warn, { isStemmed });
  if (patterns.every((pattern) => pattern.kind === "any")) {
    throw new QueryError("E_EMPTY_TERM", at, "These quotation marks hold no word: write one, or leave them out.");
  }
  const slop = readSlop(cursor, at);
  readClosing(cursor, at);
  if (hasTilde && slop !== null) {
    const message = "A phrase has either ~ before it or ~ and a number behind it: leave one of them out.";
    throw new QueryError("E_STEM_SLOP", at, message);
  }
  if (hasTilde) refuseWildcard(patterns, at);
  if (slop !== null && slop > 0 && patterns.some((pattern) => pattern.kind === "any")) {
    throw new QueryError("E_EMPTY_TERM", at, "A lone * cannot stand in a phrase with ~: leave one of them out.");
  }
  return { kind: "term", patterns, slop: slop ?? 0, at };
}

/** Reads `{exact words}`. @throws {QueryError} E_UNCLOSED_BRACE, E_EMPTY_TERM, E_UNSUPPORTED */
export function readBraces(cursor: Cursor): TermLexeme {
  const at = cursor.position;
  const end = cursor.query.indexOf("}", at);
  if (end === -1) throw new QueryError("E_UNCLOSED_BRACE", at, "This { is never closed: put a } after the exact text.");
  const patterns = readExact(cursor.query.slice(at + 1, end));
  if (patterns.length === 0) {
    throw new QueryError("E_EMPTY_TERM", at, "These braces hold no word: write one, or leave them out.");
  }
  cursor.position = end + 1;
  readClosing(cursor, at);
  return { kind: "term", patterns, slop: 0, at };
}

/**
 * Reads up to the closing quotation mark and gives what stands between, backslashes kept.
 *
 * @throws {QueryError} E_UNCLOSED_QUOTE
 */
export function quotedBody(cursor: Cursor): string {
  const { query, position } = cursor;
  for (let end = position + 1; end < query.length; end++) {
    if (query[end] === "\\") end++;
    else if (isQuote(query[end])) {
      cursor.position = end + 1;
      return query.slice(position + 1, end);
    }
  }
  const message = 'This quotation mark is never closed: put one after the phrase, or write \\" for the sign itself.';
  throw new QueryError("E_UNCLOSED_QUOTE", position, message);
}

/** @throws {QueryError} E_STEM_WILDCARD */
export function refuseWildcard(patterns: TermLexeme["patterns"], at: number): void {
  if (!patterns.some((pattern) => pattern.kind === "wildcard")) return;
  throw new QueryError("E_STEM_WILDCARD", at, "Use either ~ for inflected forms or a wildcard, not both.");
}
