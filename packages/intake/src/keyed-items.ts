import { createHash } from "node:crypto";
import type { SourceItem } from "@wirewatch/model";
import { storable } from "@wirewatch/store";
import { canonicalUrl } from "@wirewatch/urls";

/** An item with the key and hash it is known by. */
export interface KeyedItem {
  readonly item: SourceItem;
  readonly key: string;
  /** Of what the source says about it; another hash means that the page may have changed. */
  readonly hash: string;
  /** The form of its address that names the article; null when it leads to no page. */
  readonly urlKey: string | null;
}

/** Longer ids are kept as a hash. */
const maxKeyLength = 500;

/**
 * Items of one document with their identity: the publisher's id when it is unique in the document, else the canonical
 * URL. Never the date: equal or out-of-order dates must lose nothing.
 */
export function keyItems(items: readonly SourceItem[]): KeyedItem[] {
  const uses = new Map<string, number>();
  for (const item of items) uses.set(item.id, (uses.get(item.id) ?? 0) + 1);
  const keyed = new Map<string, KeyedItem>();
  for (const item of items) {
    const urlKey = item.url === null ? null : canonicalUrl(item.url);
    const own = uses.get(item.id) === 1 ? item.id : (urlKey ?? `${item.id} ${item.title ?? ""}`);
    const key = own.length <= maxKeyLength ? storable(own) : digest(own);
    if (keyed.has(key)) continue;
    keyed.set(key, { item, key, urlKey, hash: digest([item.title, item.updatedAt, item.summary, item.content]) });
  }
  return [...keyed.values()];
}

function digest(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("base64url").slice(0, 32);
}
