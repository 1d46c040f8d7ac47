import { FeedError } from "./feed-error.ts";
import type { Feed } from "./feed.ts";
import { readDocument } from "./source-document.ts";

/**
 * Reads a feed of any of the usual formats: RSS 0.9x to 2.0, RDF, Atom, JSON Feed. The format is told by the content,
 * never by the header.
 *
 * @param bytes the document without content codings; gzip that nobody announced is unpacked
 * @param headers of the HTTP response, names in lower case; `content-type`, `content-language`, `content-location` and
 *   `link` count
 * @param url where it was fetched from, for relative addresses
 * @throws {FeedError} when it is no feed; an HTML page's error names the feeds it links to
 */
export async function parseFeed(
  bytes: Uint8Array,
  headers: Readonly<Record<string, string>>,
  url?: string | null,
): Promise<Feed> {
  const document = await readDocument(bytes, headers, url);
  switch (document.kind) {
    case "feed":
      return document.feed;
    case "sitemap":
      throw new FeedError("notFeed", "this is a sitemap, not a feed");
    case "html":
      throw htmlError(document.alternates.map((alternate) => alternate.url));
  }
}

function htmlError(alternates: readonly string[]): FeedError {
  const hint = alternates.length === 0 ? "" : `; it links to ${alternates.join(" and ")}`;
  return new FeedError("html", `this is an HTML page, not a feed${hint}`, alternates);
}
