import { rateVerdict } from "@wirewatch/alerting";
import type { ReceiverConfig } from "@wirewatch/config";
import { sql } from "@wirewatch/store";
import type { Database, Kysely, Transaction } from "@wirewatch/store";

/** How much of its limit a receiver has had. */
export interface ReceiverShare {
  /**
   * When alerts, and digests of what went beyond the limit, left to it, as far back as the limit looks; empty without one. A message that
   * goes to several channels is one.
   */
  readonly sentAt: readonly Date[];
  /** When the next digest of what went beyond the limit is due; null when there is none. */
  readonly overflowAt: Date | null;
}

/** @param receiver null: one without a limit */
export async function readShare(
  db: Kysely<Database> | Transaction<Database>,
  receiver: Pick<ReceiverConfig, "name" | "rateLimit"> | null,
): Promise<ReceiverShare> {
  if (receiver === null || receiver.rateLimit === null) return { sentAt: [], overflowAt: null };
  const { name, rateLimit } = receiver;
  const { rows } = await sql<{ at: Date }>`
    select min(d.created_at) as at from delivery d left join digest g on g.id = d.digest_id
    where d.receiver = ${name} and d.created_at > now() - make_interval(secs => ${rateLimit.perMs / 1000})
      and (d.event in ('alert.opened', 'alert.updated') or g.kind = 'overflow')
    group by d.group_id, d.digest_id, d.event, d.revision`.execute(db);
  const { rows: open } = await sql<{ at: Date | null }>`
    select min(for_at) as at from digest where receiver = ${name} and kind = 'overflow' and stage = 'digest'`.execute(
    db,
  );
  return { sentAt: rows.map(({ at }) => at), overflowAt: open[0]?.at ?? null };
}

/**
 * Waits for whoever writes messages to the receiver just now, until the transaction ends, and looks whether what was decided still holds:
 * two must not both take the last place that a limit leaves.
 *
 * @param known what the decision was made with
 * @param wants a place for one more message, or only that nothing has changed
 */
export async function isShareAsKnown(
  tx: Transaction<Database>,
  receiver: Pick<ReceiverConfig, "name" | "rateLimit"> | null,
  { known, wants, now }: { readonly known: ReceiverShare; readonly wants: "place" | "nothing"; readonly now: Date },
): Promise<boolean> {
  if (receiver === null || receiver.rateLimit === null) return true;
  await sql`select pg_advisory_xact_lock(hashtext(${`wirewatch limit of ${receiver.name}`}))`.execute(tx);
  const { sentAt, overflowAt } = await readShare(tx, receiver);
  if (sentAt.length <= known.sentAt.length && overflowAt?.getTime() === known.overflowAt?.getTime()) return true;
  if (wants === "nothing") return false;
  const kept = overflowAt === null ? [] : [overflowAt > now ? overflowAt : now];
  return rateVerdict(receiver.rateLimit, [...sentAt, ...kept], now).kind === "free";
}
