import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Database } from "./schema.ts";

/** How much is where, at one moment. */
export interface Overview {
  /** Open rows per stage (of alert groups, digests and subscriptions those that are due); `oldestMs` is the age of the longest wait. */
  readonly stages: Readonly<Record<string, { readonly open: number; readonly oldestMs: number }>>;
  /** Finished revisions per outcome. */
  readonly outcomes: Readonly<Record<string, number>>;
  /** Finished runs per stage, over everything kept. */
  readonly finished: Readonly<Record<string, number>>;
  readonly items: number;
  /** Feeds per status. */
  readonly feeds: Readonly<Record<string, number>>;
  /** Deliveries per state. */
  readonly deliveries: Readonly<Record<string, number>>;
  /** Matches per outcome; those on their way are `open`. */
  readonly matches: Readonly<Record<string, number>>;
}

/** Reads the overview in a handful of cheap statements. */
export async function readOverview(db: Kysely<Database>): Promise<Overview> {
  const open = await sql<{ stage: string; open: number; oldest_ms: number }>`
    select stage, count(*)::int as open, (extract(epoch from now() - min(stage_at)) * 1000)::float8 as oldest_ms from (
      select stage, stage_at from article_revision where stage <> 'done'
      union all select stage, stage_at from websub where stage = 'subscribe' and due_at <= now()
      union all select stage, stage_at from alert_group where stage = 'flush' and due_at <= now()
      union all select stage, stage_at from notice where stage = 'announce'
      union all select stage, stage_at from digest where stage = 'digest' and due_at <= now()
      union all select stage, stage_at from delivery where stage = 'deliver') work group by stage`.execute(db);
  return {
    stages: Object.fromEntries(
      open.rows.map((row) => [row.stage, { open: row.open, oldestMs: Math.max(0, row.oldest_ms) }]),
    ),
    outcomes: await counts(
      db,
      sql`select outcome as name, count(*)::int as n from article_revision where stage = 'done' group by 1`,
    ),
    finished: await counts(db, sql`select stage as name, count(*)::int as n from trail group by 1`),
    items: (await counts(db, sql`select 'items' as name, count(*)::int as n from source_item`))["items"] ?? 0,
    feeds: await counts(db, sql`select status as name, count(*)::int as n from feed where stage = 'poll' group by 1`),
    deliveries: await counts(db, sql`select state as name, count(*)::int as n from delivery group by 1`),
    matches: await counts(
      db,
      sql`select coalesce(outcome, 'open') as name, count(*)::int as n from topic_match group by 1`,
    ),
  };
}

async function counts(db: Kysely<Database>, query: ReturnType<typeof sql>): Promise<Record<string, number>> {
  const { rows } = await query.execute(db);
  return Object.fromEntries((rows as { name: string; n: number }[]).map((row) => [row.name, row.n]));
}
