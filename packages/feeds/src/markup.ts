import { htmlElements, voidElements } from "./html-elements.ts";
import { foldSpace } from "./plain-text.ts";
import type { XmlElement } from "./xml-tree.ts";

/** Children of an element by name, each list in the order of the document. */
export type Children = ReadonlyMap<string, readonly XmlElement[]>;

/** Made once for an element of which many fields are read. */
export function childrenOf(parent: XmlElement): Children {
  const byName = new Map<string, XmlElement[]>();
  for (const child of parent.children) {
    if (typeof child === "string") continue;
    const same = byName.get(child.name);
    if (same === undefined) byName.set(child.name, [child]);
    else same.push(child);
  }
  return byName;
}

/** Children with one of the names, in document order. */
export function childrenNamed(parent: XmlElement, ...names: readonly string[]): XmlElement[] {
  return parent.children.filter(
    (child): child is XmlElement => typeof child !== "string" && names.includes(child.name),
  );
}

/** Text of an element and all below it, as it stands, white space folded. */
export function textOf(element: XmlElement): string {
  return foldSpace(rawText(element));
}

/**
 * Content of an element as HTML, whichever of the spellings of RSS and Atom it is in: escaped, CDATA, inline XHTML,
 * plain text (whose `<` are then escaped), base64 (Atom 0.3).
 *
 * @see RFC 4287 section 3.1.1 (type), Atom 0.3 section 3.1 (mode)
 */
export function htmlOf(element: XmlElement): string {
  const { mode, type = "" } = element.attributes;
  if (element.children.some((child) => typeof child !== "string")) {
    // Elements inside of escaped HTML are a mistake; the text between them is HTML all the same.
    return serialised(element.children, type === "html" ? (html) => html : escaped);
  }
  const text = rawText(element);
  if (mode === "base64" || type === "application/octet-stream") return fromBase64(text);
  if (type === "xhtml" || (mode === "xml" && type.includes("xhtml"))) return escaped(text);
  const isText = type === "text" || type === "text/plain" || (type === "" && element.name.startsWith("atom:"));
  // References stay: nobody writes "&amp;amp;" to show a reader "&amp;".
  return isText ? text.replaceAll("<", "&lt;") : text;
}

function rawText(element: XmlElement): string {
  const [first] = element.children;
  if (element.children.length <= 1)
    return typeof first === "string" || first === undefined ? (first ?? "") : rawText(first);
  return element.children.map((child) => (typeof child === "string" ? child : rawText(child))).join("");
}

function fromBase64(text: string): string {
  return Buffer.from(text, "base64").toString("utf8").replaceAll("\0", "").toWellFormed();
}

type WriteText = (text: string) => string;

function serialised(nodes: readonly (XmlElement | string)[], writeText: WriteText): string {
  return nodes
    .map((node) => (typeof node === "string" ? writeText(node) : serialisedElement(node, writeText)))
    .join("");
}

/** Of elements that are not HTML's, which no reader's browser knows either, only the content is kept. */
function serialisedElement({ name, attributes, children }: XmlElement, writeText: WriteText): string {
  const tag = name.slice(name.indexOf(":") + 1);
  const content = serialised(children, writeText);
  if (!htmlElements.has(tag)) return content;
  const written = Object.entries(attributes)
    .filter(([key]) => !key.startsWith("xml"))
    .map(([key, value]) => ` ${key}="${escaped(value).replaceAll('"', "&quot;")}"`);
  const start = `<${tag}${written.join("")}>`;
  return children.length === 0 && voidElements.has(tag) ? start : `${start}${content}</${tag}>`;
}

/** Named references that XML does not know came through undecoded and stay references. */
function escaped(text: string): string {
  return text
    .replace(/&(?!\w{2,31};)/g, "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
}
