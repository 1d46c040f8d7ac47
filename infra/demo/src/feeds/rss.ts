import { markup } from "../markup.ts";
import type { Feed, FeedDocument, FeedEntry } from "./feed.ts";

/**
 * RSS 2.0. It has no element for the time of a change, so that is given as Atom's.
 *
 * @param encoding label for the XML declaration
 * @see RSS 2.0.11, rssboard.org/rss-specification
 */
export function rss(feed: Feed, encoding: string): FeedDocument {
  const document = markup`<?xml version="1.0" encoding="${encoding}"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel>
<title>${feed.title}</title>
<link>${feed.siteUrl}</link>
<description>${feed.description}</description>
<language>${feed.language}</language>
<lastBuildDate>${feed.updatedAt.toUTCString()}</lastBuildDate>
<atom:link href="${feed.feedUrl}" rel="self" type="application/rss+xml"/>
${feed.entries.map(item)}</channel>
</rss>
`;
  return { mediaType: "application/rss+xml", text: document.markup };
}

function item(entry: FeedEntry): ReturnType<typeof markup> {
  return markup`<item>
<guid isPermaLink="false">${entry.id}</guid>
<title>${entry.title}</title>
<link>${entry.url}</link>
<description>${entry.summary}</description>
<category>${entry.category}</category>
<dc:creator>${entry.author}</dc:creator>
<pubDate>${entry.publishedAt.toUTCString()}</pubDate>
<atom:updated>${entry.modifiedAt.toISOString()}</atom:updated>
</item>
`;
}
