import { markup } from "../markup.ts";
import type { Feed, FeedDocument, FeedEntry } from "./feed.ts";

/**
 * RSS 1.0, which is RDF: the items stand beside the channel, dates are Dublin Core.
 *
 * @see web.resource.org/rss/1.0/spec
 */
export function rdf(feed: Feed): FeedDocument {
  const document = markup`<?xml version="1.0" encoding="utf-8"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">
<channel rdf:about="${feed.feedUrl}">
<title>${feed.title}</title>
<link>${feed.siteUrl}</link>
<description>${feed.description}</description>
<dc:language>${feed.language}</dc:language>
<dc:date>${feed.updatedAt.toISOString()}</dc:date>
<items><rdf:Seq>
${feed.entries.map(({ url }) => markup`<rdf:li rdf:resource="${url}"/>\n`)}</rdf:Seq></items>
</channel>
${feed.entries.map(item)}</rdf:RDF>
`;
  return { mediaType: "application/rdf+xml", text: document.markup };
}

function item(entry: FeedEntry): ReturnType<typeof markup> {
  return markup`<item rdf:about="${entry.url}">
<title>${entry.title}</title>
<link>${entry.url}</link>
<description>${entry.summary}</description>
<dc:identifier>${entry.id}</dc:identifier>
<dc:creator>${entry.author}</dc:creator>
<dc:subject>${entry.category}</dc:subject>
<dc:date>${entry.publishedAt.toISOString()}</dc:date>
<dcterms:modified>${entry.modifiedAt.toISOString()}</dcterms:modified>
</item>
`;
}
