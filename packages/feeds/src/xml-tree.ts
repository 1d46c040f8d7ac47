import { Tokenizer, type TokenizerCallbacks } from "htmlparser2";
import { FeedError } from "./feed-error.ts";
import { referenceDecoder, windowsCharacter } from "./references.ts";
import { canonicalName, isDeclaration, outermostScope, type Scope, scopeInside } from "./vocabularies.ts";

/** An element of a feed, its name freed of the prefixes its author chose. */
export interface XmlElement {
  /** Lower case; elements of other vocabularies carry our prefix, e.g. `dc:creator`, `content:encoded`. */
  readonly name: string;
  /** Names in lower case, with our prefixes as well. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (XmlElement | string)[];
  /** Base URL in force (`xml:base`); null when unknown. */
  readonly base: string | null;
  /** `xml:lang` in force; empty when switched off, null when never given. */
  readonly language: string | null;
}

/** Deeper nesting than any real feed; parsers get slow, and recursion fails, far above it (design: reliability.md §4). */
const maxDepth = 256;
/** Elements and pieces of text of one document; a sitemap-sized feed has a tenth. */
const maxNodes = 500_000;
/** Attributes of one element; the rest is left out. */
const maxAttributes = 256;

/**
 * Reads XML as forgivingly as browsers read HTML: bare `&`, unclosed, crossed or cut off elements and text outside
 * the root are all taken for what they most likely mean. Of a DTD only entities that are plain text are used, nothing
 * is fetched.
 *
 * @param base URL relative addresses start from; null when unknown
 * @returns a nameless element around everything found
 * @throws {FeedError} `tooLarge` over 256 levels or 500,000 nodes; `html` as soon as the document turns out to be HTML
 */
export function parseXmlTree(text: string, base: string | null): XmlElement {
  return buildTree(text, base, null);
}

/**
 * Reads XML of any length as {@link parseXmlTree} does, without keeping it: hands over each element with one of the
 * names when it is complete, and forgets it.
 *
 * @throws {FeedError} as {@link parseXmlTree}, the limit on nodes being for one such element
 */
export function eachXmlElement(
  text: string,
  base: string | null,
  names: ReadonlySet<string>,
  handle: (element: XmlElement) => void,
): void {
  buildTree(text, base, { names, handle });
}

/** Elements that are handed over rather than kept. */
interface Taken {
  readonly names: ReadonlySet<string>;
  readonly handle: (element: XmlElement) => void;
}

function buildTree(text: string, base: string | null, taken: Taken | null): XmlElement {
  const clean = text.replace(/[\u0080-\u009f]/g, windowsCharacter);
  const { document, callbacks } = treeBuilder(clean, base, taken);
  const tokenizer = new Tokenizer({ xmlMode: true, decodeEntities: false }, callbacks);
  tokenizer.write(clean);
  tokenizer.end();
  return document;
}

interface OpenElement extends XmlElement {
  readonly children: (XmlElement | string)[];
}

/** What is known of an element until it is closed. */
interface Frame {
  readonly element: OpenElement;
  /** Name as written, in lower case. */
  readonly written: string;
  readonly scope: Scope;
}

/** The start of a tag, until its `>`. */
interface OpenTag {
  written: string;
  attributes: Record<string, string> | null;
  attributeCount: number;
  attributeName: string;
  attributeValue: string;
}

const noAttributes: Readonly<Record<string, string>> = Object.freeze({});

function treeBuilder(
  text: string,
  base: string | null,
  taken: Taken | null,
): { document: XmlElement; callbacks: TokenizerCallbacks } {
  const document: OpenElement = { name: "", attributes: noAttributes, children: [], base, language: null };
  const bottom: Frame = { element: document, written: "", scope: outermostScope() };
  const open: Frame[] = [bottom];
  const references = referenceDecoder();
  const tag: OpenTag = { written: "", attributes: null, attributeCount: 0, attributeName: "", attributeValue: "" };
  let current: Frame = bottom;
  let nodes = 0;

  function count(): void {
    nodes += 1;
    if (nodes > maxNodes) throw new FeedError("tooLarge", `the document has more than ${maxNodes} elements`);
  }

  function addText(piece: string): void {
    const { children } = current.element;
    const last = children.length - 1;
    const before = children[last];
    if (typeof before === "string") {
      children[last] = before + piece;
    } else {
      count();
      children.push(piece);
    }
  }

  function openElement(isSelfClosing: boolean): void {
    count();
    if (open.length > maxDepth)
      throw new FeedError("tooLarge", `the document is nested deeper than ${maxDepth} levels`);
    const frame = frameOf(tag, current, current === bottom);
    if (current === bottom && htmlRoots.has(frame.element.name))
      throw new FeedError("html", "this is an HTML page, not a feed");
    current.element.children.push(frame.element);
    open.push(frame);
    current = frame;
    if (isSelfClosing) closeDownTo(open.length - 1);
  }

  function closeDownTo(depth: number): void {
    while (open.length > depth) {
      const closed = open.pop() ?? bottom;
      current = open.at(-1) ?? bottom;
      if (taken === null || !taken.names.has(closed.element.name)) continue;
      current.element.children.pop();
      nodes = 0;
      taken.handle(closed.element);
    }
  }

  /** Closes everything that was left open inside; an end without a start is ignored. */
  function closeElement(written: string): void {
    const at = current.written === written ? open.length - 1 : open.findLastIndex((frame) => frame.written === written);
    if (at >= 1) closeDownTo(at);
  }

  const callbacks: TokenizerCallbacks = {
    onopentagname(start, end) {
      tag.written = text.slice(start, end).toLowerCase();
      tag.attributes = null;
      tag.attributeCount = 0;
    },
    onattribname(start, end) {
      tag.attributeName = text.slice(start, end).toLowerCase();
      tag.attributeValue = "";
    },
    onattribdata(start, end) {
      tag.attributeValue += text.slice(start, end);
    },
    onattribend() {
      const { attributeName: name, attributeValue: value } = tag;
      tag.attributes ??= {};
      if (tag.attributeCount >= maxAttributes || Object.hasOwn(tag.attributes, name)) return;
      tag.attributeCount += 1;
      tag.attributes[name] = value.includes("&") ? references.decode(value) : value;
    },
    onopentagend: () => openElement(false),
    onselfclosingtag: () => openElement(true),
    onclosetag: (start, end) => closeElement(text.slice(start, end).toLowerCase()),
    ontext(start, end) {
      const piece = text.slice(start, end);
      if (holders.has(current.element.name) && piece.trim() === "") return;
      addText(piece.includes("&") ? references.decode(piece) : piece);
    },
    oncdata: (start, end, endOffset) => addText(text.slice(start, end - endOffset)),
    ondeclaration(start, end) {
      const declaration = text.slice(start, end);
      if (/^doctype\s+html\b/i.test(declaration)) throw new FeedError("html", "this is an HTML page, not a feed");
      if (declaration.includes("ENTITY")) references.declare(declaration);
    },
    onprocessinginstruction: ignore,
    oncomment: ignore,
    onattribentity: ignore,
    ontextentity: ignore,
    onend: () => closeDownTo(1),
  };
  return { document, callbacks };
}

function ignore(): void {}

/** Elements that hold others and no text: the white space that lays them out is left out. */
const holders: ReadonlySet<string> = new Set([
  "",
  "rss",
  "rdf:rdf",
  "channel",
  "item",
  "atom:feed",
  "atom:entry",
  "feed",
  "entry",
]);

const htmlRoots: ReadonlySet<string> = new Set(["html", "head", "body", "xhtml:html", "xhtml:head", "xhtml:body"]);

function frameOf(tag: OpenTag, parent: Frame, isRoot: boolean): Frame {
  const { written, attributes } = tag;
  const { base, language } = parent.element;
  if (attributes === null) {
    const name = canonicalName(written, parent.scope);
    return { element: { name, attributes: noAttributes, children: [], base, language }, written, scope: parent.scope };
  }
  const scope = Object.keys(attributes).some(isDeclaration)
    ? scopeInside(parent.scope, attributes, isRoot ? written : null)
    : parent.scope;
  const element: OpenElement = {
    name: canonicalName(written, scope),
    attributes: canonicalAttributes(attributes, scope),
    children: [],
    base: resolveBase(attributes["xml:base"], base),
    language: attributes["xml:lang"]?.trim().replaceAll("_", "-") ?? language,
  };
  return { element, written, scope };
}

/** An attribute without prefix belongs to its element, whatever the default namespace. */
function canonicalAttributes(
  attributes: Readonly<Record<string, string>>,
  scope: Scope,
): Readonly<Record<string, string>> {
  const names = Object.keys(attributes);
  if (!names.some((name) => name.includes(":"))) return attributes;
  return Object.fromEntries(
    names.map((name) => [name.includes(":") ? canonicalName(name, scope) : name, attributes[name] ?? ""]),
  );
}

function resolveBase(base: string | undefined, outer: string | null): string | null {
  if (base === undefined) return outer;
  return URL.parse(base.trim(), outer ?? undefined)?.href ?? outer;
}
