import { sql } from "kysely";
import type { Kysely } from "kysely";

/** Work columns, as in 0001-initial. */
const work = `
  stage text not null,
  stage_at timestamptz not null default now(),
  due_at timestamptz not null default now(),
  claim text,
  tries integer not null default 0,
  attempts integer not null default 0,
  nudges integer not null default 0`;

const statements = [
  // A feed row is one polled document of any kind: feed, sitemap, listing, watched page; `push` rows are never polled.
  `alter table feed
    add column kind text not null default 'auto',
    add column parent_id bigint references feed (id),
    add column document text,
    add column title text,
    add column poll_url text,
    add column moved jsonb,
    add column rhythm jsonb,
    add column problem text,
    add column failure_points real not null default 0,
    add column failing_since timestamptz,
    add column silent_since timestamptz,
    add column gone_answers integer not null default 0,
    add column validators_broken boolean not null default false,
    add column overflows integer not null default 0,
    add column content bytea`,
  `create index feed_parent on feed (parent_id) where parent_id is not null`,

  `alter table source_item add column published_trusted boolean not null default false`,
  // Why a page is retrieved: 'item' (announced), 'recheck' (looked at again for corrections), 'push' (handed in).
  `alter table article_revision add column trigger text not null default 'item'`,
  `alter table page add column etag text, add column last_modified text`,

  // Articles whose page is looked at again; one row while there is a step left.
  `create table recheck (
    article_id bigint primary key references article (id),
    source_id text not null,
    step integer not null,
    due_at timestamptz not null)`,
  `create index recheck_due on recheck (due_at)`,

  // A WebSub subscription of a polled feed: https://www.w3.org/TR/websub/
  `create table websub (
    id bigint generated always as identity primary key,
    feed_id bigint not null unique references feed (id),
    hub text not null,
    topic text not null,
    token text not null unique,
    secret text not null,
    state text not null default 'wanted',
    reason text,
    lease_ends_at timestamptz,
    last_push_at timestamptz,
    missed integer not null default 0,
    ${work})`,
  `create index websub_open on websub (due_at) where stage = 'subscribe'`,

  // Something a person should know about a source; told through the routes like an alert.
  `create table notice (
    id bigint generated always as identity primary key,
    source_id text not null,
    feed_id bigint references feed (id),
    kind text not null,
    text text not null,
    at timestamptz not null default now(),
    outcome text,
    reason text,
    ${work})`,
  `create index notice_open on notice (due_at) where stage = 'announce'`,
  `create index notice_source on notice (source_id, id)`,
  `alter table delivery alter column group_id drop not null, add column notice_id bigint references notice (id)`,
  `create index delivery_notice on delivery (notice_id) where notice_id is not null`,
  // A host's slot: whose `turn` it is, the pause it kept last, and whether it goes when it is released (the host has fewer now).
  `alter table host_gate
    add column turn integer not null default 0,
    add column gap_ms integer not null default 2000,
    add column retiring boolean not null default false`,
  // Every request changes its host's slot twice, no indexed column of it: with room on the page that costs no index entry.
  `alter table host_gate set (fillfactor = 50)`,
  // Serves what is due (a worker holds it, or should) as well as what waits for its host (due_at is infinity).
  `drop index feed_open`,
  `create index feed_open on feed (due_at, next_at) where stage = 'poll'`,
  // Pages that are news (1) apart from those that can wait (2): a gate gives each kind its turn.
  `drop index article_revision_next`,
  `create index article_revision_next on article_revision
    (gate, (case when baseline or too_old or trigger = 'recheck' then 2 else 1 end), next_at) where stage = 'fetch'`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
