import { Readability } from "@mozilla/readability";
import { isTag, Text, type Document as PageDocument, type Element as PageElement } from "domhandler";
import { JSDOM, type DOMWindow } from "jsdom";
import { voidElements } from "../page/html-nesting.ts";
import { parsePage } from "../page/page-tree.ts";
import { walk } from "../page/walk.ts";

/**
 * What Readability gets to see. It needs 5 s for 30,000 elements or 2 MB, 2 s for 10,000 lines between line breaks; the largest page of the
 * two corpora has 3,648 elements with content and 113,000 characters.
 */
const maxElements = 6_000;
const maxCharacters = 400_000;

export interface ReadableContainer {
  /** The container as a tree of its own with classes kept; null when Readability finds no article. */
  readonly root: PageDocument | null;
  /** True when the page is larger than what is searched. */
  readonly isCut: boolean;
}

/**
 * The part of the page that Readability takes for the article.
 *
 * @param headline dropped by Readability where it is repeated as a heading; null when unknown
 */
export function findReadableContainer(root: PageDocument, headline: string | null): ReadableContainer {
  const { html, isCut } = serialize(root, headline);
  const reader = new Readability(htmlParser().parseFromString(html, "text/html"), {
    keepClasses: true,
    disableJSONLD: true,
    serializer: (node) => ("innerHTML" in node ? String(node.innerHTML) : ""),
  });
  const content = reader.parse()?.content ?? null;
  return { root: content === null ? null : parsePage(content).root, isCut };
}

let parser: InstanceType<DOMWindow["DOMParser"]> | null = null;

/** One jsdom window serves every page as a parser: a window for each costs a third more time and twice the memory. */
function htmlParser(): InstanceType<DOMWindow["DOMParser"]> {
  parser ??= new new JSDOM("").window.DOMParser();
  return parser;
}

/** Attributes Readability scores by. */
const keptAttributes = new Set(
  "class id role href src alt itemprop hidden aria-hidden aria-modal rel style dir lang".split(" "),
);

/** Writes the tree as HTML without what Readability does not need: the head and elements with nothing in them. */
function serialize(root: PageDocument, headline: string | null): { html: string; isCut: boolean } {
  const parts = [`<!doctype html><html><head><title>${escape(headline ?? "")}</title></head><body>`];
  let elements = 0;
  let characters = 0;
  for (const { node, entering } of walk(root, (element) => element.name === "head" || isEmpty(element))) {
    if (node instanceof Text) {
      characters += node.data.length;
      parts.push(escape(node.data));
    } else if (isTag(node) && node.name !== "html" && node.name !== "body") {
      const name = safeName(node.name);
      if (entering) {
        elements++;
        parts.push(startTag(node, name));
      } else if (!voidElements.has(name)) parts.push(`</${name}>`);
    }
    // Elements still open are closed by the parser.
    if (elements >= maxElements || characters >= maxCharacters) return { html: parts.join(""), isCut: true };
  }
  return { html: parts.join(""), isCut: false };
}

function isEmpty(element: PageElement): boolean {
  return element.firstChild === null && element.name !== "img" && element.name !== "br" && element.name !== "hr";
}

function startTag(element: PageElement, name: string): string {
  let tag = `<${name}`;
  for (const [attribute, value] of Object.entries(element.attribs)) {
    if (keptAttributes.has(attribute)) tag += ` ${attribute}="${escape(value).replaceAll('"', "&quot;")}"`;
  }
  return `${tag}>`;
}

/** Names jsdom refuses or reads differently become `span`. */
function safeName(name: string): string {
  return /^[a-z][a-z0-9-]*$/u.test(name) ? name : "span";
}

function escape(text: string): string {
  return text.replace(/[&<>]/gu, (character) => (character === "&" ? "&amp;" : character === "<" ? "&lt;" : "&gt;"));
}
