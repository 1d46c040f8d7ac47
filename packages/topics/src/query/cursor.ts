import type { Dialect } from "./dialects/dialect.ts";
import type { Warn } from "./problem.ts";
import { isEscaped, skipSpace } from "./runs.ts";

/** A place in a query that moves on as signs are read. */
export interface Cursor {
  readonly query: string;
  readonly dialect: Dialect;
  /** Words and phrases are read as if `~` stood before them. */
  readonly isStemming: boolean;
  /** Is told about what is skipped or dropped. */
  readonly warn: Warn;
  /** The last slash without a backslash before it; -1 without one. */
  readonly lastSlash: number;
  position: number;
  /** Signs such as - are operators here: at the start and after white space, "(" or a field's ":". */
  isBoundary: boolean;
}

/** A cursor at the start of a query. */
export function createCursor(query: string, dialect: Dialect, isStemming: boolean, warn: Warn): Cursor {
  let lastSlash = query.lastIndexOf("/");
  while (lastSlash > 0 && isEscaped(query, lastSlash)) lastSlash = query.lastIndexOf("/", lastSlash - 1);
  return { query, dialect, isStemming, warn, lastSlash, position: 0, isBoundary: true };
}

/** Moves behind white space and comments. @throws {QueryError} E_UNCLOSED_COMMENT */
export function skip(cursor: Cursor): void {
  const next = skipSpace(cursor.query, cursor.position);
  if (next > cursor.position) cursor.isBoundary = true;
  cursor.position = next;
}
