import { sql } from "kysely";
import type { Kysely } from "kysely";

const work = `
  stage text not null,
  stage_at timestamptz not null default now(),
  due_at timestamptz not null default now(),
  claim text,
  tries integer not null default 0,
  attempts integer not null default 0,
  nudges integer not null default 0`;

const statements = [
  // What somebody does not want to be told for a while. It ends at `ends_at`, or when it was ended by hand.
  `create table silence (
    id bigint generated always as identity primary key,
    matchers jsonb not null,
    starts_at timestamptz not null,
    ends_at timestamptz not null,
    author text not null,
    comment text not null,
    created_at timestamptz not null default now(),
    expired_by text,
    expired_at timestamptz)`,
  `create index silence_ends on silence (ends_at)`,

  // Who took care of a group, and what was done because nobody did. `reminders` counts since it was opened or re-opened.
  `alter table alert_group
    add column acknowledged_at timestamptz,
    add column acknowledged_by text,
    add column reminders integer not null default 0,
    add column escalated_at timestamptz`,
  `create index alert_group_opened on alert_group (opened_at)`,

  // Unknown for matches of the version before.
  `alter table topic_match add column matched_at timestamptz`,
  `alter table topic_match alter column matched_at set default now()`,
  `create index topic_match_matched on topic_match (matched_at)`,
  `create index topic_match_reason on topic_match (reason, outcome_at) where reason is not null`,

  // One message that gathers alerts: at the end of quiet hours (held), on a schedule, beyond a rate limit (overflow), or after they could not be
  // delivered one by one (late, to one channel). The heartbeat has no alerts. `for_at` is when it is to leave.
  `create table digest (
    id bigint generated always as identity primary key,
    receiver text not null,
    kind text not null,
    channel text not null default '',
    for_at timestamptz not null,
    outcome text,
    reason text,
    left_at timestamptz,
    created_at timestamptz not null default now(),
    ${work})`,
  `create unique index digest_live on digest (receiver, kind, channel, for_at) where stage <> 'closed'`,
  // What has an hour of the day leaves once, even when somebody comes just after it.
  `create unique index digest_once on digest (receiver, kind, for_at) where kind in ('scheduled', 'heartbeat')`,
  `create index digest_open on digest (due_at) where stage = 'digest'`,
  `create table digest_item (
    digest_id bigint not null references digest (id),
    alert_id bigint not null references alert (id),
    added_at timestamptz not null default now(),
    primary key (digest_id, alert_id))`,
  `create index digest_item_alert on digest_item (alert_id)`,

  // A group's message may go to one channel several times: reminders, and what another receiver's channel did not take. Their ids differ.
  `alter table delivery
    add column digest_id bigint references digest (id),
    drop constraint delivery_group_id_receiver_channel_event_revision_key`,
  `create index delivery_digest on delivery (digest_id) where digest_id is not null`,
  // For rate limits and figures of the last hours.
  `create index delivery_receiver on delivery (receiver, created_at)`,
  `create index delivery_sent on delivery (sent_at) where sent_at is not null`,

  // Since when a channel has only failed; null while it works.
  `alter table channel_state add column failing_since timestamptz`,

  // Keys that no configuration holds, made once.
  `create table system_key (
    name text primary key,
    key bytea not null,
    created_at timestamptz not null default now())`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
