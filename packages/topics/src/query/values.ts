import type { Cursor } from "./cursor.ts";
import type { ValueLexeme } from "./lexeme.ts";
import { QueryError } from "./problem.ts";
import { quotedBody } from "./quoted.ts";
import { isQuote, rawEnd } from "./runs.ts";
import { readClosing, readSuffix } from "./suffix.ts";
import { unescape } from "./term.ts";

/**
 * Reads one sign where a metadata field expects its values: values are taken as written.
 *
 * @throws {QueryError} E_EMPTY_TERM, E_UNCLOSED_QUOTE, E_UNSUPPORTED
 * @see WQL 1, section 6
 */
export function readValue(cursor: Cursor): ValueLexeme {
  const { query, dialect, position: at } = cursor;
  const character = query[at];
  cursor.isBoundary = false;
  if (character === undefined) return { kind: "end", at };
  if (dialect.closing.includes(character)) {
    cursor.position++;
    return { kind: "close", at, isStretched: readSuffix(cursor) };
  }
  if (character === "|" || dialect.opening.includes(character)) {
    cursor.position += query.startsWith("||", at) ? 2 : 1;
    return { kind: character === "|" ? "or" : "open", at };
  }
  if (isQuote(character)) {
    const value = unescape(quotedBody(cursor));
    if (/^\p{White_Space}*$/u.test(value)) {
      throw new QueryError("E_EMPTY_TERM", at, "These quotation marks hold no value: write one after the field.");
    }
    readClosing(cursor, at);
    return { kind: "value", value, at };
  }
  cursor.position = rawEnd(query, at, dialect);
  const raw = query.slice(at, cursor.position);
  const word = dialect.isCaseFree ? raw.toUpperCase() : raw;
  if (word === "OR") return { kind: "or", at };
  if (word === "" || word === "AND" || word === "NOT" || word.startsWith("-")) return { kind: "other", at };
  return { kind: "value", value: raw, at };
}
