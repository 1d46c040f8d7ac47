import type { Feed, FeedDocument } from "./feed.ts";

/**
 * JSON Feed 1.1, with the whole text of each item.
 *
 * @see jsonfeed.org/version/1.1
 */
export function jsonFeed(feed: Feed): FeedDocument {
  const document = {
    version: "https://jsonfeed.org/version/1.1",
    title: feed.title,
    description: feed.description,
    home_page_url: feed.siteUrl,
    feed_url: feed.feedUrl,
    language: feed.language,
    items: feed.entries.map((entry) => ({
      id: entry.id,
      url: entry.url,
      title: entry.title,
      summary: entry.summary,
      content_html: entry.content,
      date_published: entry.publishedAt.toISOString(),
      date_modified: entry.modifiedAt.toISOString(),
      authors: [{ name: entry.author }],
      tags: [entry.category],
    })),
  };
  return { mediaType: "application/feed+json", text: `${JSON.stringify(document, null, 1)}\n` };
}
