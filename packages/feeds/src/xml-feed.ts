import Parser from "rss-parser";
import { FeedError } from "./feed-error.ts";
import type { Feed, UnidentifiedItem } from "./feed.ts";
import { identified } from "./identify.ts";
import * as fields from "./item-fields.ts";
import { childrenNamed, textOf } from "./markup.ts";
import { plainText } from "./plain-text.ts";
import { feedRoots, parseXmlTree, type XmlElement } from "./xml-tree.ts";

/** Where a feed came from, as far as its content depends on it. */
export interface FeedContext {
  /** Base of relative addresses; null when unknown. */
  readonly base: string | null;
  /** Of the HTTP header; null when there is none. */
  readonly language: string | null;
}

/**
 * Reads RSS 0.9x to 2.0, RDF and Atom.
 *
 * Our tolerant tree is brought into the one shape that xml2js would give for a clean RSS 2.0 document, and rss-parser
 * maps that: every spelling is understood here, once, and rss-parser never sees what would make it fail.
 *
 * @throws {FeedError} when the document is something else or over a limit
 */
export async function readXmlFeed(text: string, context: FeedContext): Promise<Feed> {
  const document = parseXmlTree(text, context.base);
  const root = findRoot(document);
  if (root === null) throw new FeedError("notFeed", describeOther(document));
  const channel = channelOf(root);
  const items = itemsOf(root);
  const kind = kindOf(root);
  const language = plainLanguage(fields.languageOf(channel)) ?? context.language;

  const output = await mapByRssParser({
    ...single("title", plainOrNull(fields.titleOf(channel))),
    ...single("link", fields.linkOf(channel)),
    item: items.map(rssItem),
  });
  const feedAuthors = kind === "atom" ? fields.authorsOf(channel) : [];
  return {
    kind,
    title: output.title ?? null,
    url: output.link ?? null,
    language,
    items: identified(output.items.map((item) => sourceItem(item, language, feedAuthors))),
    ttlMs: ttlOf(channel),
  };
}

/** Values as xml2js spells them: a list per element name. */
type RssRecord = Readonly<Record<string, readonly string[]>>;

/** What our own names in the record become in rss-parser's output, beside its standard fields. */
interface OwnFields {
  readonly updated?: string;
  readonly authors?: readonly string[];
  readonly summaryHtml?: string;
  readonly contentHtml?: string;
  readonly language?: string;
}

function rssItem(item: XmlElement): RssRecord {
  return {
    ...single("title", plainOrNull(fields.titleOf(item))),
    ...single("link", fields.linkOf(item)),
    ...single("guid", fields.identifierOf(item)),
    ...single("pubDate", fields.publishedAtOf(item)),
    ...single("updated", fields.updatedAtOf(item)),
    // Not under rss-parser's own names: its snippets of HTML take quadratic time on hostile markup.
    ...single("summaryHtml", fields.summaryOf(item)),
    ...single("contentHtml", fields.contentOf(item)),
    ...single("language", fields.languageOf(item)),
    author: fields.authorsOf(item),
    category: fields.categoriesOf(item),
  };
}

/** rss-parser's mapping without its XML reader: `xmlParser` is not documented, so its version is pinned. */
async function mapByRssParser(channel: Readonly<Record<string, readonly (string | RssRecord)[]>>) {
  const parser = new Parser<object, OwnFields>({
    customFields: {
      item: [["author", "authors", { keepArray: true }], "updated", "summaryHtml", "contentHtml", "language"],
    },
  });
  const tree = { rss: { $: { version: "2.0" }, channel: [channel] } };
  Object.assign(parser, {
    xmlParser: { parseString: (_: string, done: (e: null, t: object) => void) => done(null, tree) },
  });
  return parser.parseString("");
}

function sourceItem(
  item: Parser.Item & OwnFields,
  feedLanguage: string | null,
  feedAuthors: readonly string[],
): UnidentifiedItem {
  const authors = item.authors === undefined || item.authors.length === 0 ? feedAuthors : item.authors;
  return {
    guid: item.guid ?? null,
    url: item.link ?? null,
    title: item.title ?? null,
    publishedAt: item.isoDate ?? null,
    updatedAt: item.updated ?? null,
    summary: plainOrNull(item.summaryHtml ?? null),
    content: item.contentHtml ?? null,
    authors: authors.map((name) => ({ name })),
    categories: (item.categories ?? []).map((term) => ({ term })),
    language: item.language === undefined ? feedLanguage : plainLanguage(item.language),
  };
}

/** The outermost element of a feed, also below the remains of an error message. */
function findRoot(element: XmlElement): XmlElement | null {
  for (const child of element.children) {
    if (typeof child === "string") continue;
    const root = feedRoots.has(child.name) ? child : findRoot(child);
    if (root !== null) return root;
  }
  return null;
}

function kindOf(root: XmlElement): Feed["kind"] {
  if (root.name === "rdf:rdf") return "rdf";
  return root.name.endsWith("feed") ? "atom" : "rss";
}

function channelOf(root: XmlElement): XmlElement {
  return childrenNamed(root, "channel")[0] ?? root;
}

/** RDF keeps items beside the channel, RSS in it; some documents confuse the two. */
function itemsOf(root: XmlElement): XmlElement[] {
  const holders = [...childrenNamed(root, "channel"), root];
  return holders.flatMap((holder) => childrenNamed(holder, "item", "entry", "atom:entry"));
}

/** `ttl` is in minutes (RSS 2.0); `sy:updateFrequency` is times per `sy:updatePeriod` (RSS 1.0 syndication module). */
function ttlOf(channel: XmlElement): number | null {
  const [ttl] = childrenNamed(channel, "ttl").map((element) => Number(textOf(element)));
  if (ttl !== undefined && ttl > 0) return ttl * 60_000;
  const [period = ""] = childrenNamed(channel, "sy:updateperiod").map(textOf);
  const [frequency = 1] = childrenNamed(channel, "sy:updatefrequency").map((element) => Number(textOf(element)));
  const periodMs = Object.hasOwn(periodsMs, period.toLowerCase()) ? periodsMs[period.toLowerCase()] : undefined;
  return periodMs === undefined || !(frequency > 0) ? null : periodMs / frequency;
}

const dayMs = 86_400_000;
const periodsMs: Readonly<Record<string, number>> = {
  hourly: dayMs / 24,
  daily: dayMs,
  weekly: 7 * dayMs,
  monthly: 30 * dayMs,
  yearly: 365 * dayMs,
};

/** Names what was found instead of a feed. */
function describeOther(document: XmlElement): string {
  const [first] = document.children.filter((child) => typeof child !== "string");
  if (first === undefined) return "this is not a feed: it contains no XML and no JSON";
  if (first.name === "urlset" || first.name === "sitemapindex") return "this is a sitemap, not a feed";
  if (first.name === "opml") return "this is an OPML list of feeds, not a feed; import it instead";
  return `this is not a feed: its first element is <${first.name.slice(0, 40)}>`;
}

function single(name: string, value: string | null): RssRecord {
  return value === null ? {} : { [name]: [value] };
}

function plainOrNull(html: string | null): string | null {
  const text = html === null ? "" : plainText(html);
  return text === "" ? null : text;
}

function plainLanguage(language: string | null): string | null {
  return language === "" ? null : language;
}
