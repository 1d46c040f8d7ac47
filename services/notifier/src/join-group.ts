import type { RouteConfig } from "@wirewatch/config";
import { newWork, wakeRow } from "@wirewatch/pipeline";
import type { Bell } from "@wirewatch/pipeline";
import { sql } from "@wirewatch/store";
import type { Database, StoredMatch, Transaction } from "@wirewatch/store";

/** A match on its way to a group. */
export interface Joining {
  readonly match: StoredMatch;
  readonly route: RouteConfig;
  /** Of the group. */
  readonly key: string;
}

/**
 * Adds matches to the open groups of their routes, opening those that are not there.
 *
 * @returns bells for the groups that may speak now
 */
export async function joinGroups(tx: Transaction<Database>, joining: readonly Joining[]): Promise<Bell[]> {
  const ring: Bell[] = [];
  // In one order everywhere: two articles that join the same groups must not wait for each other.
  for (const { match, route, key } of joining.toSorted((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key)))) {
    const waitMs = match.severity === "critical" ? 0 : route.groupWaitMs;
    const closesAt = sql<Date>`now() + make_interval(secs => ${route.closeAfterMs / 1000})`;
    const group = await tx
      .insertInto("alert_group")
      .values({
        group_key: key,
        route: route.name,
        receiver: route.receiver,
        topic_id: match.topic_id,
        story_id: match.story_id,
        severity: match.severity,
        closes_at: closesAt,
        ...newWork("flush", waitMs),
      })
      .onConflict((conflict) =>
        // The index is one of open groups only; as a parameter its condition would be unknown to a prepared statement's plan.
        conflict
          .column("group_key")
          .where(sql<boolean>`stage <> 'closed'`)
          .doUpdateSet({ closes_at: closesAt }),
      )
      .returning(["id", "revision"])
      .executeTakeFirstOrThrow();
    const isAwaited = group.revision > 0 && (await hasWaiting(tx, group.id));
    await tx
      .insertInto("alert")
      .values({ group_id: group.id, match_id: match.id, article_id: match.article_id, state: "waiting" })
      .onConflict((conflict) => conflict.columns(["group_id", "match_id"]).doNothing())
      .execute();
    // The others wait for the group's interval, which one more does not change. Of a story that everybody writes about,
    // each look at the group takes the longer the more there are.
    if (isAwaited) continue;
    const dueInMs = group.revision === 0 ? waitMs : 0;
    await wakeRow(tx, "flush", { groupId: group.id }, dueInMs);
    if (dueInMs === 0) ring.push({ stage: "flush", message: { groupId: group.id } });
  }
  return ring;
}

/** Whether a group that has spoken has alerts that wait for its next message. */
async function hasWaiting(tx: Transaction<Database>, groupId: string): Promise<boolean> {
  const row = await tx
    .selectFrom("alert")
    .select("id")
    .where("group_id", "=", groupId)
    .where("state", "=", "waiting")
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
