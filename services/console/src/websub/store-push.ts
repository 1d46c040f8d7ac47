import type { SourceConfig } from "@wirewatch/config";
import { FeedError, parseFeed } from "@wirewatch/feeds";
import { keyItems, storeItems } from "@wirewatch/intake";
import type { KeyedItem } from "@wirewatch/intake";
import { ensureGate } from "@wirewatch/pipeline";
import type { Bell } from "@wirewatch/pipeline";
import { observe, readRhythm } from "@wirewatch/polling";
import { sql, storableJson } from "@wirewatch/store";
import type { Database, Feed, Transaction, WebSub } from "@wirewatch/store";

/** The items of a pushed document, or why it has none. */
export type Push =
  | { readonly kind: "items"; readonly items: readonly KeyedItem[] }
  | { readonly kind: "unreadable"; readonly reason: string };

/** Reads what a hub sent; some hubs only ring, with nothing in it. */
export async function readPush(body: Uint8Array, contentType: string, topic: string, maxItems: number): Promise<Push> {
  if (body.byteLength === 0) return { kind: "unreadable", reason: "it was empty" };
  try {
    const { items } = await parseFeed(body, { "content-type": contentType }, topic);
    return { kind: "items", items: keyItems(items.slice(0, maxItems)) };
  } catch (error) {
    if (error instanceof FeedError) return { kind: "unreadable", reason: error.message };
    throw error;
  }
}

/** What a push leads to: bells, and hosts that have pages to be fetched or a feed to be asked. */
export interface PushResult {
  readonly gates: readonly string[];
  readonly bells: readonly Bell[];
}

/** Stores a push and what it says about the subscription. One that cannot be read has the feed asked instead. */
export async function storePush(
  tx: Transaction<Database>,
  push: Push,
  {
    row,
    feed,
    source,
    now,
  }: { readonly row: WebSub; readonly feed: Feed; readonly source: SourceConfig; readonly now: Date },
): Promise<PushResult> {
  const gates = new Set<string>();
  const bells: Bell[] = [];
  // As a poll does, first of all: the two may bring the same items at the same moment, and must not wait for each other.
  const held = await tx
    .selectFrom("feed")
    .select("rhythm")
    .where("id", "=", feed.id)
    .forUpdate()
    .executeTakeFirstOrThrow();
  if (push.kind === "unreadable") {
    await askFeedNow(tx, feed);
    gates.add(feed.gate);
  } else {
    const stored = await storeItems(tx, push.items, {
      source,
      feed,
      isBaseline: feed.baseline_at === null && source.firstRun !== "alert",
      now,
      trigger: "push",
      previousPollAt: feed.last_polled_at,
    });
    for (const gate of stored.gates) {
      await ensureGate(tx, gate, source.perHost.concurrency);
      gates.add(gate);
    }
    bells.push(...stored.bells);
    const rhythm = readRhythm(held.rhythm);
    await tx
      .updateTable("feed")
      .set({
        ...(stored.added > 0 ? { last_item_at: now } : {}),
        // What is pushed is no longer new to a poll; how often the source publishes is learned here.
        ...(rhythm === null
          ? {}
          : { rhythm: storableJson(observe(rhythm, { at: now, newItems: stored.added, items: 0 })) }),
      })
      .where("id", "=", feed.id)
      .execute();
  }
  await tx
    .updateTable("websub")
    .set({ last_push_at: sql<Date>`now()`, missed: 0 })
    .where("id", "=", row.id)
    .execute();
  return { gates: [...gates], bells };
}

/** Lets a feed be polled as soon as its host allows; one that is being polled at this moment is not. */
export async function askFeedNow(tx: Transaction<Database>, feed: Pick<Feed, "id">): Promise<void> {
  await tx
    .updateTable("feed")
    .set({ next_at: sql<Date>`least(next_at, now())` })
    .where("id", "=", feed.id)
    .where("stage", "=", "poll")
    .execute();
}
