import { sql } from "@wirewatch/store";
import type { Database, Id, Kysely, Transaction } from "@wirewatch/store";
import type { KeyedItem } from "./keyed-items.ts";

type Db = Kysely<Database> | Transaction<Database>;

/** An item of a source that was stored before. */
export interface KnownItem {
  readonly id: Id;
  readonly key: string;
  readonly hash: string;
  readonly articleId: Id | null;
}

/** The items of a document that its source announced before, by their keys. */
export async function readKnownItems(
  db: Db,
  sourceId: string,
  items: readonly Pick<KeyedItem, "key">[],
): Promise<Map<string, KnownItem>> {
  if (items.length === 0) return new Map();
  const { rows } = await sql<KnownItem>`
    select id, item_key as key, item_hash as hash, article_id as "articleId" from source_item
    where source_id = ${sourceId} and item_key = any(${items.map((item) => item.key)}::text[])`.execute(db);
  return new Map(rows.map((row) => [row.key, row]));
}

/**
 * The items that a source announced before under the same addresses, whatever their keys: the latest of each address.
 *
 * @returns by canonical URL
 */
export async function readItemsAt(
  db: Db,
  sourceId: string,
  items: readonly Pick<KeyedItem, "urlKey">[],
): Promise<Map<string, KnownItem & { readonly urlKey: string }>> {
  const urlKeys = items.flatMap((item) => item.urlKey ?? []);
  if (urlKeys.length === 0) return new Map();
  const { rows } = await sql<KnownItem & { urlKey: string }>`
    select i.id, i.item_key as key, i.item_hash as hash, i.article_id as "articleId", a.url_key as "urlKey"
    from article a join source_item i on i.article_id = a.id
    where a.url_key = any(${urlKeys}::text[]) and i.source_id = ${sourceId} order by i.id`.execute(db);
  return new Map(rows.map((row) => [row.urlKey, row]));
}
