import { isTag, Text, type AnyNode, type Element, type Node, type ParentNode } from "domhandler";

/** One step of a walk: a node when it is entered and, for elements, again when it is left. */
export interface Step {
  readonly node: AnyNode;
  readonly entering: boolean;
}

/**
 * All nodes below `root` in page order, without recursion, so that no nesting can overflow the stack.
 *
 * @param skip elements for which it is true are passed over with everything in them
 */
export function* walk(root: ParentNode, skip: (element: Element) => boolean = () => false): Generator<Step> {
  let node: AnyNode | null = root.firstChild;
  while (node !== null) {
    const skipped: boolean = isTag(node) && skip(node);
    if (!skipped) yield { node, entering: true };
    if (!skipped && isTag(node) && node.firstChild !== null) {
      node = node.firstChild;
      continue;
    }
    if (!skipped && isTag(node)) yield { node, entering: false };
    while (node !== null && node.nextSibling === null) {
      const parent: ParentNode | null = node.parentNode;
      if (parent === null || parent === root) return;
      node = parent as AnyNode;
      yield { node, entering: false };
    }
    node = node === null ? null : node.nextSibling;
  }
}

/**
 * The same walk for code that runs on every page: calls back instead of making a step for every node, which takes half the time.
 *
 * @param enter called for every node; for an element it may return `false` to pass over what is in it, `leave` included
 * @param leave called for an element after everything in it
 */
export function visit(
  root: ParentNode,
  enter: (node: AnyNode) => boolean | void,
  leave: (element: Element) => void = () => {},
): void {
  let node: AnyNode | null = root.firstChild;
  while (node !== null) {
    const isEntered = enter(node) !== false;
    if (isEntered && isTag(node)) {
      if (node.firstChild !== null) {
        node = node.firstChild;
        continue;
      }
      leave(node);
    }
    while (node.nextSibling === null) {
      const parent: ParentNode | null = node.parentNode;
      if (parent === null || parent === root) return;
      node = parent as Element;
      leave(node);
    }
    node = node.nextSibling;
  }
}

/** The node after this one in page order, within `root`; for loops that may end early and run for many nodes. */
export function nextNode(node: Node, root: Node): Node | null {
  if (isTag(node) && node.firstChild !== null) return node.firstChild;
  for (let at: Node | null = node; at !== null && at !== root; at = at.parentNode)
    if (at.nextSibling !== null) return at.nextSibling;
  return null;
}

/** All elements below `root` in page order. */
export function* elements(root: ParentNode): Generator<Element> {
  for (const { node, entering } of walk(root)) if (entering && isTag(node)) yield node;
}

/** The text below `root` as it stands, with white space collapsed and a space where an element ends. */
export function plainText(root: ParentNode): string {
  const parts: string[] = [];
  const space = (): void => {
    parts.push(" ");
  };
  visit(root, (node) => void parts.push(node instanceof Text ? node.data : " "), space);
  return collapse(parts.join(""));
}

/** White space of every kind as single spaces, none at the ends; no NUL, no lone surrogates, no invisible characters. */
export function collapse(text: string): string {
  return text
    .replace(/[\0\u00AD\u200B\u2060\uFEFF]+/gu, "")
    .replace(/\s+/gu, " ")
    .trim()
    .toWellFormed();
}
