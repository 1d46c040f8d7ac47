import { isTag, type ParentNode } from "domhandler";
import type { Mass, Masses } from "./measure.ts";

/** The container holds at least this share of the page's prose. */
const minShare = 0.5;
/** An element around is taken instead while what it adds is this dense in prose, compared with what is there … */
const minAddedDensity = 0.4;
/** … and holds no more link text than this. */
const maxAddedLinkShare = 0.15;

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
  for (let around = parentOf(container); around !== null; around = parentOf(around)) {
    const [inner, outer] = [masses.get(container), masses.get(around)];
    if (inner === undefined || outer === undefined) continue;
    if (outer.text > inner.text && addsProse(inner, outer)) container = around;
  }
  return container;
}

function addsProse(inner: Mass, outer: Mass): boolean {
  const text = outer.text - inner.text;
  const density = (outer.prose - inner.prose) / text;
  return (
    density >= (minAddedDensity * inner.prose) / inner.text && outer.linked - inner.linked < maxAddedLinkShare * text
  );
}

function heaviest(element: ParentNode, masses: Masses, least: number): ParentNode | null {
  for (const child of element.children) if (isTag(child) && (masses.get(child)?.prose ?? 0) >= least) return child;
  return null;
}

function parentOf(node: ParentNode): ParentNode | null {
  return node.parent !== null && isTag(node.parent) ? node.parent : null;
}
