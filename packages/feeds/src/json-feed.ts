import type { Enclosure } from "@wirewatch/model";
import { absoluteUrl } from "./absolute-url.ts";
import { parseDate } from "./dates.ts";
import { enclosure } from "./enclosures.ts";
import { storable } from "./encodings.ts";
import { FeedError } from "./feed-error.ts";
import type { Feed, FeedContext, UnidentifiedItem } from "./feed.ts";
import { identified } from "./identify.ts";
import { foldSpace, plainOrNull } from "./plain-text.ts";

/**
 * Reads a JSON Feed; fields of the wrong type are taken as missing, so that one bad item does not cost the others.
 *
 * @see https://www.jsonfeed.org/version/1.1/
 * @throws {FeedError} `notFeed` for other JSON, and for text that is no JSON
 */
export function readJsonFeed(text: string, context: FeedContext): Feed {
  const feed = parseObject(text);
  if (feed === null) throw new FeedError("notFeed", "this is not a feed: it begins like JSON but is not valid JSON");
  if (!Array.isArray(feed["items"]))
    throw new FeedError("notFeed", "this is JSON, but not a JSON Feed: it has no list `items`");
  const language = stringOf(feed["language"]) ?? context.language;
  const feedAuthors = authorsOf(feed);
  const items = feed["items"].filter(isRecord).map((item) => jsonItem(item, { ...context, language }, feedAuthors));
  return {
    kind: "json",
    title: plainOrNull(stringOf(feed["title"])),
    url: absoluteUrl(stringOf(feed["home_page_url"]) ?? "", context.base),
    language,
    items: identified(items),
    ttlMs: null,
    hub: context.hub ?? hubOf(feed, context.base),
    self: context.self ?? absoluteUrl(stringOf(feed["feed_url"]) ?? "", context.base),
  };
}

type JsonObject = Readonly<Record<string, unknown>>;

function jsonItem(item: JsonObject, context: FeedContext, feedAuthors: UnidentifiedItem["authors"]): UnidentifiedItem {
  const contentText = stringOf(item["content_text"]);
  const authors = authorsOf(item);
  const { id } = item;
  return {
    id: typeof id === "number" ? String(id) : stringOf(id),
    url: absoluteUrl(stringOf(item["url"]) ?? stringOf(item["external_url"]) ?? "", context.base),
    title: plainOrNull(stringOf(item["title"])),
    publishedAt: parseDate(stringOf(item["date_published"]) ?? ""),
    updatedAt: parseDate(stringOf(item["date_modified"]) ?? ""),
    summary: plainOrNull(stringOf(item["summary"])),
    content: stringOf(item["content_html"]) ?? contentText?.replaceAll("&", "&amp;").replaceAll("<", "&lt;") ?? null,
    authors: authors.length > 0 ? authors : feedAuthors,
    categories: listOf(item["tags"]).flatMap((tag) => namedTerm(stringOf(tag))),
    enclosures: listOf(item["attachments"])
      .filter(isRecord)
      .slice(0, maxEnclosures)
      .flatMap((file) => attachment(file, context.base)),
    language: stringOf(item["language"]) ?? context.language,
  };
}

/** Files of one item that are kept. */
const maxEnclosures = 20;

function attachment(file: JsonObject, base: string | null): Enclosure[] {
  const url = absoluteUrl(stringOf(file["url"]) ?? "", base);
  return url === null ? [] : [enclosure(url, stringOf(file["mime_type"]) ?? undefined, Number(file["size_in_bytes"]))];
}

/** Only hubs that speak WebSub are of use. */
function hubOf(feed: JsonObject, base: string | null): string | null {
  const hub = listOf(feed["hubs"])
    .filter(isRecord)
    .find(({ type }) => stringOf(type)?.toLowerCase() === "websub");
  return absoluteUrl(stringOf(hub?.["url"]) ?? "", base);
}

/** Version 1.1 has `authors`, version 1 has `author`. */
function authorsOf(holder: JsonObject): { name: string }[] {
  return [...listOf(holder["authors"]), holder["author"]].filter(isRecord).flatMap((author) => {
    const name = foldSpace(stringOf(author["name"]) ?? "");
    return name === "" ? [] : [{ name }];
  });
}

function namedTerm(tag: string | null): { term: string }[] {
  return tag === null || tag.trim() === "" ? [] : [{ term: tag.trim() }];
}

function parseObject(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}

function isRecord(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** JSON can spell NUL and half characters by escapes, which decoding the bytes did not see. */
function stringOf(value: unknown): string | null {
  return typeof value === "string" ? storable(value) : null;
}
