import { QueryError } from "./problem.ts";
import type { ProximityOperator } from "./syntax.ts";

/** Largest distance and slop; above it nearness means nothing and the work grows. @see WQL 1, section 5 */
export const maxDistance = 250;

/** `NEAR` and `ONEAR` without a number. */
const defaultGap = 4;

/** What a run of characters is when it is not a word to look for. */
export type WordOperator =
  | { readonly kind: "and" | "or" | "not" }
  | { readonly kind: "proximity"; readonly operator: ProximityOperator }
  | { readonly kind: "atLeast" | "first"; readonly count: number }
  /** Factiva's `x/Fn/`: FIRST, behind its operand. */
  | { readonly kind: "firstOf"; readonly count: number };

/**
 * The operator that a bare word is, or undefined when it is a word.
 *
 * @throws {QueryError} E_BAD_DISTANCE
 * @see WQL 1, sections 4 and 5: capitals are needed unless there is a slash
 */
export function readOperator(word: string, at: number): WordOperator | undefined {
  return readCapitals(word, at) ?? readSlashed(word, at);
}

/** {@link readOperator} where `and`, `Or` and `atleast3` are operators too. @throws {QueryError} E_BAD_DISTANCE */
export function readCaseFreeOperator(word: string, at: number): WordOperator | undefined {
  return readCapitals(word.toUpperCase(), at) ?? readSlashed(word, at);
}

/** Nearness by the number of tokens between. */
export function inWords(gap: number, isOrdered: boolean): WordOperator {
  return { kind: "proximity", operator: { within: { kind: "words", gap }, isOrdered } };
}

/** A distance as written. @throws {QueryError} E_BAD_DISTANCE above {@link maxDistance} */
export function distanceOf(digits: string, at: number): number {
  const distance = Number(digits);
  if (distance <= maxDistance) return distance;
  const message = `The largest distance is ${maxDistance} words: write a smaller one, or AND for anywhere.`;
  throw new QueryError("E_BAD_DISTANCE", at, message);
}

/** A number of at least 1. @param name the operator, for the message @throws {QueryError} E_BAD_DISTANCE for 0 */
export function countOf(digits: string, name: string, at: number): number {
  const count = Number(digits);
  if (count > 0) return Math.min(count, Number.MAX_SAFE_INTEGER);
  const message = `${name} with 0 is never true: write a number of 1 or more.`;
  throw new QueryError("E_BAD_DISTANCE", at, message);
}

function readCapitals(word: string, at: number): WordOperator | undefined {
  if (word === "AND") return { kind: "and" };
  if (word === "OR") return { kind: "or" };
  if (word === "NOT") return { kind: "not" };
  if (word === "NEAR" || word === "ONEAR") return inWords(defaultGap, word === "ONEAR");
  if (!word.startsWith("ATLEAST")) return undefined;
  const [, digits] = /^ATLEAST([0-9]+)$/u.exec(word) ?? [];
  return digits === undefined ? undefined : { kind: "atLeast", count: countOf(digits, "ATLEAST", at) };
}

function readSlashed(word: string, at: number): WordOperator | undefined {
  if (!word.includes("/")) return undefined;
  const [, name, argument] = /^(near|onear|w|pre|atleast|first)\/(.*)$/isu.exec(word) ?? [];
  if (name === undefined || argument === undefined) return undefined;
  const capitals = name.toUpperCase();
  if (capitals === "W" && /^[sp]$/iu.test(argument)) {
    const within = { kind: /^s$/iu.test(argument) ? "sentence" : "paragraph" } as const;
    return { kind: "proximity", operator: { within, isOrdered: false } };
  }
  const [, digits, ordered] = (capitals === "NEAR" ? /^([0-9]+)(f?)$/iu : /^([0-9]+)()$/u).exec(argument) ?? [];
  if (digits === undefined) {
    if (name !== capitals) return undefined;
    const message = `After ${capitals}/ stands a whole number, as in ${capitals}/5; for the text use quotation marks.`;
    throw new QueryError("E_BAD_DISTANCE", at, message);
  }
  if (capitals === "ATLEAST") return { kind: "atLeast", count: countOf(digits, capitals, at) };
  if (capitals === "FIRST") return { kind: "first", count: countOf(digits, capitals, at) };
  const distance = distanceOf(digits, at);
  if (capitals === "NEAR" || capitals === "ONEAR") return inWords(distance, capitals === "ONEAR" || ordered !== "");
  return inWords(countOf(digits, capitals, at) - 1, capitals === "PRE");
}
