import { QueryError } from "./problem.ts";

const quotes = '"“”„‟«»″＂';
const range =
  /[[{]\s*(?:["“”„‟«»″＂][^"“”„‟«»″＂]*["“”„‟«»″＂]|[^\s[\]{}"“”„‟«»″＂]+)\s+TO\s+(?:["“”„‟«»″＂][^"“”„‟«»″＂]*["“”„‟«»″＂]|[^\s[\]{}"“”„‟«»″＂]+)\s*[\]}]/uy;

/** Any of the quotation marks; all of them open and close. */
export function isQuote(character: string): boolean {
  return quotes.includes(character);
}

/** Unicode white space (unlike `\s`, without U+FEFF, which is ignorable inside words). */
export function isWhiteSpace(character: string): boolean {
  return /\p{White_Space}/u.test(character);
}

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

/**
 * End of a bare word: white space, a parenthesis, brace, quotation mark, `|`, `&&` or a comment ends it.
 *
 * @throws {QueryError} E_UNSUPPORTED for a range such as `[2020 TO 2024]`
 */
export function wordEnd(query: string, from: number): number {
  return runEnd(query, from, (character) => "(){}|".includes(character) || isQuote(character));
}

/** End of a metadata value: as a word, but quotation marks and braces are part of it. */
export function rawEnd(query: string, from: number): number {
  return runEnd(query, from, (character) => "()|".includes(character));
}

/** @throws {QueryError} E_UNSUPPORTED when a range starts here */
export function refuseRange(query: string, at: number): void {
  range.lastIndex = at;
  if (!range.test(query)) return;
  throw new QueryError(
    "E_UNSUPPORTED",
    at,
    'Ranges such as [a TO b] cannot be searched: write the values with OR. For the exact words use {"a TO b"}.',
  );
}

function runEnd(query: string, from: number, isDelimiter: (character: string) => boolean): number {
  let at = from;
  for (; at < query.length; at++) {
    const character = query[at] ?? "";
    if (character === "\\") {
      at++;
      continue;
    }
    if (isWhiteSpace(character) || isDelimiter(character)) break;
    if (query.startsWith("&&", at) || query.startsWith("<<<", at)) break;
    if (character === "[" || character === "{") refuseRange(query, at);
  }
  return Math.min(at, query.length);
}
