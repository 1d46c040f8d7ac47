import type { Cursor } from "./cursor.ts";
import { stretchedError, warnBoost } from "./messages.ts";
import { maxDistance } from "./operators.ts";
import { QueryError } from "./problem.ts";

const boost = /\^[0-9]+(?:\.[0-9]+)?/uy;
const slop = /~([0-9]+)(\.[0-9]+)?/uy;

/** Drops a boost; true when `~` and a digit follow, which only a phrase may have, and only once. */
export function readSuffix(cursor: Cursor): boolean {
  const { query, position } = cursor;
  boost.lastIndex = position;
  if (boost.test(query)) {
    cursor.position = boost.lastIndex;
    warnBoost(position, cursor.warn);
  }
  return /^~[0-9]/u.test(query.slice(cursor.position, cursor.position + 2));
}

/** Drops a boost. @throws {QueryError} E_UNSUPPORTED at the opening sign when `~` and a digit follow */
export function readClosing(cursor: Cursor, openedAt: number): void {
  if (readSuffix(cursor)) throw stretchedError(openedAt);
}

/**
 * The `~n` behind a phrase.
 *
 * @param phraseAt the phrase's quotation mark
 * @returns null without one
 * @throws {QueryError} E_BAD_DISTANCE for a fraction or more than 250
 */
export function readSlop(cursor: Cursor, phraseAt: number): number | null {
  slop.lastIndex = cursor.position;
  const [sign, digits, fraction] = slop.exec(cursor.query) ?? [];
  if (sign === undefined) return null;
  if (fraction !== undefined || Number(digits) > maxDistance) {
    const message = `After ~ stands a whole number of at most ${maxDistance}, as in "oil price"~3.`;
    throw new QueryError("E_BAD_DISTANCE", phraseAt, message);
  }
  cursor.position += sign.length;
  return Number(digits);
}
