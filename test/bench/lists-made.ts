import { sql } from "@wirewatch/store";
import type { Database, Kysely } from "@wirewatch/store";

/**
 * What else a console lists, beside the articles of `fillArchive`: their stories with as many terms as the deduplicator keeps, a match in one
 * article of three, each with its alert, ten messages for each group, and five lines of the trail for each article. Does nothing where that is
 * there already.
 */
export async function fillLists(db: Kysely<Database>): Promise<void> {
  await db.connection().execute(async (connection) => {
    await sql`set statement_timeout = 0`.execute(connection);
    const { rows } = await sql`select 1 from trail limit 1`.execute(connection);
    if (rows.length > 0) return;
    for (const statement of statements) await sql.raw(statement).execute(connection);
    await sql`vacuum analyze`.execute(connection);
  });
}

const statements = [
  `insert into story (id, title, first_article_id, opened_at, last_at, texts, terms) overriding system value
    select g.story_id, r.title, g.first_id, g.opened_at, g.last_at, g.texts,
      (select jsonb_object_agg(md5(g.story_id || ' ' || n), 0.1) from generate_series(1, 40) n)
    from (select story_id, min(article_id) as first_id, min(seen_at) as opened_at, max(published_at) as last_at, count(*)::int as texts
      from article_revision group by story_id) g
    join article_revision r on r.article_id = g.first_id and r.revision = 1 on conflict do nothing`,

  `insert into topic_match (article_id, revision, story_id, topic_id, topic_name, severity, config_version, units, spans, clauses, snippet, strength,
      outcome, outcome_at, matched_at, topic_version)
    select article_id, 1, story_id, 'topic-' || story_id % 30, 'Topic ' || story_id % 30, 'normal', 1, '[0]', '{}', '[]',
      '{"text": "The quay is closed.", "marks": [], "heading": null}', 0.5, 'alerted', seen_at, seen_at, '1'
    from article_revision where article_id % 3 = 0`,

  // One in twenty is still open.
  `insert into alert_group (group_key, route, receiver, topic_id, story_id, severity, opened_at, flushed_at, closes_at, revision, stage, due_at)
    select 'made ' || m.story_id, 'default', 'desk-' || m.story_id % 6, m.topic_id, m.story_id, 'normal', min(m.matched_at), min(m.matched_at),
      min(m.matched_at) + interval '1 day', 1, case when m.story_id % 20 = 0 then 'flush' else 'closed' end, 'infinity'
    from topic_match m group by m.story_id, m.topic_id`,

  `insert into alert (group_id, match_id, article_id, state, created_at)
    select g.id, m.id, m.article_id, 'sent', m.matched_at from topic_match m join alert_group g on g.story_id = m.story_id and g.topic_id = m.topic_id`,

  // A receiver named "quiet" exists in no message.
  `insert into delivery (id, group_id, receiver, channel, channel_kind, event, revision, repeat, message, state, reason, created_at, sent_at, stage, due_at)
    select 'dl_made_' || n || '_' || g.id, g.id, g.receiver, 'webhook-' || n % 2, 'webhook', 'alert.opened', 1 + n, 'at-least-once',
      jsonb_build_object('text', repeat('quay ', 80)), case when g.id % 97 = 0 then 'failed' else 'sent' end,
      case when g.id % 97 = 0 then 'answered 500' end, g.opened_at, case when g.id % 97 = 0 then null else g.opened_at end, 'closed', 'infinity'
    from alert_group g cross join generate_series(0, 9) n`,

  `insert into delivery_attempt (delivery_id, attempt, at, result, status, latency_ms)
    select id, 1, created_at, case state when 'sent' then 'sent' else 'failed' end, 200, 40 from delivery`,

  `insert into trail (article_id, revision, at, stage, result, wait_ms, work_ms)
    select r.article_id, 1, r.seen_at, s.stage, 'done', 20, 30 from article_revision r
    cross join unnest(array['fetch', 'strip', 'deduplicate', 'classify', 'notify']) with ordinality as s(stage, place) order by r.article_id, s.place`,
];
