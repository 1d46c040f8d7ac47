import type { Dialect } from "./dialects/dialect.ts";
import { QueryError } from "./problem.ts";
import { refuseRange } from "./ranges.ts";

/** Any of the quotation marks; all of them open and close. */
export function isQuote(character: string | undefined): boolean {
  return character !== undefined && quotes.has(character);
}

const quotes: ReadonlySet<string> = new Set('"“”„‟«»″＂');

/** Unicode white space (unlike `\s`, without U+FEFF, which is ignorable inside words). */
function isWhiteSpace(character: string): boolean {
  return whiteSpace.has(character);
}

// `\p{White_Space}`, as a set because it is asked for every character.
const whiteSpace: ReadonlySet<string> = new Set(
  "\t\n\v\f\r \u0085\u00A0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200A\u2028\u2029\u202F\u205F\u3000",
);

/**
 * Behind white space and comments.
 *
 * @throws {QueryError} E_UNCLOSED_COMMENT
 */
export function skipSpace(query: string, from: number): number {
  let at = from;
  while (at < query.length) {
    if (query.startsWith("<<<", at)) {
      const end = query.indexOf(">>>", at + 3);
      if (end === -1) throw new QueryError("E_UNCLOSED_COMMENT", at, "This comment is never closed: end it with >>>.");
      at = end + 3;
    } else if (isWhiteSpace(query[at] ?? "")) at++;
    else break;
  }
  return at;
}

/** Whether a bare word cannot go on here: the end, white space, a sign of grouping or quoting, `|`, `&&`, a comment. */
function endsWord(query: string, at: number, dialect: Dialect): boolean {
  const character = query[at];
  if (character === undefined || character === "{" || character === "}" || isQuote(character)) return true;
  return endsValue(query, at, dialect);
}

/**
 * End of a bare word.
 *
 * @throws {QueryError} E_UNSUPPORTED for a range such as `[2020 TO 2024]`
 */
export function wordEnd(query: string, from: number, dialect: Dialect): number {
  return runEnd(
    query,
    from,
    dialect,
    (at) => endsWord(query, at, dialect) || (at > from && dialect.readGluedOperator(query, at) !== undefined),
  );
}

/**
 * End of a metadata value as written: white space, a parenthesis, `|` or `&&`. Everything else is part of it, `\` too.
 *
 * @throws {QueryError} E_UNSUPPORTED for a range
 */
export function rawEnd(query: string, from: number, dialect: Dialect): number {
  let at = from;
  while (at < query.length && !endsValue(query, at, dialect)) {
    if (dialect.hasRanges) refuseRange(query, at);
    at++;
  }
  return at;
}

/** Whether `\` stands before a character and takes away its meaning. */
export function isEscaped(text: string, at: number): boolean {
  let first = at;
  while (text[first - 1] === "\\") first--;
  return (at - first) % 2 === 1;
}

function endsValue(query: string, at: number, dialect: Dialect): boolean {
  const character = query[at] ?? " ";
  if (character === "|" || dialect.opening.includes(character) || dialect.closing.includes(character)) return true;
  return isWhiteSpace(character) || query.startsWith("&&", at) || query.startsWith("<<<", at);
}

function runEnd(query: string, from: number, dialect: Dialect, isEnd: (at: number) => boolean): number {
  let at = from;
  while (at < query.length) {
    if (query[at] === "\\") at += 2;
    else if (isEnd(at)) break;
    else {
      if (dialect.hasRanges) refuseRange(query, at);
      at++;
    }
  }
  return Math.min(at, query.length);
}
