import { sql } from "kysely";
import type { Kysely } from "kysely";

const statements = [
  // Who may use the console. `one_time_until`: the password is one to log in with once, until then; another has to be chosen at that log-in.
  `create table person (
    id bigint generated always as identity primary key,
    login text not null,
    name text not null,
    role text not null,
    password_hash text,
    one_time_until timestamptz,
    subject text unique,
    time_zone text,
    created_at timestamptz not null default now(),
    last_seen_at timestamptz,
    disabled_at timestamptz)`,
  `create unique index person_login on person (lower(login))`,

  // Somebody who is logged in; only a hash of the token in the cookie is kept.
  `create table session (
    token_hash bytea primary key,
    person_id bigint not null references person (id) on delete cascade,
    created_at timestamptz not null default now(),
    seen_at timestamptz not null default now(),
    ends_at timestamptz not null,
    address text not null,
    agent text not null)`,
  `create index session_person on session (person_id)`,
  `create index session_ends on session (ends_at)`,

  // A program's credentials; scopes: read, topics:write, ops.
  `create table api_token (
    id bigint generated always as identity primary key,
    name text not null,
    token_hash bytea not null unique,
    scopes text[] not null,
    created_by bigint not null references person (id),
    created_at timestamptz not null default now(),
    ends_at timestamptz,
    last_used_at timestamptz,
    revoked_at timestamptz)`,
  // What a write with an Idempotency-Key answered, for the same request again.
  `create table idempotency (
    caller text not null,
    key text not null,
    request_hash bytea not null,
    status integer,
    body text,
    at timestamptz not null default now(),
    primary key (caller, key))`,
  `create index idempotency_at on idempotency (at)`,

  // Every write by a person or a program.
  `create table audit (
    id bigint generated always as identity primary key,
    at timestamptz not null default now(),
    actor text not null,
    actor_kind text not null,
    action text not null,
    target_kind text not null,
    target_id text,
    detail jsonb not null default '{}',
    address text)`,
  `create index audit_at on audit (at desc, id desc)`,
  `create index audit_target on audit (target_kind, target_id, id desc)`,

  // Topics and sources that were made in the console, as YAML text of one entry; files hold the others.
  `create table console_object (
    kind text not null,
    id text not null,
    content text not null,
    origin text not null default 'console',
    version integer not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    updated_by text not null,
    primary key (kind, id))`,
  `create table console_object_version (
    kind text not null,
    id text not null,
    version integer not null,
    content text,
    at timestamptz not null default now(),
    by text not null,
    primary key (kind, id, version))`,

  // What a person said of a match: relevant or not.
  `create table match_feedback (
    match_id bigint primary key references topic_match (id),
    is_relevant boolean not null,
    note text,
    by text not null,
    at timestamptz not null default now())`,

  // A query somebody wants to run again, and the private addresses of feeds of topics (kind topic) and saved searches (kind search).
  `create table saved_search (
    id bigint generated always as identity primary key,
    name text not null,
    query text not null,
    filters jsonb not null default '{}',
    created_by bigint not null references person (id),
    created_at timestamptz not null default now())`,
  `create table feed_token (
    token_hash bytea primary key,
    kind text not null,
    ref text not null,
    created_by bigint not null references person (id),
    created_at timestamptz not null default now(),
    last_used_at timestamptz)`,
  `create index feed_token_ref on feed_token (kind, ref)`,

  // What pages that are open should know of. Read in order of commits: by the transaction that wrote it, once none before it is under way.
  `create table change (
    id bigint generated always as identity primary key,
    xid xid8 not null default pg_current_xact_id(),
    at timestamptz not null default now(),
    kind text not null,
    ref text not null)`,
  `create index change_order on change (xid, id)`,
  `create function note_change() returns trigger language plpgsql as $$
    begin
      execute format('insert into %I.change (kind, ref) values ($1, $2)', tg_table_schema) using tg_argv[0], new.id::text;
      return null;
    end $$`,
  `create trigger alert_group_new after insert on alert_group for each row execute function note_change('alert')`,
  `create trigger alert_group_change after update of revision, acknowledged_at, escalated_at, stage on alert_group for each row
    when (old.revision <> new.revision or old.acknowledged_at is distinct from new.acknowledged_at
      or old.escalated_at is distinct from new.escalated_at or (new.stage = 'closed' and old.stage <> 'closed'))
    execute function note_change('alert')`,
  `create trigger silence_new after insert on silence for each row execute function note_change('silence')`,
  `create trigger silence_change after update on silence for each row execute function note_change('silence')`,
  `create trigger notice_new after insert on notice for each row execute function note_change('notice')`,
  `create trigger feed_status after update of status on feed for each row when (old.status <> new.status)
    execute function note_change('source')`,
  `create trigger delivery_failed after update of state on delivery for each row
    when (new.state in ('failed', 'unknown') and old.state <> new.state) execute function note_change('delivery')`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
