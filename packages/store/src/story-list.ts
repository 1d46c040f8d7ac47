import type { Severity } from "@wirewatch/model";
import { sql } from "kysely";
import type { Kysely, RawBuilder } from "kysely";
import type { Database, Id } from "./schema.ts";

/** Topics that are named for one story, and languages. */
const maxNamed = 8;
/** Words of a search that count; each has to be in the title. */
const maxWords = 8;

/** A topic that was in articles of a story. */
export interface StoryTopic {
  readonly id: string;
  readonly name: string;
  readonly severity: Severity;
}

/** One story of the list. */
export interface ListedStory {
  readonly id: Id;
  readonly title: string | null;
  readonly openedAt: Date;
  /** Publication of its latest text. */
  readonly lastAt: Date;
  readonly articles: number;
  readonly sources: number;
  readonly languages: readonly string[];
  /** The first eight by name. */
  readonly topics: readonly StoryTopic[];
  /** Alerts that somebody was told of. */
  readonly alerts: number;
  /** Continues the list after this story. */
  readonly cursor: string;
}

/** Which stories are listed; what is null is not asked for. */
export interface StoryChoice {
  /** Words that are in the title, in any order and letter case. */
  readonly text: string | null;
  readonly topicId: string | null;
  readonly sourceId: string | null;
  /** Stories that were going on in that time: first seen before its end, with a text of its begin or later. */
  readonly during: { readonly from: Date; readonly to: Date } | null;
  /** A cursor of an earlier page; what is none begins with the first. */
  readonly after: string | null;
  readonly limit: number;
}

/** Stories, the one with the latest text first. Figures are read for those that are shown only. */
export async function listStories(db: Kysely<Database>, choice: StoryChoice): Promise<ListedStory[]> {
  const { rows } = await sql<ListedStory>`
    with page as materialized (
      select s.id, s.title, s.opened_at, s.last_at from story s where ${conditionOf(choice)}
      order by s.last_at desc, s.id desc limit ${choice.limit})
    select p.id, p.title, p.opened_at as "openedAt", p.last_at as "lastAt", r.articles, r.sources, r.languages, t.topics, t.alerts,
      (extract(epoch from p.last_at) * 1000000)::bigint || '-' || p.id as cursor
    from page p
    cross join lateral (
      select count(distinct article_id)::int as articles, count(distinct source_id)::int as sources,
        (coalesce(array_agg(distinct language) filter (where language is not null), '{}'))[:${sql.lit(maxNamed)}] as languages
      from article_revision where story_id = p.id) r
    cross join lateral (
      select coalesce((select jsonb_agg(named) from (
          select m.topic_id as id, max(m.topic_name) as name, (array_agg(m.severity order by m.id desc))[1] as severity
          from topic_match m where m.story_id = p.id group by m.topic_id order by 2 limit ${sql.lit(maxNamed)}) named), '[]') as topics,
        (select count(distinct a.group_id)::int from topic_match m join alert a on a.match_id = m.id
          where m.story_id = p.id and a.state in ('sent', 'told', 'digested')) as alerts) t
    order by p.last_at desc, p.id desc`.execute(db);
  return rows;
}

function conditionOf({ text, topicId, sourceId, during, after }: StoryChoice): RawBuilder<boolean> {
  const position = positionOf(after);
  const words = (text ?? "").split(/\s+/u).filter((word) => word !== "");
  const conditions = [
    ...words.slice(0, maxWords).map((word) => sql`s.title ilike ${likePattern(word)}`),
    ...(topicId === null
      ? []
      : [sql`exists (select 1 from topic_match m where m.story_id = s.id and m.topic_id = ${topicId})`]),
    ...(sourceId === null
      ? []
      : [sql`exists (select 1 from article_revision r where r.story_id = s.id and r.source_id = ${sourceId})`]),
    // What was old when it was first seen has its texts before its opening.
    ...(during === null
      ? []
      : [sql`s.opened_at < ${during.to} and (s.last_at >= ${during.from} or s.opened_at >= ${during.from})`]),
    ...(position === null
      ? []
      : [
          sql`(s.last_at, s.id) < (timestamptz 'epoch' + ${position.micros}::bigint * interval '1 microsecond', ${position.id}::bigint)`,
        ]),
  ];
  return conditions.length === 0 ? sql<boolean>`true` : sql<boolean>`${sql.join(conditions, sql` and `)}`;
}

/** Anything that contains the word; its own `%` and `_` stand for themselves. */
function likePattern(word: string): string {
  return `%${word
    .slice(0, 100)
    .toWellFormed()
    .replaceAll("\0", "")
    .replaceAll(/[\\%_]/gu, String.raw`\$&`)}%`;
}

/** Microseconds since 1970 may be below zero: pages claim all kinds of dates. */
function positionOf(cursor: string | null): { readonly micros: string; readonly id: string } | null {
  const [, micros, id] = /^(-?\d{1,17})-(\d{1,18})$/u.exec(cursor ?? "") ?? [];
  return micros === undefined || id === undefined ? null : { micros, id };
}
