import type { SourceConfig } from "@wirewatch/config";
import type { SitemapItem } from "@wirewatch/feeds";
import type { SourceItem } from "@wirewatch/model";
import type { DocumentRead } from "./read-document.ts";

/** The items of a document that its source takes, at most as many as it reads. A watched page has none of itself. */
export function documentItems(document: DocumentRead, source: SourceConfig, now: Date): readonly SourceItem[] {
  switch (document.kind) {
    case "feed":
      return newest(document.feed.items, source.maxItems);
    case "listing":
      return document.items.slice(0, source.maxItems);
    case "sitemap": {
      const isTaken = (item: SitemapItem): boolean =>
        (item.isNews || !source.sitemap.newsOnly) && isYoung(item, source, now);
      return newest(document.sitemap.items.filter(isTaken), source.maxItems);
    }
    case "html":
    case "page":
    case "unreadable":
      return [];
  }
}

function isYoung(item: SourceItem, { sitemap: { maxAgeMs } }: SourceConfig, now: Date): boolean {
  // Without a date it may be new.
  return !(maxAgeMs !== null && now.getTime() - timeOf(item) > maxAgeMs);
}

/** As the document orders them, which is mostly the newest first; of too many those with the latest dates. */
function newest<Item extends SourceItem>(items: readonly Item[], count: number): readonly Item[] {
  if (items.length <= count) return items;
  const dated = items.map((item) => ({ item, time: timeOf(item) })).filter(({ time }) => !Number.isNaN(time));
  const undated = items.filter((item) => Number.isNaN(timeOf(item)));
  return [...dated.toSorted((a, b) => b.time - a.time).map(({ item }) => item), ...undated].slice(0, count);
}

function timeOf(item: SourceItem): number {
  return Date.parse(item.publishedAt ?? item.updatedAt ?? "");
}
