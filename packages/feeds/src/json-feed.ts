import { FeedError } from "./feed-error.ts";
import type { Feed, UnidentifiedItem } from "./feed.ts";
import { parseDate } from "./dates.ts";
import { identified } from "./identify.ts";
import { absoluteUrl } from "./item-fields.ts";
import { foldSpace, plainText } from "./plain-text.ts";
import type { FeedContext } from "./xml-feed.ts";

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
  };
}

type JsonObject = Readonly<Record<string, unknown>>;

function jsonItem(item: JsonObject, context: FeedContext, feedAuthors: UnidentifiedItem["authors"]): UnidentifiedItem {
  const contentText = stringOf(item["content_text"]);
  const authors = authorsOf(item);
  const { id } = item;
  return {
    guid: typeof id === "number" ? String(id) : stringOf(id),
    url: absoluteUrl(stringOf(item["url"]) ?? stringOf(item["external_url"]) ?? "", context.base),
    title: plainOrNull(stringOf(item["title"])),
    publishedAt: parseDate(stringOf(item["date_published"]) ?? ""),
    updatedAt: parseDate(stringOf(item["date_modified"]) ?? ""),
    summary: plainOrNull(stringOf(item["summary"])),
    content: stringOf(item["content_html"]) ?? contentText?.replaceAll("&", "&amp;").replaceAll("<", "&lt;") ?? null,
    authors: authors.length > 0 ? authors : feedAuthors,
    categories: listOf(item["tags"]).flatMap((tag) => namedTerm(stringOf(tag))),
    language: stringOf(item["language"]) ?? context.language,
  };
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
  return typeof value === "string" ? value.replaceAll("\0", "").toWellFormed() : null;
}

function plainOrNull(text: string | null): string | null {
  const plain = text === null ? "" : plainText(text);
  return plain === "" ? null : plain;
}
