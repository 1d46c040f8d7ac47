import type { Severity } from "@wirewatch/model";
import { sql } from "kysely";
import type { Kysely, RawBuilder } from "kysely";
import { storable } from "./clean.ts";
import { isMuted } from "./muted-stories.ts";
import type { Database, Id } from "./schema.ts";
import { addSilence } from "./silences.ts";

/**
 * Where a group of alerts stands.
 *
 * - `waiting`: nobody was told of it yet
 * - `held`: nobody was told of it, and what it says waits in a batch or digest
 * - `open`: told, and nobody has acknowledged it since
 * - `muted`: likewise, and its story is muted: a silence names it
 * - `acknowledged`: somebody has taken care of it, and there was no news since
 * - `closed`: the next match opens another one
 */
export const alertStates = ["waiting", "held", "open", "muted", "acknowledged", "closed"] as const;
export type AlertState = (typeof alertStates)[number];

/** A group of alerts as people see it: what messages call an alert. */
export interface ListedAlert {
  /** As messages name it. */
  readonly alertId: string;
  readonly state: AlertState;
  readonly route: string;
  readonly receiver: string;
  readonly topicId: string;
  readonly topicName: string;
  readonly severity: Severity;
  readonly storyId: Id | null;
  /** Title of the story, else of the newest article. */
  readonly title: string;
  /** Matches in it, whatever became of them. */
  readonly matches: number;
  /** Messages that were only about it. */
  readonly messages: number;
  readonly openedAt: Date;
  /** When a message last named it; null before. */
  readonly lastSentAt: Date | null;
  readonly acknowledgedAt: Date | null;
  readonly acknowledgedBy: string | null;
  readonly reminders: number;
  readonly escalatedAt: Date | null;
}

/** Alerts, the newest first. @param options.state null: in any state */
export async function listAlerts(
  db: Kysely<Database>,
  { state = null, limit }: { readonly state?: AlertState | null; readonly limit: number },
): Promise<ListedAlert[]> {
  return readAlerts(db, state === null ? sql`true` : sql`${stateOf} = ${state}`, limit);
}

/** One alert; null when there is none. @param alertId as messages name it (`al_12`), or only its number */
export async function findAlert(db: Kysely<Database>, alertId: string): Promise<ListedAlert | null> {
  const id = groupIdOf(alertId);
  if (id === null) return null;
  const [alert = null] = await readAlerts(db, sql`g.id = ${id}`, 1);
  return alert;
}

/** What an acknowledgement did; `already`: somebody had done it, and there was no news since. */
export interface Acknowledgement {
  readonly kind: "acknowledged" | "already";
  readonly by: string;
  readonly at: Date;
}

/**
 * Notes that somebody takes care of an alert: it is not reminded of and not escalated any more, until there is news.
 *
 * @param alertId as messages name it (`al_12`), or only its number
 * @returns null when there is no such alert
 */
export async function acknowledge(db: Kysely<Database>, alertId: string, by: string): Promise<Acknowledgement | null> {
  const id = groupIdOf(alertId);
  if (id === null) return null;
  const { rows } = await sql<{ is_new: boolean; by: string; at: Date }>`
    with found as (
      select id, acknowledged_by as by, acknowledged_at as at,
        coalesce(acknowledged_at > coalesce(flushed_at, opened_at), false) as is_done
      from alert_group where id = ${id} for update),
    noted as (
      update alert_group g set acknowledged_at = clock_timestamp(), acknowledged_by = ${storable(by)}
      from found where g.id = found.id and not found.is_done
      returning g.acknowledged_by as by, g.acknowledged_at as at)
    select not found.is_done as is_new, coalesce(noted.by, found.by) as by, coalesce(noted.at, found.at) as at
    from found left join noted on true`.execute(db);
  const row = rows[0];
  return row === undefined ? null : { kind: row.is_new ? "acknowledged" : "already", by: row.by, at: row.at };
}

/**
 * Silences the story of an alert for its topic: other topics that are in the story still speak.
 *
 * @param alertId as messages name it (`al_12`), or only its number
 * @param ms how long, from now
 * @param comment why; left out or empty, what it is about
 * @returns null when there is no such alert, or it has no story
 */
export async function muteStory(
  db: Kysely<Database>,
  alertId: string,
  by: string,
  ms: number,
  comment = "",
): Promise<{ readonly silenceId: Id; readonly storyId: Id; readonly endsAt: Date } | null> {
  const id = groupIdOf(alertId);
  if (id === null) return null;
  // A group that is not by story has several; the last one is what its last message was about.
  const { rows } = await sql<{ topic_id: string; story_id: Id | null; title: string | null; now: Date; ends_at: Date }>`
    select told.topic_id, told.story_id, s.title, now() as now, now() + make_interval(secs => ${ms / 1000}) as ends_at
    from alert_group g
      left join lateral (select m.topic_id, m.story_id from alert a join topic_match m on m.id = a.match_id
        where a.group_id = g.id order by a.state in ('sent', 'digested') desc, a.id desc limit 1) told on true
      left join story s on s.id = told.story_id
    where g.id = ${id}`.execute(db);
  const found = rows[0];
  if (found === undefined || found.story_id === null) return null;
  const silenceId = await addSilence(db, {
    matchers: [`topic="${found.topic_id}"`, `story="${found.story_id}"`],
    startsAt: found.now,
    endsAt: found.ends_at,
    author: by,
    comment: comment === "" ? `the story of alert al_${id}${found.title === null ? "" : `: ${found.title}`}` : comment,
  });
  return { silenceId, storyId: found.story_id, endsAt: found.ends_at };
}

/** Number of the group that messages call by this name; null when it cannot be one. */
function groupIdOf(alertId: string): Id | null {
  return /^(?:al_)?([1-9]\d{0,17})$/u.exec(alertId)?.[1] ?? null;
}

const isAcknowledged: RawBuilder<boolean> = sql`coalesce(g.acknowledged_at > coalesce(g.flushed_at, g.opened_at), false)`;

/** Where a group `g` stands. */
export const stateOf: RawBuilder<AlertState> = sql`case
  when g.stage = 'closed' then 'closed'
  when ${isAcknowledged} then 'acknowledged'
  when g.flushed_at is not null then case when ${isMuted("g")} then 'muted' else 'open' end
  when exists (select 1 from alert a where a.group_id = g.id and a.state = 'held') then 'held'
  else 'waiting' end`;

/** Alerts of the groups `g` that are meant, the newest first. */
export async function readAlerts(
  db: Kysely<Database>,
  condition: RawBuilder<unknown>,
  limit: number,
): Promise<ListedAlert[]> {
  const { rows } = await sql<ListedAlert>`
    select 'al_' || g.id as "alertId", ${stateOf} as state, g.route, g.receiver, g.topic_id as "topicId",
      coalesce(newest.topic_name, g.topic_id) as "topicName", g.severity, g.story_id as "storyId",
      coalesce(nullif(s.title, ''), newest.title, '') as title,
      (select count(*)::int from alert a where a.group_id = g.id) as matches, g.revision as messages,
      g.opened_at as "openedAt", g.flushed_at as "lastSentAt",
      case when ${isAcknowledged} then g.acknowledged_at end as "acknowledgedAt",
      case when ${isAcknowledged} then g.acknowledged_by end as "acknowledgedBy", g.reminders, g.escalated_at as "escalatedAt"
    from alert_group g
      left join story s on s.id = g.story_id
      left join lateral (select m.topic_name, r.title from alert a join topic_match m on m.id = a.match_id
        left join article_revision r on r.article_id = m.article_id and r.revision = m.revision
        where a.group_id = g.id order by a.id desc limit 1) newest on true
    where ${condition} order by g.opened_at desc, g.id desc limit ${limit}`.execute(db);
  return rows;
}
