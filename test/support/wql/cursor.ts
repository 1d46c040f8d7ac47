import { Refusal } from "./syntax.ts";
import type { Dialect, ReferenceOptions } from "./syntax.ts";
import type { WrittenCharacter } from "./words.ts";

/** Any sign that opens and closes a phrase. */
export const quotes = '"“”„‟«»″＂';

/** A query being read from left to right, and what was met on the way. */
export interface Cursor {
  readonly query: string;
  readonly options: ReferenceOptions;
  readonly dialect: Dialect;
  at: number;
  readonly warnings: string[];
  /** Offsets of the parentheses that are open. */
  readonly open: number[];
}

const stickyPatterns = new Map<string, RegExp>();

/** Matches at the cursor without moving it. */
export function look(cursor: Cursor, pattern: RegExp): RegExpExecArray | null {
  const sticky = stickyPatterns.get(pattern.source) ?? new RegExp(pattern.source, "yu");
  stickyPatterns.set(pattern.source, sticky);
  sticky.lastIndex = cursor.at;
  return sticky.exec(cursor.query);
}

/** Skips white space and comments; says whether there were any. */
export function skipSpace(cursor: Cursor): boolean {
  const from = cursor.at;
  for (;;) {
    cursor.at += look(cursor, /\p{White_Space}*/u)?.[0].length ?? 0;
    if (!cursor.query.startsWith("<<<", cursor.at)) return cursor.at > from;
    const end = cursor.query.indexOf(">>>", cursor.at + 3);
    if (end === -1) throw new Refusal("E_UNCLOSED_COMMENT", cursor.at);
    cursor.at = end + 3;
  }
}

const rangeEnd = String.raw`(?:[${quotes}](?:\\[^]|[^\\${quotes}])*[${quotes}]|[^\p{White_Space}()\[\]\{\}${quotes}]+)`;
const range = new RegExp(
  String.raw`[\[\{]\p{White_Space}*${rangeEnd}\p{White_Space}+TO\p{White_Space}+${rangeEnd}\p{White_Space}*[\]\}]`,
  "u",
);

/** Refuses a Lucene range that starts at the cursor. @see WQL 1, section 3 */
export function refuseRange(cursor: Cursor): void {
  if (cursor.dialect !== "wql" && cursor.dialect !== "lucene") return;
  const opens = cursor.query[cursor.at] === "[" || cursor.query[cursor.at] === "{";
  if (opens && look(cursor, range) !== null) throw new Refusal("E_UNSUPPORTED", cursor.at);
}

/** Reads characters up to the first unescaped one at which `isEnd`; the cursor stands there afterwards. */
export function readEscaped(cursor: Cursor, isEnd: () => boolean): WrittenCharacter[] {
  const written: WrittenCharacter[] = [];
  while (cursor.at < cursor.query.length && !isEnd()) {
    const isLiteral = look(cursor, /\\[^]/) !== null;
    if (isLiteral) cursor.at += 1;
    const text = String.fromCodePoint(cursor.query.codePointAt(cursor.at) ?? 0);
    written.push({ text, isLiteral });
    cursor.at += text.length;
  }
  return written;
}

/** Opens a parenthesis at the cursor and steps over it. */
export function openParenthesis(cursor: Cursor): void {
  if (cursor.open.length === 100) throw new Refusal("E_TOO_DEEP", cursor.at);
  cursor.open.push(cursor.at);
  cursor.at += 1;
}

/** Closes the innermost parenthesis and returns where it was opened. */
export function closeParenthesis(cursor: Cursor): number {
  const opened = cursor.open.pop();
  if (opened === undefined) throw new Refusal("E_UNBALANCED_PAREN", cursor.at);
  cursor.at += 1;
  return opened;
}

/**
 * Drops a boost and refuses a slop after something that takes none.
 *
 * @param at the opening sign of what stands before the cursor
 */
export function readSuffix(cursor: Cursor, at: number): void {
  const boost = look(cursor, /\^\d+(?:\.\d+)?/);
  if (boost !== null) {
    cursor.warnings.push("W_BOOST");
    cursor.at += boost[0].length;
  }
  if (look(cursor, /~\d/) !== null) throw new Refusal("E_UNSUPPORTED", at);
}
