import { sql } from "kysely";
import type { Kysely } from "kysely";
import { stateIn } from "./alert-groups.ts";
import type { CardState } from "./alert-groups.ts";
import type { Database } from "./schema.ts";

/*
 * Figures for a page that is open all day. Nothing here looks through a table that grows with the archive: ranges of time are found by
 * halving the numbers of rows, which rise with time.
 */

/** Articles that were first seen in each hour: `counts[n]` is for the hour that begins n hours after `from`. */
export async function readArticleHours(
  db: Kysely<Database>,
  from: Date,
  hours: number,
): Promise<{
  readonly counts: readonly number[];
  /** When the first of all was seen; null when there is none. */ readonly firstAt: Date | null;
}> {
  const { rows } = await sql<{ n: number; first_at: Date | null }>`
    with edge as materialized (
      select h, (${firstIdSince("article", "first_seen_at")}) as id
      from (select h, ${from}::timestamptz + make_interval(hours => h) as at from generate_series(0, ${hours}::int) h) t)
    select coalesce((select count(*)::int from article a where a.id >= e.id and a.id < n.id), 0) as n,
      (select first_seen_at from article order by id limit 1) as first_at
    from edge e join edge n on n.h = e.h + 1 order by e.h`.execute(db);
  return { counts: rows.map(({ n }) => n), firstAt: rows[0]?.first_at ?? null };
}

/** What moved through one step of the way, and what waits there. */
export interface StageFigures {
  /** Runs that ended in the last hour. */
  readonly lastHour: number;
  /** Rows that wait or are at it; `oldestMs` is the age of the longest wait. */
  readonly open: number;
  readonly oldestMs: number;
}

/** By the stage's name, and `discover` for articles that were first seen. A stage without anything is left out. */
export async function readStageFigures(db: Kysely<Database>): Promise<ReadonlyMap<string, StageFigures>> {
  const { rows } = await sql<{ stage: string } & StageFigures>`
    with t as materialized (select now() - interval '1 hour' as at),
    moved as (
      select stage, count(*)::int as n from trail where id >= (select ${firstIdSince("trail", "at")} from t) group by stage
      union all select 'discover', count(*)::int from article where id >= (select ${firstIdSince("article", "first_seen_at")} from t)
      union all select 'deliver', count(*)::int from delivery where sent_at > (select at from t)),
    waiting as (
      select stage, count(*)::int as n, (extract(epoch from now() - min(stage_at)) * 1000)::float8 as ms from (
        select stage, stage_at from article_revision where stage <> 'done'
        union all select 'discover', due_at from feed where stage = 'poll' and due_at <= now()
        union all select stage, stage_at from alert_group where stage = 'flush' and due_at <= now()
        union all select stage, stage_at from notice where stage = 'announce'
        union all select stage, stage_at from digest where stage = 'digest' and due_at <= now()
        union all select stage, stage_at from delivery where stage = 'deliver') work group by stage)
    select coalesce(m.stage, w.stage) as stage, coalesce(m.n, 0) as "lastHour", coalesce(w.n, 0) as open,
      greatest(0, coalesce(w.ms, 0)) as "oldestMs"
    from moved m full join waiting w on w.stage = m.stage`.execute(db);
  return new Map(rows.map(({ stage, ...figures }) => [stage, figures]));
}

/** Stories that alerts were opened about since an instant, by where they stand now. */
export async function countAlertsSince(
  db: Kysely<Database>,
  since: Date,
): Promise<Readonly<Record<CardState, number>>> {
  const { rows } = await sql<{ state: CardState; n: number }>`
    select state, count(*)::int as n from (
      select distinct ${stateIn("g")} as state, g.topic_id, coalesce(g.story_id, -g.id)
      from alert_group g where g.opened_at >= ${since}) g group by 1`.execute(db);
  const of = (wanted: CardState): number => rows.find(({ state }) => state === wanted)?.n ?? 0;
  return {
    open: of("open"),
    muted: of("muted"),
    acknowledged: of("acknowledged"),
    held: of("held"),
    closed: of("closed"),
    untold: of("untold"),
  };
}

/** How messages did since an instant. */
export interface DeliveryFigures {
  readonly sent: number;
  readonly failed: number;
  /** Not known whether they arrived. */
  readonly unknown: number;
  /** Taken by nobody yet after at least one attempt. */
  readonly retrying: number;
}

/** @param receivers names; of others nothing is counted but what is tried again */
export async function readDeliveryFigures(
  db: Kysely<Database>,
  receivers: readonly string[],
  since: Date,
): Promise<DeliveryFigures> {
  const { rows } = await sql<DeliveryFigures>`
    select coalesce(sum(d.sent), 0)::int as sent, coalesce(sum(d.failed), 0)::int as failed, coalesce(sum(d.unknown), 0)::int as unknown,
      (select count(*)::int from delivery where stage = 'deliver' and sends > 0) as retrying
    from unnest(${receivers}::text[]) r(name) cross join lateral (
      select count(*) filter (where state = 'sent') as sent, count(*) filter (where state = 'failed') as failed,
        count(*) filter (where state = 'unknown') as unknown
      from delivery where receiver = r.name and created_at >= ${since}) d`.execute(db);
  return rows[0] ?? { sent: 0, failed: 0, unknown: 0, retrying: 0 };
}

/** A source that needs somebody, in one sentence. */
export interface TroubledSource {
  readonly sourceId: string;
  readonly state: "gone" | "blocked" | "failing" | "silent" | "drift";
  readonly reason: string | null;
  readonly since: Date | null;
}

/** Sources that bring nothing, or much less than usual; worst first. @param sources those that are polled now */
export async function readTroubledSources(db: Kysely<Database>, sources: readonly string[]): Promise<TroubledSource[]> {
  const { rows } = await sql<TroubledSource>`
    select distinct on (place, "sourceId") "sourceId", state, reason, since from (
      select distinct on (source_id) source_id as "sourceId", status as state, reason,
        case when status = 'silent' then silent_since else failing_since end as since,
        array_position(array['gone', 'blocked', 'failing', 'silent'], status) as place
      from feed where status in ('gone', 'blocked', 'failing', 'silent')
      order by source_id, array_position(array['gone', 'blocked', 'failing', 'silent'], status)) f
    where "sourceId" = any(${sources}::text[])
    union all
    select source_id, 'drift', alarm_text, alarm_at from drift d where alarm_at is not null and source_id = any(${sources}::text[])
      and not exists (select 1 from feed f where f.source_id = d.source_id and f.status in ('gone', 'blocked', 'failing', 'silent'))`.execute(
    db,
  );
  return rows;
}

/**
 * The number of the first row that is not older than `t.at`: halves the range of numbers, about twenty looks at an index. Rows of transactions
 * that overlapped may lie some milliseconds out of order.
 */
function firstIdSince(table: "article" | "trail", column: string) {
  const [rows, at] = [sql.table(table), sql.ref(column)];
  return sql`(with recursive half(low, high) as (
      select coalesce((select min(id) from ${rows}), 0), coalesce((select max(id) from ${rows}), 0) + 1
      union all
      select case when p.is_before then p.id + 1 else h.low end, case when p.is_before then h.high else (h.low + h.high) / 2 end
      from half h cross join lateral (
        select r.id, r.${at} < t.at as is_before from ${rows} r where r.id >= (h.low + h.high) / 2 order by r.id limit 1) p
      where h.low < h.high)
    select max(low) from half)`;
}
