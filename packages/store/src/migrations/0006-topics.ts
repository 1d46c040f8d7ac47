import { sql } from "kysely";
import type { Kysely } from "kysely";

const statements = [
  // What a match says of itself beside where it is. Constants as defaults, so that no row is written anew; '' and '{}' stand for
  // "not recorded then". `raised_from` is the topic's own severity where a query under `raise` made it another one.
  `alter table topic_match
    add column topic_version text not null default '',
    add column features jsonb not null default '{}',
    add column is_brief boolean not null default false,
    add column snippets jsonb not null default '[]',
    add column text_language text,
    add column raised_from text`,

  // What a topic costs and gives, added up by all processes: articles it was tried on, those it matched, time it took.
  `create table topic_usage (
    day date not null,
    topic_id text not null,
    documents bigint not null,
    hits bigint not null,
    micros bigint not null,
    primary key (day, topic_id)) with (fillfactor = 80)`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
