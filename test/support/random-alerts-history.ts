import { sql } from "@wirewatch/store";
import type { Database, Kysely } from "@wirewatch/store";

interface Line {
  readonly at: Date | null;
  readonly what: string;
}

/** What became of a match, in the order of time: its alerts, their groups, batches and messages, for people to read. */
export async function historyOf(db: Kysely<Database>, matchId: string): Promise<string> {
  const { rows } = await sql<Line>`
    with own as (select a.*, g.route, g.receiver, g.revision as messages, g.opened_at, g.closes_at, g.flushed_at, g.stage, g.acknowledged_at
      from alert a join alert_group g on g.id = a.group_id where a.match_id = ${matchId})
    select m.matched_at as at, concat_ws(' ', 'match', m.id, m.topic_id, m.severity, 'raised from ' || m.raised_from, 'in story', m.story_id,
        'article', m.article_id || '.' || m.revision, r.verdict, 'of ' || r.of_article_id, 'from', r.source_id) as what
      from topic_match m join article_revision r on r.article_id = m.article_id and r.revision = m.revision where m.id = ${matchId}
    union all select o.created_at, concat_ws(' ', '  alert', o.id, 'in group', o.group_id, 'of route', o.route, 'for', o.receiver || ':', o.state,
        o.reason, 'revision ' || o.group_revision) from own o
    union all select o.opened_at, concat_ws(' ', '  group', o.group_id, o.stage, 'messages', o.messages, 'last told', o.flushed_at, 'acknowledged',
        o.acknowledged_at, 'closes', o.closes_at) from own o
    union all select a.created_at, concat_ws(' ', '    also in group', a.group_id, 'alert', a.id, 'match', a.match_id, a.state, a.reason,
        'revision ' || a.group_revision) from alert a join own o on o.group_id = a.group_id where a.match_id <> o.match_id
    union all select i.added_at, concat_ws(' ', '  put into digest', g.id, g.kind, 'for', g.receiver, g.for_at, g.outcome, g.reason, 'left', g.left_at)
      from digest_item i join own o on o.id = i.alert_id join digest g on g.id = i.digest_id
    union all select d.created_at, concat_ws(' ', '  message', d.event, d.revision, 'to', d.receiver, d.channel, d.state, d.reason, d.id)
      from delivery d where d.group_id in (select group_id from own)
        or d.digest_id in (select i.digest_id from digest_item i join own o on o.id = i.alert_id)
    union all select m.outcome_at, concat_ws(' ', 'end', m.outcome, m.reason, m.detail) from topic_match m where m.id = ${matchId}
    union all select s.starts_at, concat_ws(' ', '  silence', s.id, s.matchers, 'until', s.ends_at, 'ended', s.expired_at) from silence s
      where exists (select 1 from topic_match m where m.id = ${matchId} and s.matchers ->> 0 in (
        'story="' || m.story_id || '"', 'topic="' || m.topic_id || '"', 'severity="' || m.severity || '"'))
    order by 1 nulls last`.execute(db);
  return rows.map(({ at, what }) => `${at?.toISOString() ?? "".padEnd(24)} ${what}`).join("\n");
}
