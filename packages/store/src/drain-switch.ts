import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Database } from "./schema.ts";

/** Stops intake in all processes: no feed is polled and no page fetched from now on. @returns since when it is stopped */
export async function startDrain(db: Kysely<Database>, reason: string): Promise<Date> {
  await db
    .insertInto("control")
    .values({ name: "drain", reason })
    .onConflict((conflict) => conflict.column("name").doNothing())
    .execute();
  const { since } = await db
    .selectFrom("control")
    .select("since")
    .where("name", "=", "drain")
    .executeTakeFirstOrThrow();
  return since;
}

/** Lets intake go on. @returns false when it was not stopped */
export async function endDrain(db: Kysely<Database>): Promise<boolean> {
  const { numDeletedRows } = await db.deleteFrom("control").where("name", "=", "drain").executeTakeFirst();
  return numDeletedRows > 0n;
}

/**
 * Work that is running or due, per stage. What waits for its host (feeds and pages that intake holds back), for a retry
 * or for the time of an alert group or a subscription is not counted: it is kept in the store and goes on later.
 */
export async function unfinishedWork(db: Kysely<Database>): Promise<Record<string, number>> {
  const { rows } = await sql<{ stage: string; n: number }>`
    select stage, count(*)::int as n from (
      select stage from article_revision where stage <> 'done' and due_at <> 'infinity' and (claim is not null or due_at <= now())
      union all select stage from feed where stage = 'poll' and due_at <> 'infinity' and (claim is not null or due_at <= now())
      union all select stage from websub where stage = 'subscribe' and (claim is not null or due_at <= now())
      union all select stage from notice where stage = 'announce' and (claim is not null or due_at <= now())
      union all select stage from alert_group where stage = 'flush' and (claim is not null or due_at <= now())
      union all select stage from digest where stage = 'digest' and (claim is not null or due_at <= now())
      union all select stage from delivery where stage = 'deliver' and (claim is not null or due_at <= now())) work
    group by stage`.execute(db);
  return Object.fromEntries(rows.map((row) => [row.stage, row.n]));
}
