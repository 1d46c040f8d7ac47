import type { Severity } from "@wirewatch/model";
import { sql } from "kysely";
import type { Kysely, RawBuilder } from "kysely";
import { isMuted } from "./muted-stories.ts";
import type { Database, Id } from "./schema.ts";

/**
 * Where a group of alerts stands, for lists of them.
 *
 * - `held`: nobody was told yet; what it says waits for the first message, for quiet hours to end or for a digest
 * - `open`: told, and nobody has acknowledged it since
 * - `muted`: likewise, and somebody does not want to be told of its story for a while
 * - `acknowledged`: somebody has taken care of it, and there was no news since
 * - `closed`: the next match opens another one
 * - `untold`: nobody was told, and nothing in it waits: all of it was suppressed
 */
export type CardState = "open" | "muted" | "held" | "acknowledged" | "closed" | "untold";

/** What one receiver is told of a story by one route. */
export interface CardGroup {
  /** As messages name it. */
  readonly alertId: string;
  readonly state: CardState;
  readonly route: string;
  readonly receiver: string;
  readonly severity: Severity;
  readonly openedAt: Date;
  /** When a message last named it; null before. */
  readonly lastSentAt: Date | null;
  /** Messages that were only about it. */
  readonly messages: number;
  readonly acknowledgedAt: Date | null;
  readonly acknowledgedBy: string | null;
  readonly reminders: number;
  readonly escalatedAt: Date | null;
  /** When something of it leaves that waits in a batch or digest; null when nothing does. */
  readonly heldUntil: Date | null;
  /** When it speaks next, if something of it waits for that. */
  readonly speaksAt: Date | null;
  /** When it closes unless there is news, or was closed. */
  readonly closesAt: Date;
}

/** Groups of one entry that are read; more receivers of one story are nobody's set-up. */
const maxGroups = 20;

/**
 * All groups that speak of the same story in the same topic as each of the given ones, the newest first; of those that are closed only
 * where the given one is closed as well.
 *
 * @returns by the given id
 */
export async function groupsOfCards(db: Kysely<Database>, ids: readonly Id[]): Promise<Map<Id, CardGroup[]>> {
  const { rows } = await sql<CardGroup & { readonly leader: Id }>`
    select l.id as leader, 'al_' || n.id as "alertId", ${stateIn("n")} as state, n.route, n.receiver, n.severity,
      n.opened_at as "openedAt", n.flushed_at as "lastSentAt", n.revision as messages,
      n.acknowledged_at as "acknowledgedAt", n.acknowledged_by as "acknowledgedBy", n.reminders, n.escalated_at as "escalatedAt",
      (select min(d.for_at) from alert a join digest_item i on i.alert_id = a.id join digest d on d.id = i.digest_id
        where a.group_id = n.id and a.state = 'held' and d.stage <> 'closed') as "heldUntil",
      case when n.stage = 'flush' and (select true from alert w where w.group_id = n.id and w.state = 'waiting' limit 1)
        then nullif(n.due_at, 'infinity') end as "speaksAt",
      case when n.stage = 'closed' then n.stage_at else n.closes_at end as "closesAt"
    from unnest(${ids}::bigint[]) with ordinality as wanted(id, place)
      join alert_group l on l.id = wanted.id
      cross join lateral (
        select l.id union
        select a.group_id from topic_match m join alert a on a.match_id = m.id
        where m.story_id = l.story_id and m.topic_id = l.topic_id) same
      join alert_group n on n.id = same.id
    where n.id = l.id or (n.story_id = l.story_id and n.topic_id = l.topic_id and (n.stage <> 'closed' or l.stage = 'closed'))
    order by wanted.place, n.opened_at desc, n.id desc`.execute(db);
  const groups = new Map<Id, CardGroup[]>();
  for (const { leader, ...group } of rows) {
    const known = groups.get(leader) ?? [];
    if (known.length < maxGroups) known.push(group);
    groups.set(leader, known);
  }
  return groups;
}

/** Where a group stands. @param name of the table in the statement */
export function stateIn(name: string): RawBuilder<CardState> {
  const g = sql.ref(name);
  // No "exists": of that the planner makes a table of all alerts there are.
  return sql`case when ${g}.stage = 'closed' then 'closed'
    when coalesce(${g}.acknowledged_at > coalesce(${g}.flushed_at, ${g}.opened_at), false) then 'acknowledged'
    when ${g}.flushed_at is not null then case when ${isMuted(name)} then 'muted' else 'open' end
    when (select true from alert w where w.group_id = ${g}.id and w.state in ('waiting', 'held') limit 1) then 'held'
    else 'untold' end`;
}

/** Stories whose alerts wait for somebody, see {@link CardState} `open`. */
export async function countOpenCards(db: Kysely<Database>): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(distinct (g.topic_id, coalesce(g.story_id, -g.id)))::int as n from alert_group g
    where g.stage <> 'closed' and g.flushed_at is not null and ${stateIn("g")} = 'open'`.execute(db);
  return rows[0]?.n ?? 0;
}
