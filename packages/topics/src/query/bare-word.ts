import { regexError, warnBoost } from "./messages.ts";
import { QueryError } from "./problem.ts";
import type { Warn } from "./problem.ts";
import type { ProximityOperator } from "./syntax.ts";

/** Largest distance and slop; above it nearness means nothing and the work grows. @see WQL 1, section 5 */
export const maxDistance = 250;

/** `NEAR` and `ONEAR` without a number. */
const defaultGap = 4;

/** What a run of characters is when it is not a word to look for. */
export type WordOperator =
  | { readonly kind: "and" | "or" | "not" }
  | { readonly kind: "proximity"; readonly operator: ProximityOperator }
  | { readonly kind: "atLeast" | "first"; readonly count: number };

const slashed = /^(near|onear|w|pre|atleast|first)\/(.*)$/isu;
const glued = /^ATLEAST([0-9]+)$/u;

/**
 * The operator that a bare word is, or undefined when it is a word.
 *
 * @throws {QueryError} E_BAD_DISTANCE
 * @see WQL 1, sections 4 and 5: capitals are needed unless there is a slash
 */
export function readOperator(word: string, at: number): WordOperator | undefined {
  if (word === "AND") return { kind: "and" };
  if (word === "OR") return { kind: "or" };
  if (word === "NOT") return { kind: "not" };
  if (word === "NEAR" || word === "ONEAR") return proximity(defaultGap, word === "ONEAR");
  const [, gluedCount] = glued.exec(word) ?? [];
  if (gluedCount !== undefined) return { kind: "atLeast", count: countOf(gluedCount, "ATLEAST", at) };
  const [, name, argument] = slashed.exec(word) ?? [];
  if (name === undefined || argument === undefined) return undefined;
  return readSlashed(name, argument, at);
}

/**
 * A bare word without its boost.
 *
 * @throws {QueryError} E_REGEX, E_FUZZY
 * @see WQL 1, section 3
 */
export function readPlainWord(word: string, at: number, warn: Warn): string {
  if (/^\/[^/]+\/$/u.test(word)) throw regexError(at);
  const [boost] = /(?<=[^\\])\^[0-9]+(?:\.[0-9]+)?$/u.exec(word) ?? [""];
  const plain = word.slice(0, word.length - boost.length);
  if (boost !== "") warnBoost(at + plain.length, warn);
  if (/(?<!\\)~(?:[0-9]+(?:\.[0-9]+)?)?$/u.test(plain)) {
    throw new QueryError("E_FUZZY", at, `Words are not matched loosely: instead of ${plain} use wildcards or OR.`);
  }
  if (["and", "or", "not", "near", "onear"].includes(plain)) {
    const capitals = plain.toUpperCase();
    warn("W_LOWERCASE_OPERATOR", at, `"${plain}" is searched as a word; the operator is written ${capitals}.`);
  }
  if (plain.endsWith("?") && !plain.endsWith("\\?")) {
    warn(
      "W_QUESTION_MARK",
      at + plain.length - 1,
      'The ? stands for one more letter; for the question mark write "\\?".',
    );
  }
  return plain;
}

function readSlashed(name: string, argument: string, at: number): WordOperator | undefined {
  const capitals = name.toUpperCase();
  if (capitals === "W" && /^[sp]$/iu.test(argument)) {
    const within = { kind: argument.toLowerCase() === "s" ? "sentence" : "paragraph" } as const;
    return { kind: "proximity", operator: { within, isOrdered: false } };
  }
  const [, digits, ordered] = (capitals === "NEAR" ? /^([0-9]+)(f?)$/iu : /^([0-9]+)()$/u).exec(argument) ?? [];
  if (digits === undefined) {
    if (name !== capitals) return undefined;
    throw new QueryError("E_BAD_DISTANCE", at, `${capitals}/ needs a whole number, as in ${capitals}/5.`);
  }
  if (capitals === "ATLEAST") return { kind: "atLeast", count: countOf(digits, capitals, at) };
  if (capitals === "FIRST") return { kind: "first", count: countOf(digits, capitals, at) };
  const distance = Number(digits);
  if (distance > maxDistance) {
    throw new QueryError("E_BAD_DISTANCE", at, `The largest distance is ${maxDistance} words; AND has none.`);
  }
  if (capitals === "NEAR" || capitals === "ONEAR") return proximity(distance, capitals === "ONEAR" || ordered !== "");
  return proximity(countOf(digits, capitals, at) - 1, capitals === "PRE");
}

function countOf(digits: string, name: string, at: number): number {
  const count = Number(digits);
  if (count === 0) throw new QueryError("E_BAD_DISTANCE", at, `${name}/0 is never true: write ${name}/1 or more.`);
  return count;
}

function proximity(gap: number, isOrdered: boolean): WordOperator {
  return { kind: "proximity", operator: { within: { kind: "words", gap }, isOrdered } };
}
