import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { CardFacts } from "./alert-cards.ts";
import type { Database, Id } from "./schema.ts";
import type { SilenceState } from "./silences.ts";

/** How many matches each of the silences has kept from being told, by its id; those that muted nothing are left out. */
export async function mutedBySilences(
  db: Kysely<Database>,
  silences: readonly { readonly id: Id; readonly createdAt: Date }[],
): Promise<ReadonlyMap<Id, number>> {
  const first = silences.reduce<Date | null>(
    (least, { createdAt }) => (least === null || createdAt < least ? createdAt : least),
    null,
  );
  if (first === null) return new Map();
  // The detail begins as `packages/alerting` writes it.
  const { rows } = await sql<{ id: string | null; n: number }>`
    select split_part(detail, ' ', 2) as id, count(*)::int as n from topic_match
    where reason = 'silenced' and outcome_at >= ${first} group by 1`.execute(db);
  const wanted = new Set(silences.map(({ id }) => id));
  return new Map(rows.flatMap(({ id, n }) => (id !== null && wanted.has(id) ? [[id, n] as const] : [])));
}

/** How many silences are in each state. */
export async function countSilences(db: Kysely<Database>): Promise<Readonly<Record<SilenceState, number>>> {
  const { rows } = await sql<Record<SilenceState, number>>`
    select count(*) filter (where is_over)::int as expired, count(*) filter (where not is_over and starts_at > now())::int as pending,
      count(*) filter (where not is_over and starts_at <= now())::int as active
    from (select starts_at, expired_at is not null or ends_at <= now() as is_over from silence) s`.execute(db);
  return rows[0] ?? { active: 0, pending: 0, expired: 0 };
}

/** Matches that are alike in everything that labels are made of. */
export interface MatchKind extends CardFacts {
  readonly matches: number;
}

/**
 * Matches of the last seven days that somebody could have been told of, by what their labels are made of.
 *
 * @param byStory false leaves the story out (null): then there are few kinds, whatever the number of matches
 */
export async function recentMatchKinds(db: Kysely<Database>, byStory: boolean): Promise<MatchKind[]> {
  const story = byStory ? sql`m.story_id::text` : sql`null::text`;
  // What was there before, came too late or was found in the archive would have been told to nobody anyway.
  const { rows } = await sql<MatchKind>`
    select m.topic_id as "topicId", m.severity, ${story} as "storyId", coalesce(r.source_id, '') as "sourceId", r.language,
      count(*)::int as matches
    from topic_match m left join article_revision r on r.article_id = m.article_id and r.revision = m.revision
    where m.matched_at > now() - interval '7 days' and (m.reason is null or m.reason not in ('baseline', 'too_old', 'rematch'))
    group by 1, 2, 3, 4, 5`.execute(db);
  return rows;
}

/** An alert that is not closed, with what the labels of its newest match are made of. */
export interface OpenAlertFacts {
  readonly alertId: string;
  readonly topicName: string;
  readonly title: string;
  readonly facts: CardFacts;
}

/** The newest of those that are not closed; at most `limit`. */
export async function openAlertFacts(db: Kysely<Database>, limit: number): Promise<OpenAlertFacts[]> {
  const { rows } = await sql<OpenAlertFacts>`
    select 'al_' || g.id as "alertId", m.topic_name as "topicName", coalesce(nullif(s.title, ''), r.title, '') as title,
      jsonb_build_object('topicId', m.topic_id, 'severity', m.severity, 'storyId', m.story_id::text,
        'sourceId', coalesce(r.source_id, ''), 'language', r.language) as facts
    from (select * from alert_group where stage <> 'closed' order by opened_at desc, id desc limit ${limit}) g
      cross join lateral (select a.match_id from alert a where a.group_id = g.id order by a.id desc limit 1) newest
      join topic_match m on m.id = newest.match_id
      left join article_revision r on r.article_id = m.article_id and r.revision = m.revision
      left join story s on s.id = g.story_id
    order by g.opened_at desc, g.id desc`.execute(db);
  return rows;
}
