import { cleanText } from "@wirewatch/alerting";
import type { FeedDocument, FeedEntry } from "./feed-document.ts";

/**
 * A feed as JSON Feed 1.1.
 *
 * @see https://www.jsonfeed.org/version/1.1/
 */
export function jsonFeedText({ title, homeUrl, selfUrl, entries }: FeedDocument): string {
  const feed = {
    version: "https://jsonfeed.org/version/1.1",
    title: cleanText(title),
    ...(homeUrl === null ? {} : { home_page_url: homeUrl }),
    ...(selfUrl === null ? {} : { feed_url: selfUrl }),
    items: entries.map(itemOf),
  };
  return `${JSON.stringify(feed, null, 1)}\n`;
}

function itemOf({ id, title, url, published, updated, summary, authors, language, sourceId }: FeedEntry): object {
  return {
    id,
    ...(url === null ? {} : { url }),
    title: cleanText(title),
    content_text: cleanText(summary),
    date_published: published.toISOString(),
    date_modified: updated.toISOString(),
    ...(authors.length === 0 ? {} : { authors: authors.map((name) => ({ name: cleanText(name) })) }),
    ...(language === null ? {} : { language }),
    tags: [sourceId],
  };
}
