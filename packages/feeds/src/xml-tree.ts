import { Parser } from "htmlparser2";
import { FeedError } from "./feed-error.ts";

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

/** Our prefixes for the vocabularies feeds use; the vocabulary of RSS itself has none. Compared in lower case. */
const vocabularies: Readonly<Record<string, string>> = {
  "http://purl.org/rss/1.0/": "",
  "http://my.netscape.com/rdf/simple/0.9/": "",
  "http://channel.netscape.com/rdf/simple/0.9/": "",
  "http://backend.userland.com/rss": "",
  "http://backend.userland.com/rss2": "",
  "http://blogs.law.harvard.edu/tech/rss": "",
  "http://www.w3.org/2005/atom": "atom:",
  "http://purl.org/atom/ns#": "atom:",
  "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf:",
  "http://www.w3.org/1999/xhtml": "xhtml:",
  "http://purl.org/dc/elements/1.1/": "dc:",
  "http://purl.org/dc/elements/1.0/": "dc:",
  "http://purl.org/dc/terms/": "dcterms:",
  "http://purl.org/rss/1.0/modules/content/": "content:",
  "http://purl.org/rss/1.0/modules/syndication/": "sy:",
  "http://search.yahoo.com/mrss/": "media:",
  "http://search.yahoo.com/mrss": "media:",
  "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes:",
};

/**
 * Reads XML as forgivingly as browsers read HTML: bare `&`, unclosed, crossed or cut off elements and text outside
 * the root are all taken for what they most likely mean. No entity of a DTD is expanded, nothing is fetched.
 *
 * @param base URL relative addresses start from; null when unknown
 * @returns a nameless element around everything found
 * @throws {FeedError} `tooLarge` over 256 levels or 500,000 nodes; `html` as soon as the document turns out to be HTML
 */
export function parseXmlTree(text: string, base: string | null): XmlElement {
  const document: OpenElement = { name: "", attributes: {}, children: [], base, language: null, prefixes: new Map() };
  const open: OpenElement[] = [document];
  let nodes = 0;

  const count = () => {
    nodes += 1;
    if (nodes > maxNodes) throw new FeedError("tooLarge", `the document has more than ${maxNodes} elements`);
  };
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        count();
        if (open.length > maxDepth)
          throw new FeedError("tooLarge", `the document is nested deeper than ${maxDepth} levels`);
        const parent = open.at(-1) ?? document;
        const element = openElement(name, attributes, parent);
        if (parent === document && htmlRoots.has(element.name)) {
          throw new FeedError("html", "this is an HTML page, not a feed");
        }
        parent.children.push(element);
        open.push(element);
      },
      onclosetag() {
        open.pop();
      },
      ontext(written) {
        const piece = written.replace(/[\u0080-\u009f]/g, windowsCharacter);
        const { children } = open.at(-1) ?? document;
        const last = children.at(-1);
        if (typeof last === "string") {
          children[children.length - 1] = last + piece;
        } else {
          count();
          children.push(piece);
        }
      },
      onprocessinginstruction(name, data) {
        if (name.toLowerCase() === "!doctype" && /^!doctype\s+html\b/i.test(data)) {
          throw new FeedError("html", "this is an HTML page, not a feed");
        }
      },
    },
    { xmlMode: true, lowerCaseTags: true, lowerCaseAttributeNames: true },
  );
  parser.end(text);
  return document;
}

/** Elements a feed document has at its top, as {@link parseXmlTree} names them. */
export const feedRoots: ReadonlySet<string> = new Set(["rss", "rdf:rdf", "feed", "atom:feed", "channel"]);

const htmlRoots: ReadonlySet<string> = new Set(["html", "head", "body", "xhtml:html", "xhtml:head", "xhtml:body"]);

interface OpenElement extends XmlElement {
  readonly children: (XmlElement | string)[];
  /** Vocabulary prefix by the prefix in the document; the default namespace is under the empty string. */
  readonly prefixes: ReadonlyMap<string, string>;
}

function openElement(qualifiedName: string, attributes: Record<string, string>, parent: OpenElement): OpenElement {
  const prefixes = prefixesOf(attributes, parent.prefixes);
  return {
    name: canonicalName(qualifiedName, prefixes),
    attributes: canonicalAttributes(attributes, prefixes),
    children: [],
    base: resolveBase(attributes["xml:base"], parent.base),
    language: attributes["xml:lang"]?.trim().replaceAll("_", "-") ?? parent.language,
    prefixes,
  };
}

function prefixesOf(
  attributes: Record<string, string>,
  inherited: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  let own: Map<string, string> | null = null;
  for (const [name, uri] of Object.entries(attributes)) {
    if (name !== "xmlns" && !name.startsWith("xmlns:")) continue;
    own ??= new Map(inherited);
    const prefix = name.slice("xmlns:".length);
    own.set(prefix, vocabularyOf(uri) ?? (prefix === "" ? "" : `${prefix}:`));
  }
  return own ?? inherited;
}

function vocabularyOf(uri: string): string | null {
  const key = uri.trim().toLowerCase();
  return Object.hasOwn(vocabularies, key) ? (vocabularies[key] ?? null) : null;
}

/** A prefix nobody declared is taken at its word: feeds that forget to declare `dc` mean Dublin Core. */
function canonicalName(qualifiedName: string, prefixes: ReadonlyMap<string, string>): string {
  const colon = qualifiedName.indexOf(":");
  const prefix = colon === -1 ? "" : qualifiedName.slice(0, colon);
  const local = qualifiedName.slice(colon + 1);
  return (prefixes.get(prefix) ?? (colon === -1 ? "" : `${prefix}:`)) + local;
}

/** `&#146;` is meant as windows-1252, as HTML reads it: there are no control characters in news. */
function windowsCharacter(control: string): string {
  return new TextDecoder("windows-1252").decode(Uint8Array.of(control.charCodeAt(0)));
}

/** An attribute without prefix belongs to its element, whatever the default namespace. */
function canonicalAttributes(
  attributes: Readonly<Record<string, string>>,
  prefixes: ReadonlyMap<string, string>,
): Readonly<Record<string, string>> {
  const entries = Object.entries(attributes);
  if (!entries.some(([name]) => name.includes(":"))) return attributes;
  return Object.fromEntries(
    entries.map(([name, value]) => [name.includes(":") ? canonicalName(name, prefixes) : name, value]),
  );
}

function resolveBase(base: string | undefined, outer: string | null): string | null {
  if (base === undefined) return outer;
  return URL.parse(base.trim(), outer ?? undefined)?.href ?? outer;
}
