/**
 * What a process of the versions up to `0007-alerts` writes, in the columns of then; one may go on running beside the new ones.
 *
 * @param number tells the rows of one call from those of another, and is the id of the article, its story and its alert group
 */
export const oldRows = (number: number): readonly string[] => [
  `insert into article (url, url_key, source_id) values ('https://site.example/${number}', 'site.example/${number}', 'site')`,
  `insert into story (title, first_article_id) values ('The quay ${number}', ${number})`,
  `insert into article_revision (article_id, revision, source_id, gate, stage, outcome, title, story_id)
    values (${number}, 1, 'site', 'site.example', 'done', 'matched', 'The quay ${number}', ${number})`,
  `insert into topic_match (article_id, revision, story_id, topic_id, topic_name, severity, config_version, units, spans, clauses, snippet, strength)
    values (${number}, 1, ${number}, 'harbour', 'Harbour', 'high', 1, '[0]', '{}', '[]', '{"text": "The quay", "marks": [], "heading": null}', 0.5)`,
  `insert into alert_group (group_key, route, receiver, topic_id, story_id, severity, closes_at, stage)
    values ('group ${number}', 'default', 'desk', 'harbour', ${number}, 'high', now(), 'flush')`,
  `insert into delivery (id, group_id, receiver, channel, channel_kind, event, revision, repeat, message, stage)
    values ('dl_${number}', ${number}, 'desk', 'webhook-0', 'webhook', 'alert.opened', 1, 'at-least-once', '{}', 'deliver')`,
  `insert into silence (matchers, starts_at, ends_at, author, comment) values ('["topic=harbour"]', now(), now(), 'anna', 'quiet')`,
  `insert into feed (source_id, url, gate, stage) values ('site', 'https://site.example/rss/${number}', 'site.example', 'poll')`,
];

/** Tables that `oldRows` writes one row into. */
export const oldTables = [
  "article",
  "story",
  "article_revision",
  "topic_match",
  "alert_group",
  "delivery",
  "silence",
  "feed",
];
