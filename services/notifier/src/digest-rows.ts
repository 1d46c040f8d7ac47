import { nextTime } from "@wirewatch/alerting";
import type { Schedule } from "@wirewatch/alerting";
import { newWork } from "@wirewatch/pipeline";
import { sql } from "@wirewatch/store";
import type { Database, Digest, Kysely, Transaction } from "@wirewatch/store";

/** Which digest of a receiver, and when it leaves. */
export interface DigestPlace {
  readonly receiver: string;
  readonly kind: Digest["kind"];
  readonly forAt: Date;
  /** The only channel it goes to; absent: all of them. */
  readonly channel?: string;
  /** Of a digest that leaves at an hour of the day: one whose hour is over gives way to the next. */
  readonly schedule?: Schedule;
}

/**
 * Puts alerts into a digest, which is opened when it is not there. It cannot leave without them: it stays locked until the transaction
 * ends.
 *
 * @returns false when it is leaving at this moment; nothing was done then
 */
export async function putIntoDigest(
  tx: Transaction<Database>,
  place: DigestPlace,
  alertIds: readonly string[],
): Promise<boolean> {
  const digestId = await holdOpenDigest(tx, place);
  if (digestId === null) return false;
  await sql`
    insert into digest_item (digest_id, alert_id) select ${digestId}, id from unnest(${[...alertIds]}::bigint[]) id
    on conflict do nothing`.execute(tx);
  return true;
}

/** Opens a digest, unless it is there or was. */
export async function openDigest(db: Kysely<Database>, place: DigestPlace): Promise<void> {
  const { receiver, kind, forAt, channel = "" } = place;
  // One whose time is over is due a moment later: then the reconciler rings for it at once.
  const dueAt = sql<Date>`greatest(${forAt}::timestamptz, now() + interval '1 millisecond')`;
  await db
    .insertInto("digest")
    .values({ receiver, kind, channel, for_at: forAt, ...newWork("digest"), due_at: dueAt })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Waits for nobody: who closes a digest writes to the groups of its alerts, and one of these may be waiting here. */
async function holdOpenDigest(tx: Transaction<Database>, place: DigestPlace): Promise<string | null> {
  await openDigest(tx, place);
  const found = () =>
    tx
      .selectFrom("digest")
      .where("receiver", "=", place.receiver)
      .where("kind", "=", place.kind)
      .where("channel", "=", place.channel ?? "")
      .where("for_at", "=", place.forAt);
  const held = await found().select("id").where("stage", "=", "digest").forKeyShare().skipLocked().executeTakeFirst();
  if (held !== undefined || place.schedule === undefined) return held?.id ?? null;
  const isOpen = await found().select("id").where("stage", "=", "digest").executeTakeFirst();
  // Its hour is over: it left a moment ago.
  return isOpen === undefined ? holdOpenDigest(tx, { ...place, forAt: nextTime(place.schedule, place.forAt) }) : null;
}
