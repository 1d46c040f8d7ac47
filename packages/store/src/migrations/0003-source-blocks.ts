import { sql } from "kysely";
import type { Kysely } from "kysely";

const statements = [
  `alter table article_revision
    add column lead_image text,
    add column tags text[] not null default '{}',
    add column is_paywalled boolean not null default false,
    add column is_live boolean not null default false,
    add column alternates jsonb not null default '[]'`,

  // What is remembered of the latest articles of a source (13 bytes per block, no text), to find what they have in common.
  `create table source_page (
    source_id text not null,
    article_id bigint not null,
    seen_at timestamptz not null default now(),
    blocks bytea not null,
    primary key (source_id, article_id))`,
  `create index source_page_latest on source_page (source_id, seen_at desc)`,
  `create index source_page_seen on source_page (seen_at)`,

  // Blocks that were found to be no part of a source's articles, with their beginning for people.
  `create table source_block (
    source_id text not null,
    key text not null,
    sample text not null,
    learned_at timestamptz not null default now(),
    last_seen_at timestamptz not null default now(),
    primary key (source_id, key))`,
  `create index source_block_seen on source_block (last_seen_at)`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
