import { Document, Element, Text, type ParentNode } from "domhandler";
import { droppedElements, startCloses, stopsEndTag, voidElements } from "./html-nesting.ts";

/**
 * What one page may cost. Values from measurements on hostile pages: without them 1,000 nested `<div>` (5.6 KB) keep jsdom and
 * Readability busy for 17 s, 100,000 links for 24 s. Browsers stop at depth 512; real pages peak near 30.
 */
const maxDepth = 128;
const maxElements = 30_000;
const maxTextLength = 2_000_000;

/** Takes tags and text in page order and grows a tree of bounded size. */
export interface TreeBuilder {
  readonly root: Document;
  /** Which limits the page ran into, in plain words. */
  readonly notes: ReadonlySet<string>;
  readonly open: (name: string, attributes: Record<string, string>) => void;
  readonly close: (name: string) => void;
  readonly text: (text: string) => void;
}

/** An element still open. `node` is null for dropped elements and all inside them. */
interface OpenElement {
  readonly name: string;
  readonly node: ParentNode | null;
}

/**
 * A builder for one page.
 *
 * Elements deeper than the limit become siblings of their ancestor at the limit; past the other limits the rest of the page is left
 * out. Every tag costs constant time but for a look along the open elements, which are at most 256.
 */
export function createTreeBuilder(): TreeBuilder {
  const root = new Document([]);
  const stack: OpenElement[] = [{ name: "", node: root }];
  /** End tags to come whose elements were ended early, by name. */
  const ended = new Map<string, number>();
  const notes = new Set<string>();
  let elements = 0;
  let characters = 0;
  let isFull = false;

  const parent = (): ParentNode | null => (stack.at(-1) ?? { node: root }).node;

  function open(name: string, attributes: Record<string, string>): void {
    while (stack.length > 1 && startCloses(name, stack.at(-1)?.name ?? "")) stack.pop();
    if (mergesInto(name, attributes)) return;
    const isVoid = voidElements.has(name);
    if (parent() === null || droppedElements.has(name)) {
      if (isVoid) return;
      // Nothing is built here, but the nesting must not grow without bound either.
      if (stack.length < 2 * maxDepth) stack.push({ name, node: null });
      else expectEnd(name);
      return;
    }
    if (isFull) return;
    if (elements >= maxElements) {
      isFull = true;
      notes.add("the page has more than 30,000 elements; the rest was left out");
      return;
    }
    if (stack.length >= maxDepth && !isVoid) endInnermost();
    const element = new Element(name, attributes);
    append(parent() ?? root, element);
    elements++;
    if (!isVoid) stack.push({ name, node: element });
  }

  /** True for a second `<html>`, `<head>` or `<body>`, which only adds attributes to the first. */
  function mergesInto(name: string, attributes: Record<string, string>): boolean {
    if (name !== "html" && name !== "body" && name !== "head") return false;
    const existing = stack.find((element) => element.name === name)?.node;
    if (!(existing instanceof Element)) return false;
    existing.attribs = { ...attributes, ...existing.attribs };
    return true;
  }

  /** Ends the innermost open element, so that what is deeper becomes its siblings; it goes altogether if nothing is in it yet. */
  function endInnermost(): void {
    notes.add("elements nested deeper than 128 levels were flattened");
    const innermost = stack.pop();
    if (innermost === undefined) return;
    expectEnd(innermost.name);
    if (innermost.node instanceof Element && innermost.node.lastChild === null) {
      removeLast(innermost.node);
      elements--;
    }
  }

  function expectEnd(name: string): void {
    ended.set(name, (ended.get(name) ?? 0) + 1);
  }

  function close(name: string): void {
    if (name === "br") {
      open("br", {});
      return;
    }
    const expected = ended.get(name) ?? 0;
    if (expected > 0) {
      ended.set(name, expected - 1);
      return;
    }
    // What follows </body> in real pages still belongs to the page.
    if (name === "body" || name === "html") return;
    for (let at = stack.length - 1; at > 0; at--) {
      const candidate = stack[at]?.name ?? "";
      if (candidate === name) {
        stack.length = at;
        return;
      }
      if (stopsEndTag(name, candidate)) return;
    }
  }

  function text(added: string): void {
    const around = parent();
    if (isFull || around === null || added === "") return;
    const data = added.length > 100 ? added.replace(/[ \t\r\n]{2,}/g, "\n") : added;
    if (characters + data.length > maxTextLength) {
      isFull = true;
      notes.add("the page has more than 2 MB of text; the rest was left out");
      return;
    }
    characters += data.length;
    const last = around.lastChild;
    if (last instanceof Text) last.data += data;
    else append(around, new Text(data));
  }

  return { root, notes, open, close, text };
}

function append(parent: ParentNode, child: Element | Text): void {
  const last = parent.lastChild;
  child.parent = parent;
  child.prev = last;
  if (last !== null) last.next = child;
  parent.children.push(child);
}

/** Takes back an element that was the last one appended to its parent. */
function removeLast(element: Element): void {
  const { parent, prev } = element;
  if (prev !== null) prev.next = null;
  parent?.children.pop();
}
