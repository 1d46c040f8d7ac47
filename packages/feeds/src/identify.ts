import { createHash } from "node:crypto";
import type { SourceItem } from "@wirewatch/model";
import type { UnidentifiedItem } from "./feed.ts";

/**
 * Gives each item the id it is recognised by at the next poll: the publisher's identifier if no other page of this
 * document has it too, else the URL, else a hash of title and date.
 */
export function identified(items: readonly UnidentifiedItem[]): SourceItem[] {
  const pages = new Map<string, string | null>();
  const shared = new Set<string>();
  for (const { id, url } of items) {
    if (id === null) continue;
    if (pages.has(id) && pages.get(id) !== url) shared.add(id);
    else pages.set(id, url);
  }
  return items.map((item) => {
    const own = item.id === null || shared.has(item.id) ? null : item.id;
    return { ...item, id: own ?? item.url ?? item.id ?? contentId(item) };
  });
}

function contentId({ title, publishedAt, summary }: UnidentifiedItem): string {
  const text = JSON.stringify([title, publishedAt, title === null ? summary : null]);
  return `sha256:${createHash("sha256").update(text).digest("hex")}`;
}
