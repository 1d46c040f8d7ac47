import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Database } from "./schema.ts";

/** What a topic cost and gave. */
export interface TopicUsage {
  readonly topicId: string;
  /** Articles it was tried on: those that hold a word it cannot do without. */
  readonly documents: number;
  /** Articles it was in. */
  readonly hits: number;
  /** Time it took, microseconds. */
  readonly micros: number;
}

/** What a topic cost and gave over several days. */
export interface TopicUsageSum extends TopicUsage {
  /** Days of that time for which there are figures of any topic. */
  readonly days: number;
  /** The most hits of one day. */
  readonly mostHits: number;
  /** Its part of the time that all topics took, 0 to 1. */
  readonly share: number;
}

/** A topic that should be looked at. */
export interface NoisyTopic extends TopicUsage {
  /** UTC, e.g. `2026-03-02`. */
  readonly day: string;
  readonly share: number;
  /** `hits`: more than people read; `time`: it slows the others. */
  readonly over: readonly ("hits" | "time")[];
}

/**
 * From where on a topic is noticed. Nothing is stopped: a missed article is worse than a busy day.
 *
 * - `hitsPerDay`: one every three minutes of a working day is more than a desk reads
 * - `share`: of the time that all topics take; among thousands a topic has a ten-thousandth
 * - `shareFromMicros`: with few topics each has a large share of very little; a minute a day is a thousandth of a processor
 */
export const usageLimits = { hitsPerDay: 200, share: 0.2, shareFromMicros: 60_000_000 } as const;

/** How long daily sums are kept. */
const keptDays = 90;

/** Rows of one statement. */
const chunk = 2000;

/**
 * Adds what a process counted to the sums of today (UTC). Rows are written in the order of their ids, so that processes that add at the
 * same time do not wait for each other in a circle.
 */
export async function addTopicUsage(db: Kysely<Database>, counted: readonly TopicUsage[]): Promise<void> {
  const ordered = counted.toSorted((a, b) => (a.topicId < b.topicId ? -1 : 1));
  for (let from = 0; from < ordered.length; from += chunk) {
    const part = ordered.slice(from, from + chunk);
    await sql`
      insert into topic_usage as u (day, topic_id, documents, hits, micros)
      select (now() at time zone 'utc')::date, * from unnest(${part.map((one) => one.topicId)}::text[],
        ${part.map((one) => Math.round(one.documents))}::bigint[], ${part.map((one) => Math.round(one.hits))}::bigint[],
        ${part.map((one) => Math.round(one.micros))}::bigint[])
      on conflict (day, topic_id) do update set documents = u.documents + excluded.documents, hits = u.hits + excluded.hits,
        micros = u.micros + excluded.micros`.execute(db);
  }
}

/** Sums per topic over the last days, today included; the one that took the most time first. */
export async function readTopicUsage(db: Kysely<Database>, days: number): Promise<TopicUsageSum[]> {
  const { rows } = await sql<TopicUsageSum>`
    select topic_id as "topicId", sum(documents)::float8 as documents, sum(hits)::float8 as hits, sum(micros)::float8 as micros,
      (select count(distinct day)::int from topic_usage where day > (now() at time zone 'utc')::date - ${days}::int) as days, max(hits)::float8 as "mostHits",
      coalesce(sum(micros) / nullif(sum(sum(micros)) over (), 0), 0)::float8 as share
    from topic_usage where day > (now() at time zone 'utc')::date - ${days}::int
    group by topic_id order by sum(micros) desc, topic_id`.execute(db);
  return rows;
}

/** Topics that were over a limit today or yesterday (UTC), each once, the latest day; the worst first, at most twenty. */
export async function readNoisyTopics(db: Kysely<Database>): Promise<NoisyTopic[]> {
  const { hitsPerDay, share, shareFromMicros } = usageLimits;
  const { rows } = await sql<Omit<NoisyTopic, "over">>`
    select * from (
      select distinct on (topic_id) * from (
        select topic_id as "topicId", day::text, documents::float8, hits::float8, micros::float8,
          (micros / greatest(sum(micros) over (partition by day), 1))::float8 as share, topic_id
        from topic_usage where day >= (now() at time zone 'utc')::date - 1) d
      where hits > ${hitsPerDay} or (share > ${share} and micros >= ${shareFromMicros})
      order by topic_id, day desc) n
    order by share desc, hits desc limit 20`.execute(db);
  return rows.map(({ topicId, day, documents, hits, micros, share: part }) => ({
    topicId,
    day,
    documents,
    hits,
    micros,
    share: part,
    over: [
      ...(hits > hitsPerDay ? (["hits"] as const) : []),
      ...(part > share && micros >= shareFromMicros ? (["time"] as const) : []),
    ],
  }));
}

/** Forgets daily sums that are too old. */
export async function forgetOldUsage(db: Kysely<Database>): Promise<void> {
  await sql`delete from topic_usage where day < (now() at time zone 'utc')::date - ${keptDays}::int`.execute(db);
}
