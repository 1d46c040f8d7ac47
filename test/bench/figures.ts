import { sql } from "@wirewatch/store";
import type { Database, Kysely } from "@wirewatch/store";

/** Stages that every article passes, in their order. */
export const articleStages = ["fetch", "strip", "deduplicate", "classify", "notify"] as const;

/** Half of the values, and 95 of 100, are at most this; milliseconds. */
export interface Quantiles {
  readonly p50: number;
  readonly p95: number;
}

/** What one run of the pipeline gave. */
export interface PipelineFigures {
  readonly articles: number;
  /** Articles divided by the time from the poll that announced them until the last alert was accepted. */
  readonly itemsPerSecond: number;
  /** From an article's turn at its host to the record of its outcome. */
  readonly elapsedMs: Quantiles;
  /** From an article's outcome until its alert was accepted by the receiver (stages `flush` and `deliver`). */
  readonly alertMs: Quantiles;
  /** See `readFigures`. */
  readonly shareOutside: number;
  readonly stages: Readonly<Record<string, { readonly wait: Quantiles; readonly work: Quantiles }>>;
}

/**
 * Reads the figures of a finished run from its trail.
 *
 * The share of time outside the stage functions is `1 − Σ work / Σ elapsed` over all articles, where
 * - `work` is what the stages' own `gather`, `decide` and `commit` took, as the trail records it, the request for the page included;
 * - `elapsed` begins when the host lets the page be requested (a wait for politeness is no cost of the pipeline) and ends with
 *   the last line of the article's trail.
 *
 * So everything else is outside: bells and queues, claims, moving rows, the ends of transactions, waiting for a free worker.
 * The first claim and the last end of a transaction (about 2 ms together) are not seen.
 *
 * @param skip articles left out at the beginning, while processes and connections warm up
 */
export async function readFigures(db: Kysely<Database>, skip: number): Promise<PipelineFigures> {
  const { rows: overall } = await sql<{ articles: number; seconds: number; p50: number; p95: number; share: number }>`
    with article as (
      select article_id, sum(work_ms) as work,
        1000 * extract(epoch from max(at) - min(at) filter (where stage = 'fetch')) + sum(work_ms + wait_ms) filter (where stage = 'fetch') as elapsed
      from trail where article_id > ${skip} group by article_id)
    select count(*)::int as articles,
      (select extract(epoch from (select max(sent_at) from delivery) - min(seen_at)) from source_item)::float8 as seconds,
      percentile_cont(0.5) within group (order by elapsed)::float8 as p50,
      percentile_cont(0.95) within group (order by elapsed)::float8 as p95,
      (1 - sum(work) / sum(elapsed))::float8 as share from article`.execute(db);
  const { rows: alerts } = await sql<Quantiles>`
    select percentile_cont(0.5) within group (order by ms)::float8 as p50, percentile_cont(0.95) within group (order by ms)::float8 as p95
    from (select 1000 * extract(epoch from d.sent_at - r.outcome_at) as ms from delivery d
      join alert a on a.group_id = d.group_id join article_revision r on r.article_id = a.article_id where r.article_id > ${skip}) alert`.execute(
    db,
  );
  const { rows: stages } = await sql<{ stage: string; waits: number[]; works: number[] }>`
    select stage, percentile_cont(array[0.5, 0.95]) within group (order by wait_ms) as waits,
      percentile_cont(array[0.5, 0.95]) within group (order by work_ms) as works
    from trail where article_id > ${skip} group by stage`.execute(db);
  const [all, alert] = [overall[0], alerts[0]];
  if (all === undefined || alert === undefined) throw new Error("the run left no trail");
  return {
    articles: all.articles,
    itemsPerSecond: (all.articles + skip) / all.seconds,
    elapsedMs: { p50: all.p50, p95: all.p95 },
    alertMs: alert,
    shareOutside: all.share,
    stages: Object.fromEntries(
      stages.map(({ stage, waits, works }) => [stage, { wait: quantiles(waits), work: quantiles(works) }]),
    ),
  };
}

function quantiles([p50 = 0, p95 = 0]: readonly number[]): Quantiles {
  return { p50, p95 };
}
