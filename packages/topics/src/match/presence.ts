import { clueOf } from "./clues.ts";
import { anyTerm } from "./compiled.ts";
import type { CompiledNode } from "./compiled.ts";

/** Where a presence check ends: the query may be true, or (-2) cannot be. */
export const mayHold = -1;
const cannotHold = -2;

/**
 * Which clues a query needs, as steps of three integers: a clue, and the numbers of the steps that follow when it is there
 * and when it is not. The first step is number {@link PresenceCheck.entry}; an entry may be {@link mayHold} at once.
 */
export interface PresenceCheck {
  readonly steps: readonly number[];
  readonly entry: number;
}

/** What part of the unit a node looks at, as far as clues can tell. */
interface View {
  readonly inTitle: boolean;
  /** False inside a field that has no clues: a word of the unit may be missing there. */
  readonly isExact: boolean;
}

const everywhere: View = { inTitle: false, isExact: true };
const title: View = { inTitle: true, isExact: true };
const somewhere: View = { inTitle: false, isExact: false };

/** Writes the check from its end, for a step has to know which ones follow. */
export function checkPresence(root: CompiledNode): PresenceCheck {
  const written: number[][] = [];

  function step(term: number, view: View, yes: number, no: number): number {
    if (term === anyTerm) return yes;
    return written.push([clueOf(term, view.inTitle), yes, no]) - 1;
  }

  function all(nodes: readonly CompiledNode[], view: View, yes: number, no: number): number {
    return nodes.reduceRight((next, node) => write(node, view, next, no), yes);
  }

  /** @returns the number of the first step, or what follows when nothing has to be looked at */
  function write(node: CompiledNode, view: View, yes: number, no: number): number {
    switch (node.kind) {
      case "word":
        return step(node.term, view, yes, no);
      case "phrase":
        return node.terms.reduceRight((next, term) => step(term, view, next, no), yes);
      case "near": {
        const needed = node.links.filter(({ isNegated }) => !isNegated).map(({ operand }) => operand);
        return all([node.first, ...needed], view, yes, no);
      }
      case "and":
        return all(node.parts, view, yes, no);
      case "or":
      case "either":
        return node.sides.reduceRight<number>((next, side) => write(side, view, yes, next), no);
      case "not":
        return isDecided(node.operand, view) ? write(node.operand, view, no, yes) : yes;
      case "field":
        return write(node.operand, viewOf(node.field), yes, no);
      case "atLeast":
      case "first":
        return write(node.operand, view, yes, no);
      case "fact":
        return yes;
    }
  }

  const entry = write(root, everywhere, mayHold, cannotHold);
  // Turned round, steps stand in the order in which they are mostly taken.
  const last = written.length - 1;
  const turned = (number: number): number => (number < 0 ? number : last - number);
  const steps = written.toReversed().flatMap(([clue = 0, yes = 0, no = 0]) => [clue, turned(yes), turned(no)]);
  return { steps, entry: turned(entry) };
}

/** Whether clues alone tell if the node is true: then it can be ruled out when it is under NOT. */
function isDecided(node: CompiledNode, view: View): boolean {
  switch (node.kind) {
    case "word":
      return view.isExact;
    case "and":
      return node.parts.every((part) => isDecided(part, view));
    case "or":
    case "either":
      return node.sides.every((side) => isDecided(side, view));
    case "not":
      return isDecided(node.operand, view);
    case "field":
      return isDecided(node.operand, viewOf(node.field));
    case "phrase":
    case "near":
    case "atLeast":
    case "first":
    case "fact":
      return false;
  }
}

/** Fields never stand inside fields. */
function viewOf(field: string): View {
  return field === "title" ? title : somewhere;
}
