import { sql } from "kysely";
import type { Kysely, RawBuilder } from "kysely";
import { normalisedError } from "./delivery-log.ts";
import type { Lag } from "./freshness.ts";
import type { Database } from "./schema.ts";

/** The work of one stage at one moment, as its rows tell it. */
export interface StageLoad {
  /** Due, and nobody works on it yet. */
  readonly waiting: number;
  /** Feeds and pages that are due and wait for their host. */
  readonly atHost: number;
  /** Being worked on. */
  readonly active: number;
  /** Due later: schedules, pauses before another attempt, groups that gather. */
  readonly delayed: number;
  /** Age of the longest wait of what is due, milliseconds; null when nothing is. */
  readonly oldestMs: number | null;
}

const noLoad: StageLoad = { waiting: 0, atHost: 0, active: 0, delayed: 0, oldestMs: null };

/** The load of stages that have any, by name. */
export async function readStageLoads(db: Kysely<Database>): Promise<ReadonlyMap<string, StageLoad>> {
  const { rows } = await sql<StageLoad & { stage: string }>`
    select stage, count(*) filter (where kind = 'waiting')::int as waiting, count(*) filter (where kind = 'atHost')::int as "atHost",
      count(*) filter (where kind = 'active')::int as active, count(*) filter (where kind = 'delayed')::int as delayed,
      (extract(epoch from now() - min(since) filter (where kind in ('waiting', 'atHost'))) * 1000)::float8 as "oldestMs"
    from (
      select stage, case when claim is not null then 'active' when due_at = 'infinity' then case when next_at <= now() then 'atHost' else 'delayed' end
        when due_at <= now() then 'waiting' else 'delayed' end as kind,
        case when due_at = 'infinity' then next_at else least(due_at, now()) end as since
      from article_revision where stage <> 'done'
      union all
      select stage, case when claim is not null then 'active' when due_at = 'infinity' then case when next_at <= now() then 'atHost' else 'delayed' end
        when due_at <= now() then 'waiting' else 'delayed' end,
        case when due_at = 'infinity' then next_at else least(due_at, now()) end
      from feed where stage = 'poll'
      union all select stage, ${kindOf}, due_at from websub where stage = 'subscribe'
      union all select stage, ${kindOf}, due_at from alert_group where stage = 'flush' and due_at <> 'infinity'
      union all select stage, ${kindOf}, due_at from notice where stage = 'announce'
      union all select stage, ${kindOf}, due_at from digest where stage = 'digest'
      union all select stage, ${kindOf}, due_at from delivery where stage = 'deliver') work
    group by stage`.execute(db);
  return new Map(rows.map(({ stage, ...load }) => [stage, load]));
}

const kindOf = sql`case when claim is not null then 'active' when due_at <= now() then 'waiting' else 'delayed' end`;

/** The load of a stage; nothing when it has none. */
export function loadOf(loads: ReadonlyMap<string, StageLoad>, stage: string): StageLoad {
  return loads.get(stage) ?? noLoad;
}

/** How fast a stage works. */
export interface StagePace {
  /** Finished runs per minute. */
  readonly perMinuteLately: number;
  readonly perMinuteHour: number;
  /** How long runs waited to begin, and how long they took, in the last hour; null where it is not recorded. */
  readonly wait: Lag | null;
  readonly work: Lag | null;
}

/** `perMinuteLately` is over so many minutes. */
export const latelyMinutes = 5;
/** Runs of a stage that are looked at; where an hour had more, its figures are of the latest. */
const maxRuns = 2000;

/** Stages of articles: their runs leave a trail. */
const trailStages: ReadonlySet<string> = new Set(["fetch", "strip", "deduplicate", "classify", "notify"]);

/** The pace of each stage, by name. Cheap however long the trail is: only its latest lines are read. */
export async function readStagePaces(
  db: Kysely<Database>,
  stages: readonly string[],
): Promise<ReadonlyMap<string, StagePace>> {
  const trailed = stages.filter((stage) => trailStages.has(stage));
  const [articles, others] = await Promise.all([articlePaces(db, trailed), otherPaces(db)]);
  return new Map([...articles, ...others]);
}

async function articlePaces(db: Kysely<Database>, stages: readonly string[]): Promise<Map<string, StagePace>> {
  interface Row {
    readonly stage: string;
    readonly runs: number;
    readonly lately: number;
    readonly spanMs: number;
    readonly wait: readonly [number, number] | null;
    readonly work: readonly [number, number] | null;
  }
  // Ordered as the index is: by the number alone the planner may walk through all of it for a stage that has hardly any.
  const { rows } = await sql<Row>`
    select s.stage, count(*)::int as runs, count(*) filter (where at > now() - make_interval(mins => ${latelyMinutes}))::int as lately,
      (extract(epoch from now() - min(at)) * 1000)::float8 as "spanMs",
      percentile_cont(array[0.5, 0.95]) within group (order by wait_ms) as wait,
      percentile_cont(array[0.5, 0.95]) within group (order by work_ms) as work
    from unnest(${[...stages]}::text[]) as s(stage) cross join lateral (
      select at, wait_ms, work_ms from (
        select at, wait_ms, work_ms from trail t where t.stage = s.stage order by t.stage, t.id desc limit ${maxRuns}) latest
      where at > now() - interval '1 hour') run
    group by s.stage`.execute(db);
  return new Map(
    rows.map(({ stage, runs, lately, spanMs, wait, work }) => {
      // A sample that is full does not reach back as far as was asked.
      const minutes = runs < maxRuns ? 60 : Math.max(spanMs / 60_000, 1 / 60);
      const pace: StagePace = {
        perMinuteLately: lately / Math.min(latelyMinutes, minutes),
        perMinuteHour: runs / minutes,
        wait: lag(wait, runs),
        work: lag(work, runs),
      };
      return [stage, pace];
    }),
  );
}

/** Stages whose runs leave no trail, as far as their rows tell when they were at work last. */
async function otherPaces(db: Kysely<Database>): Promise<Map<string, StagePace>> {
  interface Row {
    readonly stage: string;
    readonly lately: number;
    readonly hour: number;
    readonly work: readonly [number, number] | null;
    readonly measured: number;
  }
  const lately = sql`now() - make_interval(mins => ${latelyMinutes})`;
  const hour = sql`now() - interval '1 hour'`;
  const figures = sql`count(*) filter (where at > ${lately})::int as lately, count(*) filter (where at > ${hour})::int as hour`;
  const { rows } = await sql<Row>`
    select 'poll' as stage, ${polls(lately, latelyMinutes)} as lately, ${polls(hour, 60)} as hour, null::float8[] as work, 0 as measured
    from (select last_polled_at as at, poll_every_ms as every from feed where stage = 'poll') p
    union all
    select 'deliver', ${figures}, percentile_cont(array[0.5, 0.95]) within group (order by latency_ms), count(latency_ms)::int
    from (select d.sent_at as at, (select a.latency_ms from delivery_attempt a where a.delivery_id = d.id order by a.attempt desc limit 1) as latency_ms
      from delivery d where d.sent_at > ${hour} order by d.sent_at desc limit ${maxRuns}) d
    union all
    select 'flush', ${figures}, null, 0 from (select flushed_at as at from alert_group where stage = 'flush') g
    union all
    select 'announce', ${figures}, null, 0
    from (select stage_at as at from (select * from notice order by id desc limit ${maxRuns}) n where outcome is not null) n
    union all
    select 'digest', ${figures}, null, 0 from (select left_at as at from (select * from digest order by id desc limit ${maxRuns}) d) d`.execute(
    db,
  );
  return new Map(
    rows.map(({ stage, lately: few, hour: many, work, measured }) => [
      stage,
      { perMinuteLately: few / latelyMinutes, perMinuteHour: many / 60, wait: null, work: lag(work, measured) },
    ]),
  );
}

/**
 * Polls in the last minutes, by the rhythm of each feed that had one: a feed keeps the time of its latest poll only, and
 * one that is asked every minute had five of them in five minutes.
 */
function polls(since: RawBuilder<unknown>, minutes: number): RawBuilder<number> {
  return sql`coalesce(round(sum(greatest(1, ${minutes * 60_000}::float8 / nullif(every, 0))) filter (where at > ${since})), 0)::int`;
}

function lag(quantiles: readonly [number, number] | null, count: number): Lag | null {
  return quantiles === null || count === 0 ? null : { p50Ms: quantiles[0], p95Ms: quantiles[1], count };
}

/** Revisions whose work failed for the same reason in the same stage. */
export interface WorkFailure {
  /** The stage that gave up. */
  readonly stage: string;
  /** The reason without the numbers and addresses that differ from one to the next. */
  readonly error: string;
  readonly count: number;
  readonly sources: readonly string[];
  readonly firstAt: Date;
  readonly lastAt: Date;
  /** The latest, oldest first; at most 1,000 in all. */
  readonly works: readonly FailedWork[];
}

export interface FailedWork {
  readonly articleId: string;
  readonly revision: number;
  readonly sourceId: string;
  readonly url: string;
  readonly title: string | null;
  readonly reason: string | null;
  readonly failedAt: Date;
}

/** Failures that are looked at, the latest first. */
const maxFailed = 1000;

/** What failed since an instant and can be tried again, by stage and error; the most frequent first. */
export async function readWorkFailures(db: Kysely<Database>, since: Date): Promise<readonly WorkFailure[]> {
  const { rows } = await sql<FailedWork & { readonly stage: string }>`
    select r.article_id as "articleId", r.revision, r.source_id as "sourceId", coalesce(r.page_url, a.url) as url, r.title, r.reason,
      r.outcome_at as "failedAt",
      coalesce((select t.stage from trail t where t.article_id = r.article_id and t.revision = r.revision order by t.id desc limit 1), 'fetch') as stage
    from article_revision r join article a on a.id = r.article_id
    where r.stage = 'done' and r.outcome = 'failed' and r.outcome_at >= ${since}
      and not exists (select 1 from article_revision n where n.article_id = r.article_id and n.revision > r.revision)
    order by r.outcome_at desc limit ${maxFailed}`.execute(db);
  const groups = Map.groupBy(rows, ({ stage, reason }) => `${stage} ${errorText(reason)}`);
  return [...groups.values()]
    .map((alike) => alike.toReversed())
    .flatMap((alike) => {
      const [first, last] = [alike[0], alike.at(-1)];
      if (first === undefined || last === undefined) return [];
      return [
        {
          stage: first.stage,
          error: errorText(first.reason),
          count: alike.length,
          sources: [...new Set(alike.map(({ sourceId }) => sourceId))].toSorted(),
          firstAt: first.failedAt,
          lastAt: last.failedAt,
          works: alike.map(({ stage: _stage, ...work }) => work),
        },
      ];
    })
    .toSorted((a, b) => b.count - a.count || a.error.localeCompare(b.error));
}

function errorText(reason: string | null): string {
  return normalisedError(reason ?? "no reason is stored");
}
