import { look, quotes, readEscaped, readSuffix } from "./cursor.ts";
import type { Cursor } from "./cursor.ts";
import type { Lexeme } from "./lexemes.ts";
import { Refusal } from "./syntax.ts";
import { readExact, readWords } from "./words.ts";
import type { Reading, WrittenCharacter } from "./words.ts";

export const startsPhrase = (cursor: Cursor): boolean => quotes.includes(cursor.query[cursor.at] ?? "none");

/** The characters between two quotation marks; the cursor stands after them. */
export function readQuoted(cursor: Cursor): WrittenCharacter[] {
  const opening = cursor.at;
  cursor.at += 1;
  const inside = readEscaped(cursor, () => startsPhrase(cursor));
  if (cursor.at >= cursor.query.length) throw new Refusal("E_UNCLOSED_QUOTE", opening);
  cursor.at += 1;
  return inside;
}

/** A phrase with its slop and boost. */
export function readPhrase(cursor: Cursor, form: "plain" | "stem"): Lexeme {
  const at = cursor.at;
  const inside = readQuoted(cursor);
  const { patterns, hasIdleStar } = readWords(inside, "phrase", at, form, cursor.options);
  if (hasIdleStar) cursor.warnings.push("W_IGNORED");
  if (patterns.every(({ kind }) => kind === "any")) throw new Refusal("E_EMPTY_TERM", at);
  const written = look(cursor, /~(\d+)(\.\d)?/);
  const slop = Number(written?.[1] ?? 0);
  if (written !== null) {
    if (form === "stem") throw new Refusal("E_STEM_SLOP", at);
    if (written[2] !== undefined || slop > 250) throw new Refusal("E_BAD_DISTANCE", at);
    if (slop > 0 && patterns.some(({ kind }) => kind === "any")) throw new Refusal("E_EMPTY_TERM", at);
    cursor.at += written[0].length;
  }
  readSuffix(cursor, at);
  return { kind: "phrase", at, patterns, slop };
}

/** `{…}` with its boost. */
export function readBraces(cursor: Cursor): Lexeme {
  const at = cursor.at;
  const end = cursor.query.indexOf("}", at);
  if (end === -1) throw new Refusal("E_UNCLOSED_BRACE", at);
  const patterns = readExact(cursor.query.slice(at + 1, end));
  if (patterns.length === 0) throw new Refusal("E_EMPTY_TERM", at);
  cursor.at = end + 1;
  readSuffix(cursor, at);
  return { kind: "phrase", at, patterns, slop: 0 };
}

/** A bare word of which fields, operators and prefixes are already read. Without any token it is skipped. */
export function readTerm(
  cursor: Cursor,
  written: readonly WrittenCharacter[],
  at: number,
  form: "plain" | "stem",
): Reading | undefined {
  const shown = written.map(({ text, isLiteral }) => (isLiteral ? "\uFFFE".padEnd(text.length) : text)).join("");
  const boost = /(?<=[^])\^\d+(?:\.\d+)?$/.exec(shown);
  if (boost !== null) cursor.warnings.push("W_BOOST");
  const word = shown.slice(0, boost?.index);
  if (/~(?:\d+(?:\.\d+)?)?$/.test(word)) throw new Refusal("E_FUZZY", at);
  if (word.endsWith("?")) cursor.warnings.push("W_QUESTION_MARK");
  if (/^(?:and|or|not|near|onear)$/.test(word)) cursor.warnings.push("W_LOWERCASE_OPERATOR");
  const kept = written.slice(0, written.length - (boost?.[0].length ?? 0));
  const reading = readWords(kept, "word", at, form, cursor.options);
  if (reading.patterns.length === 0 || reading.hasIdleStar) cursor.warnings.push("W_IGNORED");
  return reading.patterns.length === 0 ? undefined : reading;
}
