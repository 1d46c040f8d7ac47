import {
  cloneNode,
  Document,
  isTag,
  Text,
  type AnyNode,
  type ChildNode,
  type Element,
  type ParentNode,
} from "domhandler";

/** A copy of a page without some of its elements and what is in them; the page stays as it is. */
export function copyWithout(root: Document, left: ReadonlySet<Element>): Document {
  const copy = new Document([]);
  copyInto(copy, root, (element) => left.has(element));
  return copy;
}

/** Copies of these elements as a page of their own, in this order, each on its own line. */
export function pageOf(elements: readonly Element[]): Document {
  const page = new Document([]);
  for (const element of elements) {
    const top = cloneNode(element, false);
    append(page, top);
    copyInto(top, element, () => false);
    append(page, new Text("\n"));
  }
  return page;
}

/** Those of the elements that are in no other one of them. */
export function outermost(elements: readonly Element[]): readonly Element[] {
  const all = new Set<AnyNode>(elements);
  return elements.filter((element) => {
    let above: ParentNode | null = element.parentNode;
    while (above !== null && !all.has(above)) above = above.parentNode;
    return above === null;
  });
}

/** Parent by parent, not node by node in page order: that needs no way back up. */
function copyInto(target: ParentNode, source: ParentNode, isLeft: (element: Element) => boolean): void {
  const open = [{ source, target }];
  for (let pair = open.pop(); pair !== undefined; pair = open.pop()) {
    for (const node of pair.source.children) {
      if (isTag(node) && isLeft(node)) continue;
      const copied = cloneNode(node, false);
      append(pair.target, copied);
      if (isTag(node) && isTag(copied) && node.children.length > 0) open.push({ source: node, target: copied });
    }
  }
}

/** A new node as the last child; it has no place yet that it would have to leave. */
function append(parent: ParentNode, child: ChildNode): void {
  const last = parent.lastChild;
  child.parent = parent;
  child.prev = last;
  if (last !== null) last.next = child;
  parent.children.push(child);
}
