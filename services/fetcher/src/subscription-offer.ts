import { randomBytes } from "node:crypto";
import { newWork } from "@wirewatch/pipeline";
import type { Bell } from "@wirewatch/pipeline";
import { sql } from "@wirewatch/store";
import type { Database, Feed, Transaction } from "@wirewatch/store";

/** Polls in a row that may find what no push had brought; then polling takes over again. */
const maxMissed = 2;

/**
 * Asks for a subscription to a feed's hub; one that is there stays, unless the feed names another hub or topic.
 *
 * @see https://www.w3.org/TR/websub/ section 5.1: an unguessable callback, a secret of less than 200 bytes
 */
export async function offerSubscription(
  tx: Transaction<Database>,
  feed: Pick<Feed, "id">,
  { hub, topic }: { readonly hub: string; readonly topic: string },
): Promise<Bell[]> {
  const wanted = { hub, topic, state: "wanted", reason: null, missed: 0, ...newWork("subscribe") } as const;
  const row = await tx
    .insertInto("websub")
    .values({
      feed_id: feed.id,
      token: randomBytes(16).toString("hex"),
      secret: randomBytes(32).toString("base64url"),
      ...wanted,
    })
    .onConflict((conflict) =>
      conflict
        .column("feed_id")
        .doUpdateSet({ ...wanted, claim: null, attempts: 0, stage_at: sql<Date>`now()` })
        .where((where) => where.or([where("websub.hub", "<>", hub), where("websub.topic", "<>", topic)])),
    )
    .returning("id")
    .executeTakeFirst();
  return row === undefined ? [] : [{ stage: "subscribe", message: { subscriptionId: row.id } }];
}

/** Counts a poll that found what no push had brought; from the second in a row on the hub is not relied upon. */
export async function countMissedPush(tx: Transaction<Database>, feed: Pick<Feed, "id">): Promise<void> {
  await sql`
    update websub set missed = missed + 1, state = case when missed + 1 >= ${maxMissed} then 'off' else state end,
      reason = case when missed + 1 >= ${maxMissed} then 'polls found what the hub had not pushed; it is polled as before' else reason end
    where feed_id = ${feed.id} and state = 'active'`.execute(tx);
}
