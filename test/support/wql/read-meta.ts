import { closeParenthesis, look, openParenthesis, quotes, readSuffix, refuseRange, skipSpace } from "./cursor.ts";
import type { Cursor } from "./cursor.ts";
import { operatorOf } from "./operators.ts";
import { readQuoted, startsPhrase } from "./read-terms.ts";
import { Refusal } from "./syntax.ts";

interface Value {
  readonly text: string;
  readonly isRaw: boolean;
}

/**
 * The values after a metadata field.
 *
 * @param at offset of the field
 * @see WQL 1, sections 6, 9 and 10
 */
export function readValues(cursor: Cursor, at: number): readonly string[] {
  skipSpace(cursor);
  const value = readValue(cursor);
  if (value !== undefined) return [value.text];
  if (look(cursor, opening(cursor)) === null) throw new Refusal("E_MISSING_OPERAND", at, "free");
  return readGroup(cursor);
}

function readGroup(cursor: Cursor): readonly string[] {
  const at = cursor.at;
  openParenthesis(cursor);
  skipSpace(cursor);
  if (look(cursor, closing(cursor)) !== null) throw new Refusal("E_EMPTY_GROUP", at);
  const values: Value[] = [];
  let isJoined = true;
  for (;;) {
    skipSpace(cursor);
    if (cursor.at >= cursor.query.length) throw new Refusal("E_UNBALANCED_PAREN", at);
    if (look(cursor, closing(cursor)) !== null) break;
    const from = cursor.at;
    const or = look(cursor, /\|\|?|[^\p{White_Space}()[\]|]+/u)?.[0];
    if (or !== undefined && (or.startsWith("|") || operatorOf(or, cursor.dialect)?.kind === "OR")) {
      if (isJoined) throw new Refusal("E_MISSING_OPERAND", from, "free");
      cursor.at += or.length;
      isJoined = true;
      continue;
    }
    const value = readValue(cursor);
    const previous = values.at(-1);
    if (value === undefined) throw new Refusal("E_BAD_META", from);
    if (isJoined || cursor.dialect === "lucene") values.push(value);
    else if (cursor.dialect === "wql") throw new Refusal("E_BAD_META", from);
    else if (previous !== undefined) values.splice(-1, 1, { ...value, text: `${previous.text} ${value.text}` });
    isJoined = false;
  }
  if (isJoined) throw new Refusal("E_MISSING_OPERAND", cursor.at, "free");
  closeParenthesis(cursor);
  readSuffix(cursor, at);
  return values.map(({ text }) => text);
}

/** One value, unless something else stands at the cursor. */
function readValue(cursor: Cursor): Value | undefined {
  const at = cursor.at;
  if (startsPhrase(cursor)) {
    const text = readQuoted(cursor)
      .map((character) => character.text)
      .join("");
    if (text.trim() === "") throw new Refusal("E_EMPTY_TERM", at);
    readSuffix(cursor, at);
    return { text, isRaw: false };
  }
  const raw = look(cursor, raws(cursor))?.[0];
  if (raw === undefined || raw.startsWith("-") || raw.startsWith("&&")) return undefined;
  const operator = operatorOf(raw, cursor.dialect)?.kind;
  if (operator === "AND" || operator === "OR" || operator === "NOT") return undefined;
  for (const end = at + raw.length; cursor.at < end; cursor.at += 1) refuseRange(cursor);
  return { text: raw, isRaw: true };
}

const brackets = (cursor: Cursor): string => (cursor.dialect === "factiva" ? String.raw`()\[\]` : "()");

const raws = (cursor: Cursor): RegExp =>
  new RegExp(
    String.raw`(?:(?!<<<)[^\p{White_Space}|${quotes}${brackets(cursor)}])(?:(?!<<<)[^\p{White_Space}|${brackets(cursor)}])*`,
  );

const opening = (cursor: Cursor): RegExp => (cursor.dialect === "factiva" ? /[([]/ : /\(/);

const closing = (cursor: Cursor): RegExp => (cursor.dialect === "factiva" ? /[)\]]/ : /\)/);
