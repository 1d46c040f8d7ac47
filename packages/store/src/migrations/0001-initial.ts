import { sql } from "kysely";
import type { Kysely } from "kysely";

/**
 * Columns of every row that is work (`stage` is the truth, the queue only rings a bell):
 * - `stage` where the row is; `stage_at` when it came there or was last rung for
 * - `due_at` not before this instant; while a worker holds the row, the end of its lease
 * - `claim` token of the worker that holds it; a commit with another token is refused
 * - `tries` starts since the last finished stage (crashes leave no other trace); `attempts` errors since then
 * - `nudges` bells rung by the reconciler since the stage began
 */
const work = `
  stage text not null,
  stage_at timestamptz not null default now(),
  due_at timestamptz not null default now(),
  claim text,
  tries integer not null default 0,
  attempts integer not null default 0,
  nudges integer not null default 0`;

const statements = [
  `create table config (
    version bigint generated always as identity primary key,
    loaded_at timestamptz not null default now(),
    fingerprint text not null,
    content jsonb not null)`,

  // One row per feed that is polled; a source may have several.
  `create table feed (
    id bigint generated always as identity primary key,
    source_id text not null,
    url text not null,
    gate text not null,
    next_at timestamptz not null default now(),
    etag text,
    last_modified text,
    body_hash text,
    checked_in_full_at timestamptz,
    baseline_at timestamptz,
    status text not null default 'new',
    reason text,
    failures integer not null default 0,
    last_polled_at timestamptz,
    last_success_at timestamptz,
    last_item_at timestamptz,
    poll_every_ms integer,
    ${work},
    unique (source_id, url))`,
  `create index feed_open on feed (due_at) where stage = 'poll'`,
  `create index feed_next on feed (gate, next_at) where stage = 'poll'`,

  `create table article (
    id bigint generated always as identity primary key,
    url text not null,
    url_key text not null unique,
    revision integer not null default 1,
    source_id text not null,
    first_seen_at timestamptz not null default now())`,

  `create table source_item (
    id bigint generated always as identity primary key,
    source_id text not null,
    feed_id bigint not null references feed (id),
    item_key text not null,
    item_hash text not null,
    url text,
    title text,
    published_at timestamptz,
    seen_at timestamptz not null default now(),
    baseline boolean not null default false,
    article_id bigint references article (id),
    outcome text,
    reason text,
    unique (source_id, item_key))`,
  `create index source_item_article on source_item (article_id)`,
  // Hash: outside URLs may be longer than a B-tree entry.
  `create index source_item_url on source_item using hash (url)`,

  // The work row of the pipeline from the moment an item is seen until its outcome.
  `create table article_revision (
    article_id bigint not null references article (id),
    revision integer not null,
    source_id text not null,
    item_id bigint references source_item (id),
    gate text not null,
    next_at timestamptz not null default now(),
    baseline boolean not null default false,
    too_old boolean not null default false,
    seen_at timestamptz not null default now(),
    page_url text,
    status integer,
    fetched_at timestamptz,
    title text,
    standfirst text,
    authors text[] not null default '{}',
    published_at timestamptz,
    modified_at timestamptz,
    language text,
    site_name text,
    canonical_url text,
    method text,
    agreement real,
    characters integer,
    body_hash text,
    verdict text,
    relation text,
    of_article_id bigint,
    score real,
    why text,
    story_id bigint,
    outcome text,
    reason text,
    outcome_at timestamptz,
    ${work},
    primary key (article_id, revision))`,
  `create index article_revision_open on article_revision (due_at) where stage <> 'done'`,
  `create index article_revision_next on article_revision (gate, next_at) where stage = 'fetch'`,
  `create index article_revision_page_url on article_revision using hash (page_url)`,
  `create index article_revision_canonical_url on article_revision using hash (canonical_url)`,
  `create index article_revision_story on article_revision (story_id)`,
  `create index article_revision_outcome on article_revision (outcome_at desc) where stage = 'done'`,

  // The page as it came, and the readable text made of it; both zstd-compressed by the store.
  `create table page (
    article_id bigint not null,
    revision integer not null,
    content_type text,
    body bytea not null,
    primary key (article_id, revision))`,
  `create table article_body (
    article_id bigint not null,
    revision integer not null,
    body bytea not null,
    primary key (article_id, revision))`,

  `create table story (
    id bigint generated always as identity primary key,
    title text,
    first_article_id bigint not null,
    opened_at timestamptz not null default now())`,
  `create table fp_exact (
    body_hash text primary key,
    article_id bigint not null,
    seen_at timestamptz not null default now())`,
  `create table fp_key (
    key integer not null,
    article_id bigint not null,
    primary key (key, article_id))`,
  `create table fp_doc (
    article_id bigint primary key,
    revision integer not null,
    keys integer[] not null,
    seen_at timestamptz not null default now())`,

  `create table topic_match (
    id bigint generated always as identity primary key,
    article_id bigint not null,
    revision integer not null,
    story_id bigint not null,
    topic_id text not null,
    topic_name text not null,
    severity text not null,
    config_version bigint not null,
    units jsonb not null,
    spans jsonb not null,
    clauses jsonb not null,
    snippet jsonb not null,
    strength real not null,
    outcome text,
    reason text,
    detail text,
    outcome_at timestamptz,
    unique (article_id, revision, topic_id))`,

  // An alert is what a route tells a receiver about one match.
  `create table alert_group (
    id bigint generated always as identity primary key,
    group_key text not null,
    route text not null,
    receiver text not null,
    topic_id text not null,
    story_id bigint,
    severity text not null,
    opened_at timestamptz not null default now(),
    flushed_at timestamptz,
    closes_at timestamptz not null,
    revision integer not null default 0,
    updates_today integer not null default 0,
    updates_on date,
    ${work})`,
  `create unique index alert_group_live on alert_group (group_key) where stage <> 'closed'`,
  `create index alert_group_open on alert_group (due_at) where stage = 'flush'`,
  `create table alert (
    id bigint generated always as identity primary key,
    group_id bigint not null references alert_group (id),
    match_id bigint not null references topic_match (id),
    article_id bigint not null,
    state text not null,
    reason text,
    group_revision integer,
    created_at timestamptz not null default now(),
    unique (group_id, match_id))`,
  `create index alert_match on alert (match_id)`,

  `create table delivery (
    id text primary key,
    group_id bigint not null references alert_group (id),
    receiver text not null,
    channel text not null,
    channel_kind text not null,
    event text not null,
    revision integer not null,
    repeat text not null,
    message jsonb not null,
    state text not null default 'pending',
    reason text,
    status integer,
    sends integer not null default 0,
    remote_id text,
    created_at timestamptz not null default now(),
    sent_at timestamptz,
    ${work},
    unique (group_id, receiver, channel, event, revision))`,
  `create index delivery_open on delivery (due_at) where stage = 'deliver'`,
  `create index delivery_group on delivery (group_id)`,
  `create table delivery_attempt (
    delivery_id text not null references delivery (id),
    attempt integer not null,
    at timestamptz not null default now(),
    result text not null,
    status integer,
    latency_ms integer,
    reason text,
    excerpt text,
    primary key (delivery_id, attempt))`,
  `create table channel_state (
    receiver text not null,
    channel text not null,
    disabled_at timestamptz,
    reason text,
    primary key (receiver, channel))`,

  `create table host_gate (
    gate text not null,
    slot integer not null,
    ready_at timestamptz not null default now(),
    held_by text,
    primary key (gate, slot))`,
  `create table robots (
    origin text primary key,
    status integer not null,
    body text not null,
    fetched_at timestamptz not null default now())`,

  // What happened to a revision, one row per finished stage: the story that \`explain\` tells.
  `create table trail (
    id bigint generated always as identity primary key,
    article_id bigint not null,
    revision integer not null,
    at timestamptz not null default now(),
    stage text not null,
    result text not null,
    reason text,
    detail jsonb,
    wait_ms integer,
    work_ms integer,
    worker text)`,
  `create index trail_article on trail (article_id, revision, id)`,
  `create index trail_recent on trail (stage, id desc)`,

  // Switches that all processes obey, e.g. `drain`.
  `create table control (
    name text primary key,
    since timestamptz not null default now(),
    reason text)`,

  `create table worker (
    id text primary key,
    service text not null,
    host text not null,
    pid integer not null,
    started_at timestamptz not null default now(),
    seen_at timestamptz not null default now())`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
