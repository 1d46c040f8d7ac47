import { FeedError } from "./feed-error.ts";
import { childrenNamed } from "./markup.ts";
import { foldSpace } from "./plain-text.ts";
import { parseXmlTree, type XmlElement } from "./xml-tree.ts";

/** A feed in a list of subscriptions. */
export interface OpmlOutline {
  readonly title: string | null;
  /** Address of the feed (`xmlUrl`). */
  readonly url: string;
  /** Address of the site (`htmlUrl`). */
  readonly siteUrl: string | null;
  /** Names of the folders it is in, the outermost first; empty when it is in none. */
  readonly folder: readonly string[];
  readonly language: string | null;
}

/**
 * Reads a list of subscriptions in OPML 1.0 or 2.0, as forgivingly as feeds are read. What has no address of a feed is
 * a folder, or left out.
 *
 * @throws {FeedError} `notFeed` when it is no OPML, `tooLarge` when it is over a limit
 * @see http://opml.org/spec2.opml
 */
export function parseOpml(text: string): OpmlOutline[] {
  const document = parseXmlTree(text.trim(), null);
  const opml = elementNamed(document, "opml");
  if (opml === null) throw new FeedError("notFeed", "this is not an OPML list: it has no <opml> element");
  const found: OpmlOutline[] = [];
  // Without a body, as cut-off or careless lists are, the outlines stand in the root.
  for (const holder of [...childrenNamed(opml, "body"), opml]) collect(holder, [], found);
  return found;
}

/** Writes a list of subscriptions that {@link parseOpml} reads back as it is, but for the order of folders. */
export function formatOpml(title: string, outlines: readonly OpmlOutline[]): string {
  const top: Folder = { feeds: [], folders: new Map() };
  for (const outline of outlines) {
    let folder = top;
    for (const name of outline.folder) {
      const inner: Folder = folder.folders.get(name) ?? { feeds: [], folders: new Map() };
      folder.folders.set(name, inner);
      folder = inner;
    }
    folder.feeds.push(outline);
  }
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<opml version="2.0">',
    "  <head>",
    `    <title>${escaped(title)}</title>`,
    "  </head>",
    "  <body>",
    ...folderLines(top, "    "),
    "  </body>",
    "</opml>",
    "",
  ].join("\n");
}

interface Folder {
  readonly feeds: OpmlOutline[];
  readonly folders: Map<string, Folder>;
}

function folderLines(folder: Folder, indent: string): string[] {
  const folders = [...folder.folders].flatMap(([name, inner]) => [
    `${indent}<outline${attribute("text", name)}>`,
    ...folderLines(inner, `${indent}  `),
    `${indent}</outline>`,
  ]);
  return [...folder.feeds.map((feed) => indent + feedLine(feed)), ...folders];
}

function feedLine({ title, url, siteUrl, language }: OpmlOutline): string {
  const attributes = [
    attribute("type", "rss"),
    // `text` must be there, a missing title is told by the missing attribute.
    attribute("text", title ?? url),
    attribute("title", title),
    attribute("xmlUrl", url),
    attribute("htmlUrl", siteUrl),
    attribute("language", language),
  ];
  return `<outline${attributes.join("")}/>`;
}

function attribute(name: string, value: string | null): string {
  return value === null ? "" : ` ${name}="${escaped(value)}"`;
}

/** XML has no way to write most control characters. */
function escaped(text: string): string {
  return text
    .replace(/[\t\r\n]/g, " ")
    .replace(/[\p{Cc}\ufffe\uffff]/gu, "")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

function collect(holder: XmlElement, folder: readonly string[], found: OpmlOutline[]): void {
  for (const { attributes, children, ...rest } of childrenNamed(holder, "outline")) {
    const { text = "", xmlurl = "", htmlurl = "", language = "", category = "" } = attributes;
    const title = foldSpace(attributes["title"] ?? "");
    const url = feedUrl(xmlurl.trim());
    const name = title === "" ? foldSpace(text) : title;
    if (url !== "") {
      found.push({
        title: name === "" || name === url ? null : name,
        url,
        siteUrl: htmlurl.trim() === "" ? null : htmlurl.trim(),
        folder: folder.length > 0 ? folder : categoryPath(category),
        language: language.trim() === "" || language === "unknown" ? null : language.trim(),
      });
    }
    const inner = name === "" || url !== "" ? folder : [...folder, name];
    collect({ attributes, children, ...rest }, inner, found);
  }
}

/** Lists without nesting may name the folder as a path, e.g. `/World/Europe`; of several the first counts. */
function categoryPath(category: string): string[] {
  const [first = ""] = category.split(",");
  return first.includes("/")
    ? first
        .split("/")
        .map(foldSpace)
        .filter((part) => part !== "")
    : [];
}

/** `feed:` was once a scheme by which browsers opened the reader. */
function feedUrl(address: string): string {
  return address.replace(/^feed:(?:\/\/)?(?=https?:)/i, "").replace(/^feed:\/\//i, "http://");
}

function elementNamed(parent: XmlElement, name: string): XmlElement | null {
  for (const child of parent.children) {
    if (typeof child === "string") continue;
    const found = child.name === name ? child : elementNamed(child, name);
    if (found !== null) return found;
  }
  return null;
}
