import type { SourceConfig } from "@wirewatch/config";
import { keyItems, pushFeed, storeItems } from "@wirewatch/intake";
import type { SourceItem } from "@wirewatch/model";
import { ensureGate } from "@wirewatch/pipeline";
import type { Bell } from "@wirewatch/pipeline";
import type { Database, Transaction } from "@wirewatch/store";
import { Problem } from "../problem.ts";

/** What became of an article that was handed in. */
export interface Receipt {
  /** `accepted`: work began. `known`: it was here already, with this content. `excluded`: the source is set not to take it. */
  readonly status: "accepted" | "known" | "excluded";
  readonly item: string;
  /** Null when it opened no article. */
  readonly article: string | null;
  /** Why nothing was begun. */
  readonly reason: string | null;
  /** Hosts that have a page to be fetched now. */
  readonly gates: readonly string[];
  readonly bells: readonly Bell[];
}

/**
 * Stores an article that was handed in, as the only item of a document of its source. One that carries its text goes to
 * the stripper at once, the page of another one is fetched.
 *
 * @throws {Problem} 409 when its text cannot be kept now because its page still waits to be fetched
 */
export async function storeArticle(
  tx: Transaction<Database>,
  item: SourceItem,
  source: SourceConfig,
  now: Date,
): Promise<Receipt> {
  const isCarried = item.content !== null;
  const feed = await pushFeed(tx, source);
  const keyed = keyItems([item]);
  const stored = await storeItems(tx, keyed, {
    // Who hands a text in means that text, and who hands in an address alone its page, whatever the source's default is.
    source: { ...source, fullText: isCarried ? "feed" : "always" },
    feed,
    isBaseline: false,
    now,
    trigger: "push",
  });
  for (const gate of stored.gates) await ensureGate(tx, gate, source.perHost.concurrency);
  const row = await tx
    .selectFrom("source_item")
    .select(["id", "article_id", "outcome", "reason"])
    .where("source_id", "=", source.id)
    .where("item_key", "=", keyed[0]?.key ?? "")
    .executeTakeFirstOrThrow();
  const isOpened = stored.bells.length > 0 || stored.gates.size > 0;
  if (isCarried && stored.changed > 0 && row.article_id !== null && !isOpened) {
    const detail = "the page of this article still waits to be fetched; hand the text in again in a few minutes";
    throw new Problem(409, detail, { headers: { "retry-after": "300" } });
  }
  const isNews = stored.added + stored.changed > 0;
  await tx
    .updateTable("feed")
    .set({ last_polled_at: now, last_success_at: now, ...(isNews ? { last_item_at: now } : {}) })
    .where("id", "=", feed.id)
    .execute();
  const status = row.outcome === "excluded" ? "excluded" : isOpened ? "accepted" : "known";
  return {
    status,
    item: row.id,
    article: row.article_id,
    reason: status === "accepted" ? null : row.reason,
    gates: [...stored.gates],
    bells: stored.bells,
  };
}
