import { createHash } from "node:crypto";
import type { SourceConfig } from "@wirewatch/config";
import type { SourceItem } from "@wirewatch/model";
import { gateOf, newWork } from "@wirewatch/pipeline";
import { savePage, sql, storable, storableOrNull } from "@wirewatch/store";
import type { Database, Feed, Id, Transaction } from "@wirewatch/store";
import { canonicalUrl } from "@wirewatch/urls";

/** An item with the key and hash it is known by. */
export interface KeyedItem {
  readonly item: SourceItem;
  readonly key: string;
  readonly hash: string;
}

/** How a feed's new items are treated. */
export interface Intake {
  readonly source: SourceConfig;
  readonly feed: Feed;
  /** The feed's first document: its items are archived, not alerted. */
  readonly isBaseline: boolean;
  readonly now: Date;
}

/**
 * Items of one document with their identity: the publisher's id when it is unique in the document, else the canonical
 * URL. Never the date: equal or out-of-order dates must lose nothing.
 */
export function keyItems(items: readonly SourceItem[]): KeyedItem[] {
  const uses = new Map<string, number>();
  for (const item of items) uses.set(item.id, (uses.get(item.id) ?? 0) + 1);
  const keyed = new Map<string, KeyedItem>();
  for (const item of items) {
    const byUrl = item.url === null ? null : canonicalUrl(item.url);
    const own = uses.get(item.id) === 1 ? item.id : (byUrl ?? `${item.id} ${item.title ?? ""}`);
    const key = own.length <= 500 ? storable(own) : digest(own);
    if (!keyed.has(key))
      keyed.set(key, { item, key, hash: digest([item.title, item.updatedAt, item.summary, item.content]) });
  }
  return [...keyed.values()];
}

/**
 * Stores the items not seen before and opens the work for their pages; items whose announcement changed have their page
 * looked at again as the next revision.
 *
 * @returns gates of the hosts that have new work
 */
export async function storeItems(
  tx: Transaction<Database>,
  items: readonly KeyedItem[],
  intake: Intake,
): Promise<{ gates: Set<string>; added: number }> {
  const gates = new Set<string>();
  if (items.length === 0) return { gates, added: 0 };
  const known = await tx
    .selectFrom("source_item")
    .select(["id", "item_key", "item_hash", "article_id"])
    .where("source_id", "=", intake.source.id)
    .where(
      "item_key",
      "in",
      items.map((item) => item.key),
    )
    .execute();
  const byKey = new Map(known.map((row) => [row.item_key, row]));
  let added = 0;
  // Oldest first, so that article ids follow the order of publication.
  for (const item of items.toReversed()) {
    const row = byKey.get(item.key);
    if (row === undefined) {
      added += 1;
      await addItem(tx, item, intake, gates);
    } else if (row.item_hash !== item.hash) {
      await tx
        .updateTable("source_item")
        .set({ item_hash: item.hash, title: storableOrNull(item.item.title) })
        .where("id", "=", row.id)
        .execute();
      if (row.article_id !== null) await openRevision(tx, row.article_id, row.id, item, intake, gates);
    }
  }
  return { gates, added };
}

async function addItem(
  tx: Transaction<Database>,
  { item, key, hash }: KeyedItem,
  intake: Intake,
  gates: Set<string>,
): Promise<void> {
  const excluded = exclusion(item, intake);
  const urlKey = item.url === null ? null : canonicalUrl(item.url);
  const inserted = await tx
    .insertInto("source_item")
    .values({
      source_id: intake.source.id,
      feed_id: intake.feed.id,
      item_key: key,
      item_hash: hash,
      url: storableOrNull(item.url),
      title: storableOrNull(item.title),
      published_at: item.publishedAt,
      baseline: intake.isBaseline,
      outcome: excluded === null ? null : "excluded",
      reason: excluded,
    })
    .onConflict((conflict) => conflict.columns(["source_id", "item_key"]).doNothing())
    .returning("id")
    .executeTakeFirst();
  if (inserted === undefined || excluded !== null || item.url === null || urlKey === null) return;

  const article = await tx
    .insertInto("article")
    .values({ url: storable(item.url), url_key: urlKey, source_id: intake.source.id })
    .onConflict((conflict) => conflict.column("url_key").doNothing())
    .returning("id")
    .executeTakeFirst();
  if (article !== undefined) {
    await tx.updateTable("source_item").set({ article_id: article.id }).where("id", "=", inserted.id).execute();
    await openWork(tx, article.id, 1, inserted.id, item, intake, gates);
    return;
  }
  await joinKnown(tx, urlKey, inserted.id, { item, key, hash }, intake, gates);
}

/** The page is known from another item. When every earlier try at it failed, this source has a try of its own. */
async function joinKnown(
  tx: Transaction<Database>,
  urlKey: string,
  itemId: Id,
  item: KeyedItem,
  intake: Intake,
  gates: Set<string>,
): Promise<void> {
  const known = await tx
    .selectFrom("article as a")
    .innerJoin("article_revision as r", (join) =>
      join.onRef("r.article_id", "=", "a.id").onRef("r.revision", "=", "a.revision"),
    )
    .select(["a.id", "a.source_id", "r.outcome"])
    .where("a.url_key", "=", urlKey)
    .executeTakeFirstOrThrow();
  const failed = known.outcome === "failed" || known.outcome === "refused";
  const reason = `the page is known as article ${known.id}, first seen in ${known.source_id}`;
  await tx
    .updateTable("source_item")
    .set({ article_id: known.id, ...(failed ? {} : { outcome: "knownUrl", reason }) })
    .where("id", "=", itemId)
    .execute();
  if (failed) await openRevision(tx, known.id, itemId, item, intake, gates);
}

async function openRevision(
  tx: Transaction<Database>,
  articleId: Id,
  itemId: Id,
  { item }: KeyedItem,
  intake: Intake,
  gates: Set<string>,
): Promise<void> {
  const waiting = await tx
    .selectFrom("article_revision")
    .select("revision")
    .where("article_id", "=", articleId)
    .where("stage", "=", "fetch")
    .executeTakeFirst();
  if (waiting !== undefined) return;
  const { revision } = await tx
    .updateTable("article")
    .set({ revision: sql`revision + 1` })
    .where("id", "=", articleId)
    .returning("revision")
    .executeTakeFirstOrThrow();
  await openWork(tx, articleId, revision, itemId, item, intake, gates);
}

async function openWork(
  tx: Transaction<Database>,
  articleId: Id,
  revision: number,
  itemId: Id,
  item: SourceItem,
  intake: Intake,
  gates: Set<string>,
): Promise<void> {
  const url = item.url ?? intake.feed.url;
  const carried = carriedText(item, intake.source);
  if (carried !== null)
    await savePage(tx, articleId, revision, { contentType: "text/html; charset=utf-8", body: carried });
  const gate = gateOf(url);
  await tx
    .insertInto("article_revision")
    .values({
      article_id: articleId,
      revision,
      source_id: intake.source.id,
      item_id: itemId,
      gate,
      baseline: intake.isBaseline,
      too_old: isTooOld(item, intake),
      page_url: url,
      title: storableOrNull(item.title),
      published_at: item.publishedAt,
      ...newWork(carried === null ? "fetch" : "strip"),
    })
    .execute();
  if (carried === null) gates.add(gate);
}

/** Why an item is not taken, or null when it is. */
function exclusion(item: SourceItem, { source, isBaseline }: Intake): string | null {
  if (item.url === null) return "the entry has no link";
  if (canonicalUrl(item.url) === null) return "its link is not an http or https address";
  if (source.exclude.some((pattern) => fits(item.url ?? "", pattern)))
    return "its address matches an exclude pattern of the source";
  if (source.include.length > 0 && !source.include.some((pattern) => fits(item.url ?? "", pattern))) {
    return "its address matches no include pattern of the source";
  }
  if (isBaseline && source.firstRun === "skip")
    return "it was in the feed before the source was added (first_run: skip)";
  return null;
}

/** True when the whole URL fits a pattern in which `*` stands for any characters; linear in both lengths. */
export function fits(url: string, pattern: string): boolean {
  const [first = "", ...rest] = pattern.split("*");
  const last = rest.pop();
  if (last === undefined) return url === first;
  if (!url.startsWith(first) || !url.endsWith(last) || url.length < first.length + last.length) return false;
  let at = first.length;
  const end = url.length - last.length;
  for (const part of rest) {
    const found = url.indexOf(part, at);
    if (found === -1 || found + part.length > end) return false;
    at = found + part.length;
  }
  return true;
}

function isTooOld(item: SourceItem, { source, now }: Intake): boolean {
  if (source.maxAgeMs === null || item.publishedAt === null) return false;
  return now.getTime() - Date.parse(item.publishedAt) > source.maxAgeMs;
}

/** The text a feed carries itself, when the source says that it is the article. */
function carriedText(item: SourceItem, source: SourceConfig): string | null {
  if (source.fullText === "feed" && item.content !== null) return asPage(item, item.content);
  if (source.fullText === "never") return asPage(item, item.content ?? `<p>${escapeHtml(item.summary ?? "")}</p>`);
  return null;
}

function asPage(item: SourceItem, html: string): string {
  const language = item.language === null ? "" : ` lang="${escapeHtml(item.language)}"`;
  return `<!doctype html><html${language}><head><meta charset="utf-8"><title>${escapeHtml(item.title ?? "")}</title></head><body><article><h1>${escapeHtml(item.title ?? "")}</h1>${html}</article></body></html>`;
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}

function digest(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("base64url").slice(0, 32);
}
