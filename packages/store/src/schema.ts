import type { Outcome, SuppressionReason, Severity, Snippet, MatchSpans, AlertMessage } from "@wirewatch/model";
import type { ColumnType, Generated, Insertable, Selectable } from "kysely";

/** Identifiers are PostgreSQL bigints, which the driver hands over as decimal strings. */
export type Id = string;
type Instant = ColumnType<Date, Date | string | undefined, Date | string>;
type NullableInstant = ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
type Json<T> = ColumnType<T, string, string>;

/** The work columns; only packages/pipeline writes them after the row is inserted. */
export interface WorkColumns {
  stage: string;
  stage_at: Instant;
  due_at: Instant;
  claim: ColumnType<string | null, string | null | undefined, string | null>;
  tries: Generated<number>;
  attempts: Generated<number>;
  nudges: Generated<number>;
}

type N<T> = ColumnType<T | null, T | null | undefined, T | null>;

export interface FeedTable extends WorkColumns {
  id: Generated<Id>;
  source_id: string;
  url: string;
  gate: string;
  next_at: Instant;
  etag: N<string>;
  last_modified: N<string>;
  body_hash: N<string>;
  checked_in_full_at: NullableInstant;
  baseline_at: NullableInstant;
  status: Generated<string>;
  reason: N<string>;
  failures: Generated<number>;
  last_polled_at: NullableInstant;
  last_success_at: NullableInstant;
  last_item_at: NullableInstant;
  poll_every_ms: N<number>;
}

export interface SourceItemTable {
  id: Generated<Id>;
  source_id: string;
  feed_id: Id;
  item_key: string;
  /** Hash of what the source says about the item; another hash means the page may have changed. */
  item_hash: string;
  url: N<string>;
  title: N<string>;
  published_at: NullableInstant;
  seen_at: Instant;
  baseline: Generated<boolean>;
  article_id: N<Id>;
  outcome: N<string>;
  reason: N<string>;
}

export interface ArticleTable {
  id: Generated<Id>;
  url: string;
  url_key: string;
  revision: Generated<number>;
  source_id: string;
  first_seen_at: Instant;
}

export interface ArticleRevisionTable extends WorkColumns {
  article_id: Id;
  revision: number;
  source_id: string;
  item_id: N<Id>;
  gate: string;
  next_at: Instant;
  baseline: Generated<boolean>;
  too_old: Generated<boolean>;
  seen_at: Instant;
  page_url: N<string>;
  status: N<number>;
  fetched_at: NullableInstant;
  title: N<string>;
  standfirst: N<string>;
  authors: Generated<string[]>;
  published_at: NullableInstant;
  modified_at: NullableInstant;
  language: N<string>;
  site_name: N<string>;
  canonical_url: N<string>;
  method: N<string>;
  agreement: N<number>;
  characters: N<number>;
  body_hash: N<string>;
  verdict: N<string>;
  relation: N<string>;
  of_article_id: N<Id>;
  score: N<number>;
  why: N<string>;
  story_id: N<Id>;
  outcome: N<Outcome>;
  reason: N<string>;
  outcome_at: NullableInstant;
}

export interface PageTable {
  article_id: Id;
  revision: number;
  content_type: N<string>;
  body: Buffer;
}

export interface ArticleBodyTable {
  article_id: Id;
  revision: number;
  body: Buffer;
}

export interface StoryTable {
  id: Generated<Id>;
  title: N<string>;
  first_article_id: Id;
  opened_at: Instant;
}

export interface TopicMatchTable {
  id: Generated<Id>;
  article_id: Id;
  revision: number;
  story_id: Id;
  topic_id: string;
  topic_name: string;
  severity: Severity;
  config_version: Id;
  units: Json<readonly (number | null)[]>;
  spans: Json<MatchSpans>;
  clauses: Json<readonly { readonly clause: string; readonly query: string }[]>;
  snippet: Json<Snippet>;
  strength: number;
  /** `sent`, `joined`, `suppressed`; null while it is on its way. */
  outcome: N<"sent" | "joined" | "suppressed">;
  reason: N<SuppressionReason>;
  detail: N<string>;
  outcome_at: NullableInstant;
}

export interface AlertGroupTable extends WorkColumns {
  id: Generated<Id>;
  group_key: string;
  route: string;
  receiver: string;
  topic_id: string;
  story_id: N<Id>;
  severity: Severity;
  opened_at: Instant;
  flushed_at: NullableInstant;
  closes_at: Instant;
  revision: Generated<number>;
  updates_today: Generated<number>;
  updates_on: ColumnType<Date | null, string | null | undefined, string | null>;
}

export interface AlertTable {
  id: Generated<Id>;
  group_id: Id;
  match_id: Id;
  article_id: Id;
  /** `waiting` for its group's next message; then `sent` (the message is about it), `told` (named in it) or `joined` (silently). */
  state: "waiting" | "sent" | "told" | "joined";
  reason: N<string>;
  group_revision: N<number>;
  created_at: Instant;
}

export interface DeliveryTable extends WorkColumns {
  id: string;
  group_id: Id;
  receiver: string;
  channel: string;
  channel_kind: string;
  event: string;
  revision: number;
  repeat: "at-least-once" | "at-most-once";
  message: Json<AlertMessage>;
  /** `pending`, `sending` (at-most-once, in flight), `sent`, `failed`, `unknown`. */
  state: Generated<"pending" | "sending" | "sent" | "failed" | "unknown">;
  reason: N<string>;
  status: N<number>;
  sends: Generated<number>;
  /** The receiver's own name for the message, for threads. */
  remote_id: N<string>;
  created_at: Instant;
  sent_at: NullableInstant;
}

export interface DeliveryAttemptTable {
  delivery_id: string;
  attempt: number;
  at: Instant;
  result: string;
  status: N<number>;
  latency_ms: N<number>;
  reason: N<string>;
  /** Beginning of the receiver's answer. */
  excerpt: N<string>;
}

export interface Database {
  config: { version: Generated<Id>; loaded_at: Instant; fingerprint: string; content: Json<unknown> };
  feed: FeedTable;
  source_item: SourceItemTable;
  article: ArticleTable;
  article_revision: ArticleRevisionTable;
  page: PageTable;
  article_body: ArticleBodyTable;
  story: StoryTable;
  fp_exact: { body_hash: string; article_id: Id; seen_at: Instant };
  fp_key: { key: number; article_id: Id };
  fp_doc: { article_id: Id; revision: number; keys: number[]; seen_at: Instant };
  topic_match: TopicMatchTable;
  alert_group: AlertGroupTable;
  alert: AlertTable;
  delivery: DeliveryTable;
  delivery_attempt: DeliveryAttemptTable;
  channel_state: { receiver: string; channel: string; disabled_at: NullableInstant; reason: N<string> };
  /** Slot -1 is taken by no task: while it is not ready, the whole host is closed. */
  host_gate: { gate: string; slot: number; ready_at: Instant; held_by: N<string> };
  robots: { origin: string; status: number; body: string; fetched_at: Instant };
  trail: {
    id: Generated<Id>;
    article_id: Id;
    revision: number;
    at: Instant;
    stage: string;
    result: string;
    reason: N<string>;
    detail: ColumnType<Record<string, unknown> | null, string | null, string | null>;
    wait_ms: N<number>;
    work_ms: N<number>;
    worker: N<string>;
  };
  control: { name: string; since: Instant; reason: N<string> };
  worker: { id: string; service: string; host: string; pid: number; started_at: Instant; seen_at: Instant };
}

export type Feed = Selectable<FeedTable>;
export type ArticleRevision = Selectable<ArticleRevisionTable>;
export type AlertGroup = Selectable<AlertGroupTable>;
export type Delivery = Selectable<DeliveryTable>;
export type StoredMatch = Selectable<TopicMatchTable>;
export type NewSourceItem = Insertable<SourceItemTable>;
