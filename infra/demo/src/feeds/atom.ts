import { markup } from "../markup.ts";
import type { Feed, FeedDocument, FeedEntry } from "./feed.ts";

/**
 * Atom 1.0, with summaries only.
 *
 * @see RFC 4287
 */
export function atom(feed: Feed): FeedDocument {
  const document = markup`<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${feed.language}">
<id>${feed.siteUrl}</id>
<title>${feed.title}</title>
<subtitle>${feed.description}</subtitle>
<updated>${feed.updatedAt.toISOString()}</updated>
<author><name>${feed.title}</name></author>
<link rel="self" type="application/atom+xml" href="${feed.feedUrl}"/>
<link rel="alternate" type="text/html" href="${feed.siteUrl}"/>
${feed.entries.map(entryElement)}</feed>
`;
  return { mediaType: "application/atom+xml", text: document.markup };
}

function entryElement(entry: FeedEntry): ReturnType<typeof markup> {
  return markup`<entry>
<id>${entry.id}</id>
<title>${entry.title}</title>
<link rel="alternate" type="text/html" href="${entry.url}"/>
<published>${entry.publishedAt.toISOString()}</published>
<updated>${entry.modifiedAt.toISOString()}</updated>
<category term="${entry.category}"/>
<summary>${entry.summary}</summary>
</entry>
`;
}
