import { parseDate } from "./dates.ts";
import { childrenNamed, htmlOf, textOf } from "./markup.ts";
import { foldSpace, plainText } from "./plain-text.ts";
import type { XmlElement } from "./xml-tree.ts";

/**
 * Where the vocabularies keep the same thing, best first. Elements of an Atom document lead the `atom:` ones of an
 * RSS document, since a document is one or the other.
 */
const titleElements = ["title", "atom:title", "dc:title", "media:title", "itunes:title"];
const summaryElements = [
  "description",
  "atom:summary",
  "summary",
  "dc:description",
  "itunes:summary",
  "media:description",
];
const contentElements = ["content:encoded", "atom:content", "content", "xhtml:body", "body", "fullitem"];
const publishedElements = [
  "pubdate",
  "atom:published",
  "atom:issued",
  "dc:date",
  "dcterms:issued",
  "atom:created",
  "dcterms:created",
];
const updatedElements = ["atom:updated", "atom:modified", "dcterms:modified"];
const idElements = ["guid", "atom:id", "id"];
const authorElements = ["author", "atom:author", "dc:creator", "dc:author"];
const languageElements = ["language", "dc:language"];

/** Title as HTML; null when there is none. */
export function titleOf(parent: XmlElement): string | null {
  return firstHtml(parent, titleElements);
}

export function summaryOf(parent: XmlElement): string | null {
  return firstHtml(parent, summaryElements);
}

/** Full text as HTML; RSS that has both `description` and `summary` keeps the longer text in the latter. */
export function contentOf(parent: XmlElement): string | null {
  const content = firstHtml(parent, contentElements);
  if (content !== null || childrenNamed(parent, "description").length === 0) return content;
  return firstHtml(parent, ["summary"]);
}

/** ISO 8601 in UTC. */
export function publishedAtOf(parent: XmlElement): string | null {
  return firstDate(parent, publishedElements);
}

export function updatedAtOf(parent: XmlElement): string | null {
  return firstDate(parent, updatedElements);
}

/** The publisher's own identifier as it stands. */
export function identifierOf(item: XmlElement): string | null {
  const ids = childrenByName(item, idElements).map(textOf);
  return ids.find((id) => id !== "") ?? item.attributes["rdf:about"]?.trim() ?? null;
}

/**
 * Absolute http(s) URL of the page: the link proper, else the alternate among the Atom links, else what serves as one
 * (permanent guid, `rdf:about`, an Atom id that is a URL).
 */
export function linkOf(parent: XmlElement): string | null {
  for (const link of childrenNamed(parent, "link", "atom:link")) {
    const { rel = "alternate", href } = link.attributes;
    const url = rel === "alternate" ? absoluteUrl(href ?? textOf(link), link.base) : null;
    if (url !== null) return url;
  }
  for (const id of childrenByName(parent, idElements)) {
    const url = id.attributes["ispermalink"] === "false" ? null : absoluteUrl(textOf(id), null);
    if (url !== null) return url;
  }
  return absoluteUrl(parent.attributes["rdf:about"] ?? "", parent.base);
}

/** Names of the people; an e-mail address only where there is no name. */
export function authorsOf(parent: XmlElement): string[] {
  const people = childrenByName(parent, authorElements).map(personName);
  const names = people.filter((name) => name !== "");
  return distinct(names.length > 0 ? names : childrenNamed(parent, "itunes:author").map(personName));
}

export function categoriesOf(parent: XmlElement): string[] {
  const terms = childrenNamed(parent, "category", "atom:category", "dc:subject", "media:category").map(
    (category) => category.attributes["term"] ?? plainText(htmlOf(category)),
  );
  const keywords = childrenNamed(parent, "itunes:keywords").flatMap((list) => textOf(list).split(","));
  return distinct([...terms, ...keywords].map(foldSpace));
}

/** Language the text is marked with; empty when marked as none; null when nothing is said. */
export function languageOf(parent: XmlElement): string | null {
  const named = childrenByName(parent, languageElements)
    .map(textOf)
    .find((language) => language !== "");
  if (named !== undefined) return named.replaceAll("_", "-");
  const [text = parent] = childrenByName(parent, [...contentElements, ...summaryElements, ...titleElements]);
  return text.language;
}

/** An address as it stands if it is absolute, else resolved; null unless it is http or https. */
export function absoluteUrl(address: string, base: string | null): string | null {
  const trimmed = address.trim();
  if (trimmed === "") return null;
  const isAbsolute = /^https?:\/\//i.test(trimmed);
  const url = URL.parse(trimmed, base ?? undefined);
  if (url === null || (url.protocol !== "http:" && url.protocol !== "https:")) return null;
  return isAbsolute ? trimmed : url.href;
}

function firstHtml(parent: XmlElement, names: readonly string[]): string | null {
  for (const element of childrenByName(parent, names)) {
    const html = htmlOf(element).trim();
    if (html !== "") return html;
  }
  return null;
}

function firstDate(parent: XmlElement, names: readonly string[]): string | null {
  for (const element of childrenByName(parent, names)) {
    const date = parseDate(textOf(element));
    if (date !== null) return date;
  }
  return null;
}

/** Children by the order of the names, not of the document. */
function childrenByName(parent: XmlElement, names: readonly string[]): XmlElement[] {
  return names.flatMap((name) => childrenNamed(parent, name));
}

/** `me@example.org (Name)`, `Name <me@example.org>`, Atom's `<name>`, or just a name. */
function personName(person: XmlElement): string {
  const [name] = childrenNamed(person, "name", "atom:name");
  const [email] = childrenNamed(person, "email", "atom:email");
  if (name !== undefined || email !== undefined) return textOf(name ?? email ?? person);
  const text = plainText(htmlOf(person).replaceAll("<", "&lt;"));
  const parts = /^(?<email>\S+@\S+)\s*\((?<inner>[^)]+)\)$|^(?<outer>[^<(]+?)\s*[<(]\S+@\S+[>)]$/.exec(text)?.groups;
  return parts?.["inner"] ?? parts?.["outer"] ?? text;
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)].filter((value) => value !== "");
}
