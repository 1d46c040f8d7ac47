import { clueOf } from "./clues.ts";
import { anyTerm } from "./compiled.ts";
import type { CompiledNode } from "./compiled.ts";

/** A clue whose unit must be tried with a query, unless the guard is missing there. */
export interface AnchorKey {
  readonly clue: number;
  /** Another clue without which this key proves nothing; {@link noGuard} when there is none. */
  readonly guard: number;
}

export const noGuard = -1;

/** Keys of which one must be in a unit for a query to be true, and how often one of them is, roughly. */
export interface Anchor {
  readonly keys: readonly AnchorKey[];
  /** Sum of the shares of articles with a key. */
  readonly cost: number;
}

/** Share of articles in which a clue is there. */
export type ShareOf = (clue: number) => number;

/**
 * The cheapest set of clues of which one must occur for a query to be true: of AND the cheapest part, of OR all
 * sides, of a phrase its rarest word, of NOT nothing. The rarest of what else must be there guards each key.
 *
 * @returns null when the query can be true without any particular word, such as `lang:ru`
 * @see Luwak's TermFilteredPresearcher and MultipassTermFilteredPresearcher, the same idea over Lucene queries
 */
export function findAnchor(node: CompiledNode, shareOf: ShareOf): Anchor | null {
  return anchorOf(node, false, shareOf);
}

function anchorOf(node: CompiledNode, inTitle: boolean, shareOf: ShareOf): Anchor | null {
  switch (node.kind) {
    case "word": {
      const clue = clueOf(node.term, inTitle);
      return { keys: [{ clue, guard: noGuard }], cost: shareOf(clue) };
    }
    case "phrase":
      return anchorOfPhrase(cluesOf(node.terms, inTitle), shareOf);
    case "near":
      return anchorOfAll([node.first, ...unnegated(node.links)], inTitle, shareOf);
    case "and":
      return anchorOfAll(node.parts, inTitle, shareOf);
    case "or":
    case "either":
      return union(node.sides.map((side) => anchorOf(side, inTitle, shareOf)));
    case "not":
    case "fact":
      return null;
    case "field":
      return anchorOf(node.operand, node.field === "title", shareOf);
    case "atLeast":
    case "first":
      return anchorOf(node.operand, inTitle, shareOf);
  }
}

/**
 * Puts the parts of every AND that are most often false in front, so that most candidates are dismissed after one look.
 */
export function orderByRarity(node: CompiledNode, shareOf: ShareOf): void {
  orderIn(node, false, shareOf);
}

function orderIn(node: CompiledNode, inTitle: boolean, shareOf: ShareOf): void {
  switch (node.kind) {
    case "and": {
      for (const part of node.parts) orderIn(part, inTitle, shareOf);
      const shares = new Map(node.parts.map((part) => [part, anchorOf(part, inTitle, shareOf)?.cost ?? 1]));
      node.parts.sort((left, right) => (shares.get(left) ?? 1) - (shares.get(right) ?? 1));
      break;
    }
    case "or":
      for (const side of node.sides) orderIn(side, inTitle, shareOf);
      break;
    case "not":
      orderIn(node.operand, inTitle, shareOf);
      break;
    case "field":
      orderIn(node.operand, node.field === "title", shareOf);
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

function anchorOfPhrase(clues: readonly number[], shareOf: ShareOf): Anchor | null {
  const clue = rarestOf(clues, noGuard, shareOf);
  if (clue === noGuard) return null;
  return { keys: [{ clue, guard: rarestOf(clues, clue, shareOf) }], cost: shareOf(clue) };
}

/** All parts must hold: the cheapest is the anchor, and the rarest clue that another one needs is its guard. */
function anchorOfAll(parts: readonly CompiledNode[], inTitle: boolean, shareOf: ShareOf): Anchor | null {
  const anchors = parts.map((part) => anchorOf(part, inTitle, shareOf));
  let best = -1;
  let cost = Infinity;
  for (const [index, anchor] of anchors.entries()) {
    if (anchor === null || anchor.cost >= cost) continue;
    best = index;
    cost = anchor.cost;
  }
  const cheapest = anchors[best];
  if (cheapest === undefined || cheapest === null) return null;
  const others = parts.filter((_, index) => index !== best).map((part) => neededClue(part, inTitle, shareOf));
  const keys = cheapest.keys.map(({ clue, guard }): AnchorKey => ({
    clue,
    guard: rarestOf([guard, ...others], clue, shareOf),
  }));
  return { keys, cost };
}

/** A clue that is in every unit where the query is true, the rarest of them; {@link noGuard} when there is none. */
function neededClue(node: CompiledNode, inTitle: boolean, shareOf: ShareOf): number {
  switch (node.kind) {
    case "word":
      return clueOf(node.term, inTitle);
    case "phrase":
      return rarestOf(cluesOf(node.terms, inTitle), noGuard, shareOf);
    case "near":
      return neededOfAll([node.first, ...unnegated(node.links)], inTitle, shareOf);
    case "and":
      return neededOfAll(node.parts, inTitle, shareOf);
    case "field":
      return neededClue(node.operand, node.field === "title", shareOf);
    case "atLeast":
    case "first":
      return neededClue(node.operand, inTitle, shareOf);
    case "or":
    case "either":
    case "not":
    case "fact":
      return noGuard;
  }
}

function neededOfAll(parts: readonly CompiledNode[], inTitle: boolean, shareOf: ShareOf): number {
  const clues = parts.map((part) => neededClue(part, inTitle, shareOf));
  return rarestOf(clues, noGuard, shareOf);
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

/** Skips {@link noGuard}. */
function rarestOf(clues: readonly number[], except: number, shareOf: ShareOf): number {
  let best = noGuard;
  let least = Infinity;
  for (const clue of clues) {
    if (clue === noGuard || clue === except) continue;
    const share = shareOf(clue);
    if (share >= least) continue;
    least = share;
    best = clue;
  }
  return best;
}

function cluesOf(terms: readonly number[], inTitle: boolean): number[] {
  return terms.filter((term) => term !== anyTerm).map((term) => clueOf(term, inTitle));
}

function unnegated<T>(links: readonly { readonly isNegated: boolean; readonly operand: T }[]): T[] {
  return links.filter((link) => !link.isNegated).map((link) => link.operand);
}
