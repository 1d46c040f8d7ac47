import { sql } from "kysely";
import type { Kysely } from "kysely";

const statements = [
  // What search and previews find articles by: one row per article that topics were asked about, of its newest revision. `tokens` are words
  // as topics compare them (packages/topics/src/search), not PostgreSQL's. `at`: publication, or first sight when that was earlier; the
  // order of lists. Rows stay narrow, the tokens beside them: what is listed and counted is read without them.
  `create table article_search (
    article_id bigint primary key references article (id) on delete cascade,
    revision integer not null,
    source_id text not null,
    story_id bigint,
    at timestamptz not null,
    language text,
    tokens tsvector not null) with (toast_tuple_target = 128)`,
  // Counting words for the planner would read the tokens of all articles again and again; it is told what to do (archive-candidates.ts).
  `alter table article_search alter column tokens set statistics 0`,
  `create index article_search_tokens on article_search using gin (tokens)`,
  `create index article_search_at on article_search (at desc, article_id desc)`,
  `create index article_search_source on article_search (source_id, at desc, article_id desc)`,
  `create index article_search_language on article_search (language, at desc, article_id desc)`,

  // Matches by topic, for lists of what a topic found.
  `create index topic_match_topic on topic_match (topic_id, article_id)`,

  // How a feed's address is told from the others of the same topic or search, and when it was given up.
  `alter table feed_token add column id bigint generated always as identity unique`,
  `alter table feed_token add column name text not null default ''`,
  `alter table feed_token add column revoked_at timestamptz`,

  // Which archives are in the index: all that began with it, the others by "wirewatch reindex search".
  `insert into reindex (name, version, finished_at)
    select 'search', 1, now() where not exists (select from article_revision) on conflict do nothing`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
