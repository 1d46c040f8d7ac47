import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Lag } from "./freshness.ts";
import type { Database } from "./schema.ts";

/** How long it took until people were told; a lag is null where nothing was measured. */
export interface AlertLatency {
  /** From the publisher's date until the first message about an article was taken by a receiver. */
  readonly publishedToSent: Lag | null;
  /** From when the article was first seen. */
  readonly seenToSent: Lag | null;
  /** From when its topic was found in it. */
  readonly matchedToSent: Lag | null;
}

/**
 * Reads how fast first messages about alerts were lately, of all receivers together. What was held back on purpose (quiet hours, digests) is not
 * among them.
 *
 * @param sinceMs how far back is looked, milliseconds
 */
export async function readAlertLatency(db: Kysely<Database>, sinceMs: number): Promise<AlertLatency> {
  interface Row {
    readonly count: number;
    readonly dated: number;
    readonly published: readonly [number, number] | null;
    readonly seen: readonly [number, number] | null;
    readonly matched: readonly [number, number] | null;
  }
  const { rows } = await sql<Row>`
    with first as (
      select distinct on (group_id) group_id, sent_at, message -> 'article' as article from delivery
      where event = 'alert.opened' and sent_at > now() - make_interval(secs => ${sinceMs / 1000}) and group_id is not null
      order by group_id, sent_at),
    lags as (
      select f.sent_at - (f.article ->> 'publishedAt')::timestamptz as published, f.sent_at - (f.article ->> 'firstSeenAt')::timestamptz as seen,
        f.sent_at - (select min(a.created_at) from alert a where a.group_id = f.group_id and a.group_revision = 1) as matched
      from first f)
    select count(*)::int as count, count(published) filter (where published >= '0')::int as dated,
      ${quantiles("published")}, ${quantiles("seen")}, ${quantiles("matched")} from lags`.execute(db);
  const [row] = rows;
  const lag = (found: readonly [number, number] | null | undefined, count = 0): Lag | null =>
    found === null || found === undefined ? null : { p50Ms: found[0], p95Ms: found[1], count };
  return {
    publishedToSent: lag(row?.published, row?.dated),
    seenToSent: lag(row?.seen, row?.count),
    matchedToSent: lag(row?.matched, row?.count),
  };
}

/** Half and 95 of 100 of a column's lags, milliseconds; what seems to be from the future is left out. */
function quantiles(column: string) {
  const name = sql.ref(column);
  return sql`percentile_cont(array[0.5, 0.95]) within group (order by extract(epoch from ${name}) * 1000)
    filter (where ${name} >= '0') as ${name}`;
}
