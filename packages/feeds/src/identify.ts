import { createHash } from "node:crypto";
import type { SourceItem } from "@wirewatch/model";
import type { UnidentifiedItem } from "./feed.ts";

/**
 * Gives each item the id it is recognised by at the next poll: the publisher's identifier if no other page of this
 * document has it too, else the URL, else a hash of title and date.
 */
export function identified(items: readonly UnidentifiedItem[]): SourceItem[] {
  const pages = new Map<string, Set<string | null>>();
  for (const { guid, url } of items) {
    if (guid !== null) pages.set(guid, (pages.get(guid) ?? new Set()).add(url));
  }
  return items.map(({ guid, ...item }) => {
    const isOwn = guid !== null && (pages.get(guid)?.size ?? 0) <= 1;
    return { id: (isOwn ? guid : null) ?? item.url ?? guid ?? contentId(item), ...item };
  });
}

function contentId(item: Omit<SourceItem, "id">): string {
  const text = JSON.stringify([item.title, item.publishedAt, item.title === null ? item.summary : null]);
  return `sha256:${createHash("sha256").update(text).digest("hex")}`;
}
