import { decodeDocument } from "./decode.ts";
import { FeedError } from "./feed-error.ts";
import type { Feed } from "./feed.ts";
import { feedAlternates } from "./html-alternates.ts";
import { readJsonFeed } from "./json-feed.ts";
import { type FeedContext, readXmlFeed } from "./xml-feed.ts";

/** Largest document that is read; the fetcher's own cap is lower. */
const maxDocumentBytes = 32 * 1024 * 1024;

/**
 * Reads a feed of any of the usual formats: RSS 0.9x to 2.0, RDF, Atom, JSON Feed. The format is told by the content,
 * never by the header.
 *
 * @param bytes the document without content codings
 * @param headers of the HTTP response, names in lower case; `content-type`, `content-language` and `content-location` count
 * @param url where it was fetched from, for relative addresses
 * @throws {FeedError} when it is no feed; an HTML page's error names the feeds it links to
 */
export async function parseFeed(
  bytes: Uint8Array,
  headers: Readonly<Record<string, string>>,
  url?: string | null,
): Promise<Feed> {
  if (bytes.byteLength > maxDocumentBytes) throw new FeedError("tooLarge", "the document is larger than 32 MB");
  const text = decodeDocument(bytes, headers["content-type"] ?? "").trim();
  if (text === "") throw new FeedError("empty", "the document is empty");
  const context = contextOf(headers, url ?? null);
  if (text.startsWith("{") || text.startsWith("[")) return readJsonFeed(text, context);
  try {
    return await readXmlFeed(text, context);
  } catch (error) {
    throw error instanceof FeedError && error.code === "html" ? htmlError(text, context.base) : error;
  }
}

function contextOf(headers: Readonly<Record<string, string>>, url: string | null): FeedContext {
  const location = headers["content-location"];
  const base = location === undefined ? null : URL.parse(location, url ?? undefined);
  const language = headers["content-language"]?.trim() ?? "";
  // A list of languages says whom the page is for, not what it is written in (RFC 9110 section 8.5).
  return { base: base?.href ?? url, language: /^[\w-]{2,35}$/.test(language) ? language : null };
}

function htmlError(html: string, base: string | null): FeedError {
  const alternates = feedAlternates(html, base);
  const hint = alternates.length === 0 ? "" : `; it links to ${alternates.join(" and ")}`;
  return new FeedError("html", `this is an HTML page, not a feed${hint}`, alternates);
}
