import type { Severity, Snippet } from "@wirewatch/model";
import { sql } from "kysely";
import type { Kysely } from "kysely";
import { storable } from "./clean.ts";
import type { MatchOutcome, StoredClause } from "./alert-tables.ts";
import type { Database, Id } from "./schema.ts";

/** What a list shows of each topic that had a match or an alert. */
export interface TopicFigures {
  readonly topicId: string;
  /** Articles it was in, by day in the zone that was asked for; the last one is today. */
  readonly perDay: readonly number[];
  /** When somebody was last told of it, in the last 90 days; null when nobody was. */
  readonly lastAlertAt: Date | null;
}

/** Matches of one topic on one day. */
export interface TopicDay {
  /** E.g. `2026-03-02`, in the zone that was asked for. */
  readonly day: string;
  readonly articles: number;
}

/** A match as a page about its topic shows it. */
export interface TopicMatchRow {
  readonly matchId: Id;
  readonly articleId: Id;
  readonly storyId: Id;
  readonly title: string | null;
  readonly url: string | null;
  readonly sourceId: string;
  readonly severity: Severity;
  readonly matchedAt: Date | null;
  readonly snippet: Snippet;
  readonly clauses: readonly StoredClause[];
  readonly isBrief: boolean;
  readonly outcome: MatchOutcome | null;
  readonly reason: string | null;
  /** What somebody said of it; null when nobody did. */
  readonly isRelevant: boolean | null;
}

/** How far back the last alert is looked for. */
const alertDays = 90;

/** Figures of all topics that had a match or an alert; two statements whose cost grows with the matches of those days. */
export async function readTopicFigures(
  db: Kysely<Database>,
  { days, timeZone, now }: { readonly days: number; readonly timeZone: string; readonly now: Date },
): Promise<TopicFigures[]> {
  const [counted, alerted] = await Promise.all([
    sql<{ topicId: string; back: number; articles: number }>`
      select topic_id as "topicId",
        ((${now}::timestamptz at time zone ${timeZone})::date - (matched_at at time zone ${timeZone})::date)::int as back,
        count(distinct article_id)::int as articles
      from topic_match where matched_at > ${now}::timestamptz - make_interval(days => ${days})
      group by 1, 2`.execute(db),
    sql<{ topicId: string; at: Date }>`
      select topic_id as "topicId", max(flushed_at) as at from alert_group
      where opened_at > ${now}::timestamptz - make_interval(days => ${alertDays}) and flushed_at is not null group by topic_id`.execute(
      db,
    ),
  ]);
  const perDay = new Map<string, number[]>();
  for (const { topicId, back, articles } of counted.rows) {
    const list = perDay.get(topicId) ?? Array.from({ length: days }, () => 0);
    perDay.set(topicId, list);
    const at = days - 1 - back;
    if (at >= 0 && at < days) list[at] = articles;
  }
  const lastAt = new Map(alerted.rows.map(({ topicId, at }) => [topicId, at]));
  const ids = [...new Set([...perDay.keys(), ...lastAt.keys()])].toSorted();
  return ids.map((topicId) => ({
    topicId,
    perDay: perDay.get(topicId) ?? Array.from({ length: days }, () => 0),
    lastAlertAt: lastAt.get(topicId) ?? null,
  }));
}

/** Matches of a topic by day, the oldest day first, today last; days without any count nothing. */
export async function readTopicDays(
  db: Kysely<Database>,
  topicId: string,
  { days, timeZone, now }: { readonly days: number; readonly timeZone: string; readonly now: Date },
): Promise<TopicDay[]> {
  const { rows } = await sql<TopicDay>`
    with today as (select (${now}::timestamptz at time zone ${timeZone})::date as day),
    counted as (
      select (matched_at at time zone ${timeZone})::date as day, count(distinct article_id)::int as articles
      from topic_match where topic_id = ${storable(topicId)} and matched_at > ${now}::timestamptz - make_interval(days => ${days + 1})
      group by 1)
    select d.day::date::text as day, coalesce(c.articles, 0) as articles
    from today t cross join lateral generate_series(t.day - ${days - 1}::int, t.day, interval '1 day') d(day)
      left join counted c on c.day = d.day::date
    order by d.day`.execute(db);
  return rows;
}

/** The newest matches of a topic. @param options.before id of the match after which the page begins; null for the newest */
export async function listTopicMatches(
  db: Kysely<Database>,
  topicId: string,
  { before, limit }: { readonly before: Id | null; readonly limit: number },
): Promise<TopicMatchRow[]> {
  const { rows } = await sql<TopicMatchRow>`
    select m.id as "matchId", m.article_id as "articleId", m.story_id as "storyId", r.title, coalesce(r.canonical_url, r.page_url) as url,
      coalesce(r.source_id, '') as "sourceId", m.severity, m.matched_at as "matchedAt", m.snippet, m.clauses, m.is_brief as "isBrief",
      m.outcome, m.reason, f.is_relevant as "isRelevant"
    from topic_match m
      left join article_revision r on r.article_id = m.article_id and r.revision = m.revision
      left join match_feedback f on f.match_id = m.id
    where m.topic_id = ${storable(topicId)} and (${before}::bigint is null or m.id < ${before}::bigint)
    order by m.id desc limit ${limit}`.execute(db);
  return rows;
}
