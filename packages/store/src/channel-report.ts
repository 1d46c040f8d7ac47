import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Database, Delivery } from "./schema.ts";

/** How it goes with one channel of a receiver. */
export interface ChannelReport {
  readonly receiver: string;
  readonly channel: string;
  readonly lastSentAt: Date | null;
  readonly lastFailedAt: Date | null;
  /** What the last failure said. */
  readonly lastFailure: string | null;
  /** Since when it has only failed; null while it works. */
  readonly failingSince: Date | null;
  /** Since when nothing is sent there any more, and why. */
  readonly disabledAt: Date | null;
  readonly disabledReason: string | null;
  /** The last test message; null when there was none lately. */
  readonly test: ChannelTest | null;
}

/** A test message, and what the other side answered. */
export interface ChannelTest {
  readonly id: string;
  readonly at: Date;
  readonly state: Delivery["state"];
  /** Of the last attempt; all null before the first. */
  readonly status: number | null;
  readonly latencyMs: number | null;
  readonly reason: string | null;
  readonly excerpt: string | null;
}

/** So far back successes and failures are looked for, days: a channel that had none costs a look at all messages of its receiver in them. */
const days = 7;
/** Of so many messages that arrived, the latest made ones, the last arrival is told: one may have waited for an attempt longer than others. */
const looked = 50;

/** How it goes with channels, in the order in which they are named. */
export async function readChannelReports(
  db: Kysely<Database>,
  named: readonly { readonly receiver: string; readonly channel: string }[],
): Promise<readonly ChannelReport[]> {
  if (named.length === 0) return [];
  const receivers = named.map(({ receiver }) => receiver);
  const channels = named.map(({ channel }) => channel);
  interface Row extends Omit<ChannelReport, "test">, Omit<ChannelTest, "id" | "at"> {
    readonly testId: string | null;
    readonly testAt: Date | null;
  }
  const isIts = sql`d.receiver = n.receiver and d.channel = n.channel`;
  const lately = sql`${isIts} and d.created_at > now() - make_interval(days => ${days})`;
  const { rows } = await db.transaction().execute(async (tx) => {
    // Along the index of each channel, newest first: the planner would put two lists of all lately made messages together for each.
    await sql`select set_config('enable_bitmapscan', 'off', true), set_config('enable_seqscan', 'off', true)`.execute(
      tx,
    );
    return sql<Row>`
    select n.receiver, n.channel, sent.at as "lastSentAt", failed.at as "lastFailedAt", failed.reason as "lastFailure",
      s.failing_since as "failingSince", s.disabled_at as "disabledAt", s.reason as "disabledReason",
      test.id as "testId", test.created_at as "testAt", test.state, attempt.status, attempt.latency_ms as "latencyMs",
      attempt.reason, attempt.excerpt
    from unnest(${receivers}::text[], ${channels}::text[]) with ordinality as n(receiver, channel, number)
    left join channel_state s on s.receiver = n.receiver and s.channel = n.channel
    left join lateral (select max(l.at) as at from (
      select coalesce(d.sent_at, d.created_at) as at from delivery d where ${lately} and d.state = 'sent'
      order by d.created_at desc limit ${looked}) l) sent on true
    left join lateral (
      select * from (
        (select d.created_at as at, d.reason from delivery d where ${lately} and d.state in ('failed', 'unknown')
          order by d.created_at desc limit 1)
        union all
        (select d.created_at, d.reason from delivery d where ${isIts} and d.stage = 'deliver' and d.reason is not null
          order by d.created_at desc limit 1)) ends order by at desc limit 1) failed on true
    left join lateral (select d.id, d.created_at, d.state from delivery d where ${isIts} and d.event = 'system.test'
      and d.created_at > now() - interval '1 day'
      order by d.created_at desc limit 1) test on true
    left join lateral (select a.status, a.latency_ms, a.reason, a.excerpt from delivery_attempt a where a.delivery_id = test.id
      order by a.attempt desc limit 1) attempt on true
    order by n.number`.execute(tx);
  });
  return rows.map(({ testId, testAt, state, status, latencyMs, reason, excerpt, ...report }) => ({
    ...report,
    test:
      testId === null || testAt === null ? null : { id: testId, at: testAt, state, status, latencyMs, reason, excerpt },
  }));
}

/** Lets a channel that was disabled take messages again; with all its time before it. @returns false when it was not disabled */
export async function enableChannel(db: Kysely<Database>, receiver: string, channel: string): Promise<boolean> {
  const { rows } = await sql`
    update channel_state set disabled_at = null, reason = null, failing_since = null
    where receiver = ${receiver} and channel = ${channel} and disabled_at is not null returning 1`.execute(db);
  return rows.length > 0;
}
