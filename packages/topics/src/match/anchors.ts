import { anyTerm } from "./compiled.ts";
import type { CompiledNode } from "./compiled.ts";

/** A term whose unit must be tried with a query, unless the guard is missing there. */
export interface AnchorKey {
  readonly term: number;
  /** Another term without which this key proves nothing; {@link noGuard} when there is none. */
  readonly guard: number;
}

export const noGuard = -1;

/** Keys of which one must be in a unit for a query to be true, and how often one of them is, roughly. */
export interface Anchor {
  readonly keys: readonly AnchorKey[];
  /** Sum of the shares of articles with a key. */
  readonly cost: number;
}

/** Share of articles in which a term occurs. */
export type ShareOf = (term: number) => number;

/**
 * The cheapest set of terms of which one must occur for a query to be true: of AND the cheapest part, of OR all
 * sides, of a phrase its rarest word, of NOT nothing. The rarest of what else must be there guards each key.
 *
 * @returns null when the query can be true without any particular word, such as `lang:ru`
 * @see Luwak's TermFilteredPresearcher and MultipassTermFilteredPresearcher, the same idea over Lucene queries
 */
export function findAnchor(node: CompiledNode, shareOf: ShareOf): Anchor | null {
  switch (node.kind) {
    case "word":
      return { keys: [{ term: node.term, guard: noGuard }], cost: shareOf(node.term) };
    case "phrase":
      return anchorOfPhrase(node.terms, shareOf);
    case "near":
      return anchorOfAll([node.first, ...unnegated(node.links)], shareOf);
    case "and":
      return anchorOfAll(node.parts, shareOf);
    case "or":
    case "either":
      return union(node.sides.map((side) => findAnchor(side, shareOf)));
    case "not":
    case "fact":
      return null;
    case "field":
    case "atLeast":
    case "first":
      return findAnchor(node.operand, shareOf);
  }
}

/**
 * Puts the parts of every AND that are most often false in front, so that most candidates are dismissed after one look.
 */
export function orderByRarity(node: CompiledNode, shareOf: ShareOf): void {
  switch (node.kind) {
    case "and": {
      for (const part of node.parts) orderByRarity(part, shareOf);
      const shares = new Map(node.parts.map((part) => [part, findAnchor(part, shareOf)?.cost ?? 1]));
      node.parts.sort((left, right) => (shares.get(left) ?? 1) - (shares.get(right) ?? 1));
      break;
    }
    case "or":
      for (const side of node.sides) orderByRarity(side, shareOf);
      break;
    case "not":
    case "field":
      orderByRarity(node.operand, shareOf);
      break;
    case "word":
    case "phrase":
    case "near":
    case "either":
    case "atLeast":
    case "first":
    case "fact":
      break;
  }
}

function anchorOfPhrase(terms: readonly number[], shareOf: ShareOf): Anchor | null {
  const term = rarestOf(terms, noGuard, shareOf);
  if (term === noGuard) return null;
  return { keys: [{ term, guard: rarestOf(terms, term, shareOf) }], cost: shareOf(term) };
}

/** All parts must hold: the cheapest is the anchor, and the rarest word that another one needs is its guard. */
function anchorOfAll(parts: readonly CompiledNode[], shareOf: ShareOf): Anchor | null {
  const anchors = parts.map((part) => findAnchor(part, shareOf));
  let best = -1;
  let cost = Infinity;
  for (const [index, anchor] of anchors.entries()) {
    if (anchor === null || anchor.cost >= cost) continue;
    best = index;
    cost = anchor.cost;
  }
  const cheapest = anchors[best];
  if (cheapest === undefined || cheapest === null) return null;
  const others = parts.filter((_, index) => index !== best).map((part) => neededTerm(part, shareOf));
  const keys = cheapest.keys.map(({ term, guard }): AnchorKey => ({
    term,
    guard: rarestOf([guard, ...others], term, shareOf),
  }));
  return { keys, cost };
}

/** A term that is in every unit where the query is true, the rarest of them; {@link noGuard} when there is none. */
function neededTerm(node: CompiledNode, shareOf: ShareOf): number {
  switch (node.kind) {
    case "word":
      return node.term;
    case "phrase":
      return rarestOf(node.terms, noGuard, shareOf);
    case "near": {
      const operands = [node.first, ...unnegated(node.links)];
      return rarestOf(
        operands.map((operand) => neededTerm(operand, shareOf)),
        noGuard,
        shareOf,
      );
    }
    case "and":
      return rarestOf(
        node.parts.map((part) => neededTerm(part, shareOf)),
        noGuard,
        shareOf,
      );
    case "field":
    case "atLeast":
    case "first":
      return neededTerm(node.operand, shareOf);
    case "or":
    case "either":
    case "not":
    case "fact":
      return noGuard;
  }
}

function union(anchors: readonly (Anchor | null)[]): Anchor | null {
  const keys: AnchorKey[] = [];
  let cost = 0;
  for (const anchor of anchors) {
    if (anchor === null) return null;
    for (const key of anchor.keys) keys.push(key);
    cost += anchor.cost;
  }
  return { keys, cost };
}

/** Negative numbers ({@link anyTerm}, {@link noGuard}) are no terms. */
function rarestOf(terms: readonly number[], except: number, shareOf: ShareOf): number {
  let best = noGuard;
  for (const term of terms) {
    if (term <= anyTerm || term === except) continue;
    if (best === noGuard || shareOf(term) < shareOf(best)) best = term;
  }
  return best;
}

function unnegated<T>(links: readonly { readonly isNegated: boolean; readonly operand: T }[]): T[] {
  return links.filter((link) => !link.isNegated).map((link) => link.operand);
}
