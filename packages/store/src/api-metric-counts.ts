import { sql } from "kysely";
import type { Kysely } from "kysely";
import { stateIn } from "./alert-groups.ts";
import type { Database, Id } from "./schema.ts";

/** Things of one kind. */
export interface Counted {
  readonly labels: Readonly<Record<string, string>>;
  readonly count: number;
}

/** Figures that cost little however much is stored. */
export interface MetricCounts {
  /** Feeds by state. */
  readonly feeds: readonly Counted[];
  /** Matches of the last hour by outcome and reason. */
  readonly matches: readonly Counted[];
  /** Deliveries that are on their way, or did not arrive, by state and kind of channel. */
  readonly deliveries: readonly Counted[];
  /** Deliveries of the last hour that arrived, by kind of channel. */
  readonly sent: readonly Counted[];
  /** Alerts that nobody acknowledged. */
  readonly openAlerts: number;
  readonly disabledChannels: number;
}

export async function readMetricCounts(db: Kysely<Database>): Promise<MetricCounts> {
  const hour = sql`now() - interval '1 hour'`;
  const [feeds, matches, deliveries, sent, others] = await Promise.all([
    counted(
      db,
      sql`select jsonb_build_object('status', status) as labels, count(*)::int as count from feed where stage <> 'stopped' group by status`,
    ),
    counted(
      db,
      sql`select jsonb_build_object('outcome', coalesce(outcome, 'open'), 'reason', coalesce(reason, '')) as labels, count(*)::int as count
        from topic_match where matched_at > ${hour} group by outcome, reason`,
    ),
    counted(
      db,
      sql`select jsonb_build_object('state', state, 'channel_kind', channel_kind) as labels, count(*)::int as count from (
          select 'open' as state, channel_kind from delivery where stage = 'deliver'
          union all select state, channel_kind from delivery where state in ('failed', 'unknown') and stage <> 'deliver') d
        group by state, channel_kind`,
    ),
    counted(
      db,
      sql`select jsonb_build_object('channel_kind', channel_kind) as labels, count(*)::int as count from delivery where sent_at > ${hour} group by channel_kind`,
    ),
    sql<{ open: number; disabled: number }>`
      select (select count(*)::int from alert_group g where g.stage = 'flush' and g.flushed_at is not null
          and ${stateIn("g")} = 'open') as open,
        (select count(*)::int from channel_state where disabled_at is not null) as disabled`.execute(db),
  ]);
  const [row] = others.rows;
  return { feeds, matches, deliveries, sent, openAlerts: row?.open ?? 0, disabledChannels: row?.disabled ?? 0 };
}

/** Runs of stages since a place in the trail. */
export interface RunCounts {
  readonly runs: readonly { readonly stage: string; readonly result: string; readonly count: number }[];
  /** Ask on from here. */
  readonly until: Id;
}

/**
 * Counts finished runs that were noted after a place; those of the last seconds are left for later, since transactions end in another
 * order than their lines are numbered.
 *
 * @param since null: nothing is counted, only where to begin
 */
export async function countRuns(db: Kysely<Database>, since: Id | null): Promise<RunCounts> {
  if (since === null) {
    const { rows } = await sql<{ last: Id | null }>`select max(id) as last from trail`.execute(db);
    return { runs: [], until: rows[0]?.last ?? "0" };
  }
  const { rows } = await sql<{ stage: string; result: string; count: number; last: Id }>`
    select stage, result, count(*)::int as count, max(id) as last from trail
    where id > ${since} and at < now() - interval '5 seconds' group by stage, result`.execute(db);
  const until = rows.reduce((last, row) => (BigInt(row.last) > BigInt(last) ? row.last : last), since);
  return { runs: rows.map(({ stage, result, count }) => ({ stage, result, count })), until };
}

async function counted(db: Kysely<Database>, query: ReturnType<typeof sql>): Promise<Counted[]> {
  return ((await query.execute(db)) as { readonly rows: Counted[] }).rows;
}
