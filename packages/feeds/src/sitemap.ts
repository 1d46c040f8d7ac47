import type { SourceItem } from "@wirewatch/model";
import { absoluteUrl } from "./absolute-url.ts";
import { parseDate } from "./dates.ts";
import { FeedError } from "./feed-error.ts";
import { type Children, childrenOf, htmlOf, textOf } from "./markup.ts";
import { foldSpace, plainOrNull } from "./plain-text.ts";
import { eachXmlElement, type XmlElement } from "./xml-tree.ts";

/** A sitemap, or an index of sitemaps, read. */
export interface Sitemap {
  /** In the order of the document, each URL once. */
  readonly items: readonly SitemapItem[];
  /** Sitemaps that an index names, each once. */
  readonly children: readonly SitemapChild[];
}

/** The id of an entry is its URL; only news sitemaps give titles, dates of publication and languages. */
export type SitemapItem = SourceItem & {
  /** Whether the entry carries Google's news data. */
  readonly isNews: boolean;
};

export interface SitemapChild {
  readonly url: string;
  /** ISO 8601 in UTC. */
  readonly modifiedAt: string | null;
}

/** Entries a sitemap may have by its specification. */
const maxEntries = 50_000;

/** How far into a document its first element is looked for; errors of the server may stand in front. */
const maxPreamble = 16 * 1024;

/** Whether the first element that counts is that of a sitemap. */
export function isXmlSitemap(text: string): boolean {
  const root = /<(?:[\w.-]+:)?(?<name>urlset|sitemapindex|rss|rdf|feed|channel|html)(?=[\s>/])/i;
  const name = root.exec(text.slice(0, maxPreamble))?.groups?.["name"]?.toLowerCase();
  return name === "urlset" || name === "sitemapindex";
}

/**
 * Reads an XML sitemap or an index of sitemaps. Pictures, videos and translations that entries name are left out.
 *
 * @param base URL of the document, for addresses that are not absolute although they should be; null when unknown
 * @throws {FeedError} `tooLarge` over 50,000 entries
 * @see https://www.sitemaps.org/protocol.html
 * @see https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap
 */
export function readXmlSitemap(text: string, base: string | null): Sitemap {
  const items = new Map<string, SitemapItem>();
  const children = new Map<string, SitemapChild>();
  let entries = 0;
  eachXmlElement(text, base, new Set(["url", "sitemap"]), (element) => {
    entries += 1;
    if (entries > maxEntries) throw tooMany();
    const fields = childrenOf(element);
    const url = firstUrl(fields);
    if (url === null) return;
    if (element.name === "url" && !items.has(url)) items.set(url, sitemapItem(url, fields));
    if (element.name === "sitemap" && !children.has(url))
      children.set(url, { url, modifiedAt: dateIn(fields, "lastmod") });
  });
  return { items: [...items.values()], children: [...children.values()] };
}

/** Whether a text is a list of addresses, one a line. */
export function isTextSitemap(text: string): boolean {
  const [first = "", ...others] = text.slice(0, maxPreamble).split(/\s*[\r\n]+\s*/, 20);
  const whole = text.length > maxPreamble || others.length > 18 ? others.slice(0, -1) : others;
  return [first, ...whole].every((line) => line === "" || /^https?:\/\/[^\s<>]+$/i.test(line));
}

/**
 * Reads a text sitemap.
 *
 * @throws {FeedError} `tooLarge` over 50,000 entries
 */
export function readTextSitemap(text: string): Sitemap {
  const items = new Map<string, SitemapItem>();
  for (const [line] of text.matchAll(/[^\r\n]+/g)) {
    const url = absoluteUrl(line, null);
    if (url === null || items.has(url)) continue;
    if (items.size >= maxEntries) throw tooMany();
    items.set(url, sitemapItem(url, new Map()));
  }
  return { items: [...items.values()], children: [] };
}

function sitemapItem(url: string, fields: Children): SitemapItem {
  const [news] = fields.get("news:news") ?? [];
  const newsFields = news === undefined ? new Map<string, XmlElement[]>() : childrenOf(news);
  const [title] = newsFields.get("news:title") ?? [];
  const [publication] = newsFields.get("news:publication") ?? [];
  const [language] = publication === undefined ? [] : (childrenOf(publication).get("news:language") ?? []);
  const [keywords] = newsFields.get("news:keywords") ?? [];
  const terms = keywords === undefined ? [] : textOf(keywords).split(",").map(foldSpace);
  return {
    id: url,
    url,
    title: title === undefined ? null : plainOrNull(htmlOf(title)),
    publishedAt: dateIn(newsFields, "news:publication_date"),
    updatedAt: dateIn(fields, "lastmod"),
    summary: null,
    content: null,
    authors: [],
    categories: [...new Set(terms)].filter((term) => term !== "").map((term) => ({ term })),
    enclosures: [],
    language: (language === undefined ? "" : textOf(language).replaceAll("_", "-")) || null,
    isNews: news !== undefined,
  };
}

function firstUrl(fields: Children): string | null {
  for (const loc of fields.get("loc") ?? []) {
    const url = absoluteUrl(textOf(loc), loc.base);
    if (url !== null) return url;
  }
  return null;
}

function dateIn(fields: Children, name: string): string | null {
  const [element] = fields.get(name) ?? [];
  return element === undefined ? null : parseDate(textOf(element));
}

function tooMany(): FeedError {
  return new FeedError("tooLarge", `the sitemap has more than ${maxEntries} entries`);
}
