import Parser from "rss-parser";
import { enclosuresOf } from "./enclosures.ts";
import type { UnidentifiedItem } from "./feed.ts";
import * as fields from "./item-fields.ts";
import { feedNode, type FeedNode } from "./item-fields.ts";
import { authorsOf } from "./people.ts";
import { plainOrNull } from "./plain-text.ts";

/** What a channel and its items say, in one shape for all vocabularies. */
export interface MappedFeed {
  readonly title: string | null;
  readonly url: string | null;
  readonly items: readonly UnidentifiedItem[];
}

/** What items inherit that say nothing themselves. */
export interface Inherited {
  readonly language: string | null;
  readonly authors: readonly string[];
}

/**
 * Brings a channel with its items into the one shape that xml2js would give for a clean RSS 2.0 document, and lets
 * rss-parser map that: every spelling is understood before, once, and rss-parser never sees what would make it fail.
 */
export async function mapFeed(
  channel: FeedNode,
  items: readonly FeedNode[],
  inherited: Inherited,
): Promise<MappedFeed> {
  const output = await mapByRssParser({
    ...single("title", plainOrNull(fields.titleOf(channel))),
    ...single("link", fields.linkOf(channel)),
    item: items.map(rssItem),
  });
  return {
    title: output.title ?? null,
    url: output.link ?? null,
    items: output.items.map((item, index) => sourceItem(item, items[index], inherited)),
  };
}

/** `xml:lang=""` says that a text is in no language. */
export function plainLanguage(language: string | null): string | null {
  return language === "" ? null : language;
}

/** Values as xml2js spells them: a list per element name. */
type RssRecord = Record<string, readonly string[]>;

/** What our own names in the record become in rss-parser's output, beside its standard fields. */
interface OwnFields {
  readonly updated?: string;
  readonly authors?: readonly string[];
  readonly summaryHtml?: string;
  readonly contentHtml?: string;
  readonly language?: string;
}

function rssItem(item: FeedNode): RssRecord {
  const record: RssRecord = { author: writersOf(item), category: fields.categoriesOf(item) };
  const set = (name: string, value: string | null): void => {
    if (value !== null) record[name] = [value];
  };
  set("title", plainOrNull(fields.titleOf(item)));
  set("link", fields.linkOf(item));
  set("guid", fields.identifierOf(item));
  set("pubDate", fields.publishedAtOf(item));
  set("updated", fields.updatedAtOf(item));
  // Not under rss-parser's own names: its snippets of HTML take quadratic time on hostile markup.
  set("summaryHtml", fields.summaryOf(item));
  set("contentHtml", fields.contentOf(item));
  set("language", fields.languageOf(item));
  return record;
}

/** An entry taken over from another feed names its author there (RFC 4287 section 4.2.11). */
function writersOf(item: FeedNode): string[] {
  const own = authorsOf(item);
  const [source] = own.length > 0 ? [] : (item.children.get("atom:source") ?? []);
  return source === undefined ? own : authorsOf(feedNode(source));
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

function sourceItem(item: Parser.Item & OwnFields, node: FeedNode | undefined, inherited: Inherited): UnidentifiedItem {
  const authors = item.authors === undefined || item.authors.length === 0 ? inherited.authors : item.authors;
  return {
    id: item.guid ?? null,
    url: item.link ?? null,
    title: item.title ?? null,
    publishedAt: item.isoDate ?? null,
    updatedAt: item.updated ?? null,
    summary: plainOrNull(item.summaryHtml ?? null),
    content: item.contentHtml ?? null,
    authors: authors.map((name) => ({ name })),
    categories: (item.categories ?? []).map((term) => ({ term })),
    enclosures: node === undefined ? [] : enclosuresOf(node),
    language: item.language === undefined ? inherited.language : plainLanguage(item.language),
  };
}

function single(name: string, value: string | null): RssRecord {
  return value === null ? {} : { [name]: [value] };
}
