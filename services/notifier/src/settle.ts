import type { SuppressionReason } from "@wirewatch/model";
import { sql, storable } from "@wirewatch/store";
import type { Database, MatchOutcome, Transaction } from "@wirewatch/store";

/** How alerts end, and their matches with them. */
export interface AlertEnd {
  readonly state: "sent" | "told" | "digested" | "joined" | "suppressed";
  readonly outcome: MatchOutcome;
  readonly reason: SuppressionReason | null;
  readonly detail: string;
}

/** What is about to end: alerts in one of these states, of a group or of any. */
interface Ending {
  readonly groupId?: string;
  /** Null: all of the group. */
  readonly alertIds: readonly string[] | null;
  readonly from: "waiting" | "held";
}

/**
 * Records how alerts ended, and their matches with them. Of several routes the one that said most counts: sent, digested, joined,
 * suppressed.
 */
export async function settleAlerts(tx: Transaction<Database>, ending: Ending, end: AlertEnd): Promise<void> {
  const { groupId, alertIds, from } = ending;
  if (alertIds?.length === 0) return;
  const ranks = sql`array['suppressed', 'joined', 'digested', 'sent']`;
  const detail = storable(end.detail.slice(0, 1000));
  // The message of the group that it belongs to; it has none where it left with others, or nobody was told.
  const isNamed = end.state !== "digested" && end.state !== "suppressed";
  await sql`
    with settled as (
      update alert a set state = ${end.state}, reason = ${detail},
        group_revision = ${isNamed ? sql`(select revision from alert_group g where g.id = a.group_id)` : sql`null`}
      where a.state = ${from} and ${groupId === undefined ? sql`true` : sql`a.group_id = ${groupId}`}
        and ${alertIds === null ? sql`true` : sql`a.id = any(${[...alertIds]}::bigint[])`}
      returning a.match_id)
    update topic_match m set outcome = ${end.outcome}, reason = ${end.reason}, detail = ${detail}, outcome_at = now()
    from (select distinct match_id from settled) ended
    where m.id = ended.match_id
      and (m.outcome is null or array_position(${ranks}, m.outcome) <= array_position(${ranks}, ${end.outcome}))`.execute(
    tx,
  );
}

/** Lets alerts wait in a batch or digest; their matches are still on their way. */
export async function holdAlerts(
  tx: Transaction<Database>,
  groupId: string,
  alertIds: readonly string[],
  detail: string,
): Promise<void> {
  await sql`update alert set state = 'held', reason = ${storable(detail)}
    where group_id = ${groupId} and state = 'waiting' and id = any(${[...alertIds]}::bigint[])`.execute(tx);
}

/**
 * What joined silently since the last message counts as told with this one.
 *
 * @param revision number of the message in its group; null for one that gathers several groups
 */
export async function tellJoined(tx: Transaction<Database>, groupId: string, revision: number | null): Promise<void> {
  await tx
    .updateTable("alert")
    .set({ state: "told", group_revision: revision })
    .where("group_id", "=", groupId)
    .where("state", "=", "joined")
    .execute();
}
