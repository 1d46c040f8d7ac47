import { Document, Element, Text, type ParentNode } from "domhandler";
import { droppedElements, startCloses, stopsEndTag, voidElements } from "./html-nesting.ts";
import type { Attributes } from "./scan-attributes.ts";

/**
 * What one page may cost. Values from measurements on hostile pages: without them 1,000 nested `<div>` (5.6 KB) keep jsdom and
 * Readability busy for 17 s, 100,000 links for 24 s. Browsers stop at depth 512; real pages peak near 30.
 */
const maxDepth = 128;
const maxElements = 30_000;
const maxTextLength = 2_000_000;
const maxMergedAttributes = 32;

/** Takes tags and text in page order and grows a tree of bounded size. */
export interface TreeBuilder {
  readonly root: Document;
  /** Which limits the page ran into, in plain words. */
  readonly notes: ReadonlySet<string>;
  /** True when an element of this name that began now would become part of the tree. */
  readonly isKept: (name: string) => boolean;
  readonly isForeign: () => boolean;
  /** @param isEmpty the tag ends with a slash, which ends elements of SVG and MathML */
  readonly open: (name: string, attributes: Attributes, isEmpty: boolean) => void;
  readonly close: (name: string) => void;
  /** False while text is left out and does not count either. */
  readonly wantsText: () => boolean;
  readonly text: (text: string) => void;
  /** Letters of text in the tree, and of text left out because it was in `noscript`; white space not counted. */
  readonly counts: () => { readonly characters: number; readonly noscriptCharacters: number };
}

/** An element still open. `node` is null for dropped elements and all inside them. */
interface OpenElement {
  readonly name: string;
  readonly node: ParentNode | null;
}

const foreignElements = new Set(["svg", "math"]);

/**
 * A builder for one page.
 *
 * Elements deeper than the limit become siblings of their ancestor at the limit; past the other limits the rest of the page is left
 * out. Every tag costs constant time but for a look along the open elements, which are at most 256. A declarative shadow root
 * (`<template shadowrootmode>`) becomes a `div`, because browsers show what is in it.
 */
export function createTreeBuilder({ keepsNoscript }: { readonly keepsNoscript: boolean }): TreeBuilder {
  const root = new Document([]);
  let innermost: OpenElement = { name: "", node: root };
  const stack: OpenElement[] = [innermost];
  /** End tags to come whose elements were ended early, by name. */
  const ended = new Map<string, number>();
  const notes = new Set<string>();
  /** What the stack's dropped elements begin with; null when the innermost element is part of the tree. */
  let dropped: string | null = null;
  let elements = 0;
  let characters = 0;
  let noscriptCharacters = 0;
  let isFull = false;

  function push(name: string, node: ParentNode | null): void {
    if (node === null && innermost.node !== null) dropped = name;
    innermost = { name, node };
    stack.push(innermost);
  }

  /** Ends the innermost elements, down to `length` on the stack. */
  function shrink(length: number): void {
    // Nearly always one; to set the length takes ten times as long.
    while (stack.length > length) stack.pop();
    innermost = stack.at(-1) ?? { name: "", node: root };
    if (innermost.node !== null) dropped = null;
  }

  function isDropped(name: string, attributes: Attributes): boolean {
    if (!droppedElements.has(name)) return false;
    if (name === "template") return attributes["shadowrootmode"] === undefined;
    return name !== "noscript" || !keepsNoscript;
  }

  function open(name: string, attributes: Attributes, isEmpty: boolean): void {
    while (stack.length > 1 && startCloses(name, innermost.name)) shrink(stack.length - 1);
    if (mergesInto(name, attributes)) return;
    const isVoid = voidElements.has(name);
    if (innermost.node === null || isDropped(name, attributes)) {
      if (isVoid || (isEmpty && (isForeign() || foreignElements.has(name)))) return;
      // Nothing is built here, but the nesting must not grow without bound either.
      if (stack.length < 2 * maxDepth) push(name, null);
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
    const element = new Element(name === "template" ? "div" : name, attributes);
    append(innermost.node ?? root, element);
    elements++;
    if (!isVoid) push(name, element);
  }

  /** True for a second `<html>`, `<head>` or `<body>`, which only adds attributes to the first. */
  function mergesInto(name: string, attributes: Attributes): boolean {
    if (name !== "html" && name !== "body" && name !== "head") return false;
    const existing = stack.find((element) => element.name === name)?.node;
    if (!(existing instanceof Element)) return false;
    if (Object.keys(existing.attribs).length < maxMergedAttributes)
      existing.attribs = { ...attributes, ...existing.attribs };
    return true;
  }

  /** Ends the innermost open element, so that what is deeper becomes its siblings; it goes altogether if nothing is in it yet. */
  function endInnermost(): void {
    notes.add("elements nested deeper than 128 levels were flattened");
    const { name, node } = innermost;
    shrink(stack.length - 1);
    expectEnd(name);
    if (node instanceof Element && node.lastChild === null) {
      removeLast(node);
      elements--;
    }
  }

  function expectEnd(name: string): void {
    ended.set(name, (ended.get(name) ?? 0) + 1);
  }

  function close(name: string): void {
    if (name === innermost.name && ended.size === 0 && name !== "body" && name !== "html") {
      shrink(stack.length - 1);
      return;
    }
    if (name === "br") {
      open("br", {}, false);
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
        shrink(at);
        return;
      }
      if (stopsEndTag(name, candidate)) return;
    }
  }

  function text(added: string): void {
    const around = innermost.node;
    if (around === null) {
      if (dropped === "noscript" && !isBlank(added)) noscriptCharacters += added.length;
      return;
    }
    if (isFull || added === "") return;
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

  function isForeign(): boolean {
    return dropped !== null && stack.some(({ name, node }) => node === null && foreignElements.has(name));
  }

  return {
    root,
    notes,
    isKept: (name) => innermost.node !== null && (name === "template" || !droppedElements.has(name)),
    isForeign,
    open,
    close,
    wantsText: () => (innermost.node === null ? dropped === "noscript" : !isFull),
    text,
    counts: () => ({ characters, noscriptCharacters }),
  };
}

function isBlank(text: string): boolean {
  return text.length < 1_000 && text.trim() === "";
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
