import type { CutReason } from "@wirewatch/model";
import { isTag, type Element, type ParentNode } from "domhandler";
import { elements, plainText } from "../page/walk.ts";
import { endsSentence, folded } from "../page/words.ts";
import { readBlocks, type Block } from "./blocks.ts";
import { isByline } from "./furniture/bylines.ts";
import { isControl } from "./furniture/controls.ts";
import { isCredit } from "./furniture/credits.ts";
import { countLetters, type Masses } from "./measure.ts";
import { isAround } from "./prune.ts";

/** Boxes looked at between the headline and the text: pictures, share bars, bylines and the lead. */
const maxBoxes = 40;
const maxLetters = 1_200;
const minWords = 6;
/** More is the text itself, or something else altogether. */
const maxLeadBlocks = 3;

/**
 * What stands between the headline and the container of the text and reads like a lead: one or two sentences.
 *
 * Pages put it outside of the text's own box, often unmarked.
 *
 * @returns null when there is nothing of the kind, or when the container begins at the headline
 */
export function findLead(headline: Element | null, container: ParentNode, masses: Masses): string | null {
  if (headline === null) return null;
  const leads: string[] = [];
  let boxes = 0;
  for (let node: Element | null = nextAfter(headline); node !== null && boxes < maxBoxes; boxes++) {
    if (node === container) break;
    if (holds(node, container)) {
      node = firstElement(node);
      continue;
    }
    if ((masses.get(node)?.text ?? 0) <= maxLetters) leads.push(...leadsOf(node, masses));
    node = nextAfter(node);
  }
  return leads.length > 0 && leads.length <= maxLeadBlocks ? leads.join(" ") : null;
}

function leadsOf(box: Element, masses: Masses): string[] {
  const around = new Map<Element, CutReason>();
  for (const element of [box, ...elements(box)]) if (isAround(element, masses)) around.set(element, "named");
  if (around.has(box)) return [];
  return readBlocks(box, around)
    .blocks.filter(isLead)
    .map(({ text }) => text);
}

function isLead({ text, words, linkShare }: Block): boolean {
  if (words < minWords || linkShare > 0.3 || isByline(text) || isCredit(text) || isControl(text)) return false;
  return endsSentence(text) || (words >= 12 && (text.match(/\p{Nd}/gu)?.length ?? 0) < 0.1 * text.length);
}

/** The next element in page order that is not inside this one. */
function nextAfter(element: Element): Element | null {
  for (let node: ParentNode | null = element; node !== null && isTag(node); node = node.parent) {
    for (let next = node.nextSibling; next !== null; next = next.nextSibling) if (isTag(next)) return next;
  }
  return null;
}

function firstElement(element: Element): Element | null {
  for (const child of element.children) if (isTag(child)) return child;
  return null;
}

function holds(element: Element, inner: ParentNode): boolean {
  for (let node: ParentNode | null = inner; node !== null && isTag(node); node = node.parent)
    if (node === element) return true;
  return false;
}

/** True when a box of the page shows this text and nothing else. */
export function isShown(text: string, masses: Masses): boolean {
  const letters = countLetters(text);
  const wanted = folded(text);
  for (const [box, mass] of masses)
    if (Math.abs(mass.text - letters) <= 3 && folded(plainText(box)) === wanted) return true;
  return false;
}
