import { isTag, type Element, type ParentNode } from "domhandler";
import type { Mass, Masses } from "./measure.ts";

/** A box like the container belongs to the article when it holds this share of the prose in it. */
const minTwinShare = 0.03;

/** Elements that are a piece of text themselves. */
const textElements = new Set("p span li dd dt blockquote pre h1 h2 h3 h4 h5 h6 center".split(" "));

/** The container holds at least this share of the page's prose. */
const minShare = 0.5;
/** An element around is taken instead while what it adds is this dense in prose, compared with what is there … */
const minAddedDensity = 0.4;
const minDensity = 0.2;
/** … and holds no more link text than this. */
const maxAddedLinkShare = 0.2;
const maxAddedLinkShareInArticle = 0.3;

/**
 * The element that holds the article: the smallest one with half of the page's prose, then, for bodies in several pieces, the
 * elements around it as long as what they add reads as much like an article.
 *
 * @returns null when the page has no prose
 */
export function findContainer(root: ParentNode, masses: Masses): ParentNode | null {
  const page = masses.get(root);
  if (page === undefined || page.prose === 0) return null;
  let container = root;
  for (let child = heaviest(container, masses, minShare * page.prose); child !== null;) {
    container = child;
    child = heaviest(container, masses, minShare * page.prose);
  }
  while (isTag(container) && container.parent !== null && isPieceOfText(container, masses))
    container = container.parent;
  for (let around = parentOf(container); around !== null; around = parentOf(around)) {
    const [inner, outer] = [masses.get(container), masses.get(around)];
    if (inner === undefined || outer === undefined) continue;
    if (
      outer.text > inner.text &&
      (addsProse(inner, outer, isWithinArticle(around) ? maxAddedLinkShareInArticle : maxAddedLinkShare) ||
        (around === container.parent && hasTwin(container, masses)))
    )
      container = around;
  }
  return container;
}

/** True for a paragraph, be it a `p` or a plain box with one run of text among boxes of the same kind. */
function isPieceOfText(element: Element, masses: Masses): boolean {
  if (textElements.has(element.name)) return true;
  if (masses.get(element)?.blocks !== 1 || element.attribs["class"] === undefined) return false;
  const { name, attribs, parent } = element;
  return (parent?.children ?? []).some(
    (child) => child !== element && isTag(child) && child.name === name && child.attribs["class"] === attribs["class"],
  );
}

/** True when a box of the same kind stands beside the container and holds as much as a paragraph of the same text. */
function hasTwin(container: ParentNode, masses: Masses): boolean {
  if (!isTag(container) || container.parent === null || !container.attribs["class"]) return false;
  const { name } = container;
  const own = masses.get(container);
  if (own === undefined) return false;
  return container.parent.children.some((child) => {
    if (child === container || !isTag(child) || child.name !== name || firstClass(child) !== firstClass(container))
      return false;
    const twin = masses.get(child);
    if (twin === undefined || twin.prose < minTwinShare * own.prose) return false;
    return twin.prose / twin.text >= minAddedDensity * (own.prose / own.text);
  });
}

function isWithinArticle(node: ParentNode): boolean {
  for (let around: ParentNode | null = node; around !== null && isTag(around); around = around.parent)
    if (around.name === "article") return true;
  return false;
}

function firstClass({ attribs }: Element): string {
  return attribs["class"]?.trim().split(/\s/, 1)[0] ?? "";
}

function addsProse(inner: Mass, outer: Mass, maxLinkShare: number): boolean {
  const text = outer.text - inner.text;
  const density = (outer.prose - inner.prose) / text;
  return (
    density >= Math.max(minDensity, (minAddedDensity * inner.prose) / inner.text) &&
    outer.linked - inner.linked < maxLinkShare * text
  );
}

function heaviest(element: ParentNode, masses: Masses, least: number): ParentNode | null {
  for (const child of element.children) if (isTag(child) && (masses.get(child)?.prose ?? 0) >= least) return child;
  return null;
}

function parentOf(node: ParentNode): ParentNode | null {
  return node.parent !== null && isTag(node.parent) ? node.parent : null;
}
