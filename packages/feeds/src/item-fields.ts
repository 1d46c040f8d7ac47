import { absoluteUrl } from "./absolute-url.ts";
import { parseDate } from "./dates.ts";
import { type Children, childrenNamed, childrenOf, htmlOf, textOf } from "./markup.ts";
import { foldSpace, plainText } from "./plain-text.ts";
import type { XmlElement } from "./xml-tree.ts";

/** An element of which fields are read: a channel, an item, an entry. */
export interface FeedNode {
  readonly element: XmlElement;
  readonly children: Children;
}

export function feedNode(element: XmlElement): FeedNode {
  return { element, children: childrenOf(element) };
}

/**
 * Where the vocabularies keep the same thing, best first. Elements of an Atom document lead the `atom:` ones of an
 * RSS document, since a document is one or the other.
 */
const titleElements = ["title", "atom:title", "dc:title", "dcterms:title", "media:title", "itunes:title"];
const summaryElements = [
  "description",
  "atom:summary",
  "summary",
  "dc:description",
  "dcterms:description",
  "dcterms:abstract",
  "abstract",
  "excerpt:encoded",
  "itunes:summary",
  "media:description",
  "itunes:subtitle",
];
const contentElements = ["content:encoded", "encoded", "atom:content", "content", "xhtml:body", "body", "fullitem"];
const publishedElements = [
  "pubdate",
  "atom:published",
  "published",
  "atom:issued",
  "issued",
  "dc:date",
  "dcterms:issued",
  "dcterms:date",
  "dcterms:available",
  "atom:created",
  "created",
  "dcterms:created",
  "date",
];
const updatedElements = ["atom:updated", "updated", "atom:modified", "modified", "dcterms:modified"];
const idElements = ["guid", "atom:id", "id"];
const linkElements = ["link", "atom:link"];
const languageElements = ["language", "dc:language", "dcterms:language"];
const categoryElements = ["category", "atom:category", "dc:subject", "dcterms:subject", "media:category"];
const keywordElements = ["itunes:keywords", "media:keywords", "keywords"];
const spokenElements = [...contentElements, ...summaryElements, ...titleElements];

/** Title as HTML; null when there is none. */
export function titleOf(node: FeedNode): string | null {
  return firstHtml(node, titleElements);
}

export function summaryOf(node: FeedNode): string | null {
  return firstHtml(node, summaryElements);
}

/** Full text as HTML; RSS that has both `description` and `summary` keeps the longer text in the latter. */
export function contentOf(node: FeedNode): string | null {
  const content = firstHtml(node, contentElements);
  if (content !== null || !node.children.has("description")) return content;
  return firstHtml(node, ["summary"]);
}

/** ISO 8601 in UTC. */
export function publishedAtOf(node: FeedNode): string | null {
  return firstDate(node, publishedElements);
}

export function updatedAtOf(node: FeedNode): string | null {
  return firstDate(node, updatedElements);
}

/** The publisher's own identifier as it stands. */
export function identifierOf(node: FeedNode): string | null {
  return (
    firstText(node, idElements) ?? node.element.attributes["rdf:about"]?.trim() ?? firstText(node, ["dc:identifier"])
  );
}

/**
 * Absolute http(s) URL of the page: the link proper, else the alternate among the Atom links (a page rather than some
 * other form of it), else what serves as one (permanent guid, `rdf:about`, an Atom id that is a URL).
 */
export function linkOf(node: FeedNode): string | null {
  let otherForm: string | null = null;
  // Of several plain links of RSS the last one is the page; of Atom's the first.
  const plain = (node.children.get("link") ?? []).filter((link) => link.attributes["rel"] === undefined).toReversed();
  for (const link of plain.concat(elementsNamed(node, linkElements))) {
    const { rel, href, type } = link.attributes;
    if (!isRelation(rel, "alternate")) continue;
    const url = absoluteUrl(href ?? textOf(link), link.base);
    if (url !== null && isPage(type)) return url;
    otherForm ??= url;
  }
  if (otherForm !== null) return otherForm;
  for (const id of elementsNamed(node, idElements)) {
    const url = id.attributes["ispermalink"]?.trim().toLowerCase() === "false" ? null : absoluteUrl(textOf(id), null);
    if (url !== null) return url;
  }
  const { "rdf:about": about, href } = node.element.attributes;
  return absoluteUrl(about ?? href ?? "", node.element.base);
}

/** Addresses of the Atom links with a relation other than `alternate`, e.g. `hub`, absolute. */
export function linksRelated(node: FeedNode, relation: string): XmlElement[] {
  return elementsNamed(node, linkElements).filter(
    ({ attributes }) => attributes["rel"] !== undefined && isRelation(attributes["rel"], relation),
  );
}

/** Terms as they stand; a category without a term goes by its label or its text. */
export function categoriesOf(node: FeedNode): string[] {
  const terms = elementsNamed(node, categoryElements).map((category) => {
    const { term, label } = category.attributes;
    return foldSpace(term ?? (plainText(htmlOf(category)) || (label ?? "")));
  });
  const podcast = podcastCategories(node.children.get("itunes:category") ?? []);
  const keywords = elementsNamed(node, keywordElements).flatMap((list) => textOf(list).split(",").map(foldSpace));
  return distinct([...terms, ...podcast, ...keywords]);
}

/** A category and the ones inside of it. */
function podcastCategories(categories: readonly XmlElement[]): string[] {
  return categories.flatMap((category) => [
    foldSpace(category.attributes["text"] ?? ""),
    ...podcastCategories(childrenNamed(category, "itunes:category")),
  ]);
}

/** Language the text is marked with; empty when marked as none; null when nothing is said. */
export function languageOf(node: FeedNode): string | null {
  const named = firstText(node, languageElements);
  if (named !== null) return named.replaceAll("_", "-");
  for (const name of spokenElements) {
    const [text] = node.children.get(name) ?? [];
    if (text !== undefined) return text.language;
  }
  return node.element.language;
}

/** Each value once, none empty. */
export function distinct(values: readonly string[]): string[] {
  if (values.length <= 1) return values[0] === "" ? [] : [...values];
  return [...new Set(values)].filter((value) => value !== "");
}

/** Children by the order of the names, not of the document. */
export function elementsNamed(node: FeedNode, names: readonly string[]): XmlElement[] {
  return names.flatMap((name) => node.children.get(name) ?? []);
}

/** RFC 4287 section 4.2.7.2: no relation means `alternate`, and a registered one may be spelled as its URL. */
function isRelation(rel: string | undefined, relation: string): boolean {
  if (rel === undefined) return relation === "alternate";
  return rel
    .toLowerCase()
    .split(/\s+/)
    .some((one) => one.replace("http://www.iana.org/assignments/relation/", "") === relation);
}

function isPage(type: string | undefined): boolean {
  return type === undefined || /html|^\s*$/i.test(type);
}

/** Types whose content is no text, though it may stand there in base64. */
const binary = /^\s*(?:image|audio|video|font|model)\/|^\s*application\/(?:pdf|zip|gzip|msword)\b/i;

function firstHtml(node: FeedNode, names: readonly string[]): string | null {
  for (const name of names) {
    for (const element of node.children.get(name) ?? []) {
      const html = binary.test(element.attributes["type"] ?? "") ? "" : htmlOf(element).trim();
      if (html !== "") return html;
    }
  }
  return null;
}

function firstText(node: FeedNode, names: readonly string[]): string | null {
  for (const name of names) {
    for (const element of node.children.get(name) ?? []) {
      const text = textOf(element);
      if (text !== "") return text;
    }
  }
  return null;
}

function firstDate(node: FeedNode, names: readonly string[]): string | null {
  for (const name of names) {
    for (const element of node.children.get(name) ?? []) {
      const date = parseDate(textOf(element));
      if (date !== null) return date;
    }
  }
  return null;
}
