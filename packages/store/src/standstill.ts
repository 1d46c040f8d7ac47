import { sql } from "kysely";
import type { Kysely, Transaction } from "kysely";
import type { Database } from "./schema.ts";

/** A stage whose work lies idle. */
export interface IdleStage {
  readonly stage: string;
  /** Rows that nobody took although they are due. */
  readonly waiting: number;
  /** Since when the first of them is due. */
  readonly sinceAt: Date;
}

/**
 * Stages that stand still: work has been due for longer than `ms`, and in that time the stage finished nothing. Notifier's stages
 * are to be quick, so that their work alone counts. Pages are left out, since their hosts may make them wait for long; the fetcher is known by
 * its polls. While intake is stopped (drain) it is not asked.
 */
export async function readIdleStages(db: Kysely<Database>, ms: number): Promise<IdleStage[]> {
  const past = sql`now() - make_interval(secs => ${ms / 1000})`;
  const { rows } = await sql<IdleStage>`
    select stage, count(*)::int as waiting, min(due_at) as "sinceAt" from (
      select r.stage, r.due_at from article_revision r
      where r.stage in ('strip', 'deduplicate', 'classify', 'notify') and r.due_at < ${past}
        and coalesce((select t.at from trail t where t.stage = r.stage order by t.id desc limit 1), '-infinity') < ${past}
      union all
      select 'poll', next_at from feed
      where stage = 'poll' and next_at < ${past}
        and not exists (select 1 from feed p where p.last_polled_at >= ${past})
        and not exists (select 1 from control where name = 'drain')
      union all select stage, due_at from alert_group where stage = 'flush' and due_at < ${past}
      union all select stage, due_at from notice where stage = 'announce' and due_at < ${past}
      union all select stage, due_at from digest where stage = 'digest' and due_at < ${past}
      union all select stage, due_at from delivery where stage = 'deliver' and due_at < ${past}) idle
    group by stage order by 3, 1`.execute(db);
  return rows;
}

/** Which alarm about standing still was the last, and whether it is over. */
export interface AlarmRecord {
  /** Alarms so far. */
  readonly number: number;
  readonly isOn: boolean;
  readonly sinceAt: Date;
}

const name = "standstill";

export async function readAlarm(db: Kysely<Database> | Transaction<Database>): Promise<AlarmRecord> {
  const row = await db.selectFrom("control").selectAll().where("name", "=", name).executeTakeFirst();
  const [number = "0", state = "off"] = row?.reason?.split(" ") ?? [];
  return { number: Number(number), isOn: state === "on", sinceAt: row?.since ?? new Date(0) };
}

/** Keeps others from changing the alarm until the transaction ends. @returns null when somebody is at it */
export async function holdAlarm(tx: Transaction<Database>): Promise<AlarmRecord | null> {
  const { rows } = await sql<{ won: boolean }>`
    select pg_try_advisory_xact_lock(hashtext('wirewatch standstill')) as won`.execute(tx);
  return rows[0]?.won === true ? readAlarm(tx) : null;
}

export async function saveAlarm(
  tx: Transaction<Database>,
  { number, isOn }: Pick<AlarmRecord, "number" | "isOn">,
): Promise<void> {
  const state = { since: sql<Date>`now()`, reason: `${number} ${isOn ? "on" : "off"}` };
  await tx
    .insertInto("control")
    .values({ name, ...state })
    .onConflict((conflict) => conflict.column("name").doUpdateSet(state))
    .execute();
}
