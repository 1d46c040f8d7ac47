import { isTag, Text, type Element, type Node } from "domhandler";
import { nextNode } from "./walk.ts";

/** Descendants of a link that are looked at. */
const maxLinkElements = 300;
/** A link around so many paragraphs was never closed. */
const maxLinkParagraphs = 3;

/** True for a link, but not for one that was never closed and so holds a text. */
export function isLink(element: Element): boolean {
  if (element.name !== "a") return false;
  if (element.firstChild === element.lastChild && element.firstChild instanceof Text) return true;
  let seen = 0;
  let paragraphs = 0;
  for (let node: Node | null = element.firstChild; node !== null; node = nextNode(node, element)) {
    if (!isTag(node)) continue;
    if (node.name === "p") paragraphs++;
    if (paragraphs > maxLinkParagraphs) return false;
    if (++seen === maxLinkElements) return true;
  }
  return true;
}
