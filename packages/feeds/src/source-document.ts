import { promisify } from "node:util";
import { constants, gunzip } from "node:zlib";
import { decodeHtml } from "./decode-html.ts";
import { decodeDocument } from "./decode.ts";
import { FeedError } from "./feed-error.ts";
import type { Feed, FeedContext } from "./feed.ts";
import { type Alternate, readHtmlHead } from "./html-head.ts";
import { readJsonFeed } from "./json-feed.ts";
import { linkWith } from "./link-header.ts";
import { isTextSitemap, isXmlSitemap, readTextSitemap, readXmlSitemap, type Sitemap } from "./sitemap.ts";
import { readXmlFeed } from "./xml-feed.ts";
import { parseXmlTree } from "./xml-tree.ts";

/** What an address of a source turned out to hold. */
export type SourceDocument =
  | { readonly kind: "feed"; readonly feed: Feed }
  | { readonly kind: "sitemap"; readonly sitemap: Sitemap }
  | { readonly kind: "html"; readonly title: string | null; readonly alternates: readonly Alternate[] };

/** Largest document that is read, once unpacked: sitemaps may have 50 MB; the fetcher's own cap for feeds is lower. */
const maxDocumentBytes = 64 * 1024 * 1024;

/**
 * Reads whatever a source may be: a feed (RSS 0.9x to 2.0, RDF, Atom, JSON Feed), a sitemap or an index of sitemaps
 * (XML or text, also gzipped), or a web page with the feeds it links to. The kind is told by the content, never by the
 * header.
 *
 * @param bytes the document without content codings; gzip that nobody announced is unpacked
 * @param headers of the HTTP response, names in lower case; `content-type`, `content-language`, `content-location` and
 *   `link` count
 * @param url where it was fetched from, for relative addresses
 * @throws {FeedError} when it is none of these, or over a limit
 */
export async function readDocument(
  bytes: Uint8Array,
  headers: Readonly<Record<string, string>>,
  url?: string | null,
): Promise<SourceDocument> {
  const unpacked = await unpack(bytes);
  const contentType = headers["content-type"] ?? "";
  const text = decodeDocument(unpacked, contentType).trim();
  if (text === "") throw new FeedError("empty", "the document is empty");
  const context = contextOf(headers, url ?? null);
  if (text.startsWith("{") || text.startsWith("[")) return { kind: "feed", feed: readJsonFeed(text, context) };
  if (isXmlSitemap(text)) return { kind: "sitemap", sitemap: readXmlSitemap(text, context.base) };
  if (isTextSitemap(text)) return { kind: "sitemap", sitemap: readTextSitemap(text) };
  try {
    return { kind: "feed", feed: await readXmlFeed(parseXmlTree(text, context.base), context) };
  } catch (error) {
    if (!(error instanceof FeedError) || error.code !== "html") throw error;
    return { kind: "html", ...readHtmlHead(decodeHtml(unpacked, contentType), context.base) };
  }
}

/** gzip is told by its first bytes; a stream that was cut off gives what arrived. */
async function unpack(bytes: Uint8Array): Promise<Uint8Array> {
  if (bytes.byteLength > maxDocumentBytes) throw tooLarge();
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    const options = { maxOutputLength: maxDocumentBytes, finishFlush: constants.Z_SYNC_FLUSH };
    return await promisify(gunzip)(bytes, options);
  } catch (cause) {
    if (cause instanceof RangeError) throw tooLarge();
    throw new FeedError("notFeed", "this begins like gzip but cannot be unpacked");
  }
}

function tooLarge(): FeedError {
  return new FeedError("tooLarge", `the document is larger than ${maxDocumentBytes / 1024 / 1024} MB`);
}

function contextOf(headers: Readonly<Record<string, string>>, url: string | null): FeedContext {
  const location = headers["content-location"];
  const base = (location === undefined ? null : URL.parse(location, url ?? undefined))?.href ?? url;
  const language = headers["content-language"]?.trim() ?? "";
  return {
    base,
    // A list of languages says whom the page is for, not what it is written in (RFC 9110 section 8.5).
    language: /^[\w-]{2,35}$/.test(language) ? language : null,
    hub: linkWith(headers["link"], "hub", url),
    self: linkWith(headers["link"], "self", url),
  };
}
