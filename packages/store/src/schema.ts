import type {
  Alternate,
  MatchSpans,
  Outcome,
  OutgoingMessage,
  Severity,
  Snippet,
  SuppressionReason,
} from "@wirewatch/model";
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
  /** As configured: `auto`, `feed`, `sitemap`, `listing`, `page`; `push` rows are never polled. */
  kind: Generated<string>;
  /** The row whose document led to this one (a home page's feed, an index's sitemap). */
  parent_id: N<Id>;
  /** What the document turned out to be: `rss`, `rdf`, `atom`, `json`, `sitemap`, `sitemapIndex`, `html`, `listing`, `page`. */
  document: N<string>;
  title: N<string>;
  /** Asked instead of `url`, after it moved permanently. */
  poll_url: N<string>;
  /** Permanent redirects seen so far, until one is adopted. */
  moved: ColumnType<unknown, string | null | undefined, string | null>;
  /** What was learned about how the source publishes. */
  rhythm: ColumnType<unknown, string | null | undefined, string | null>;
  /** Code of what is wrong now. */
  problem: N<string>;
  failure_points: Generated<number>;
  failing_since: NullableInstant;
  silent_since: NullableInstant;
  /** 410 answers in a row. */
  gone_answers: Generated<number>;
  /** Its validators stay the same when the document changes; only the body's hash is believed. */
  validators_broken: Generated<boolean>;
  /** Polls that found only new items: some may have been missed. */
  overflows: Generated<number>;
  /** A watched page as it was last seen; zstd-compressed by the store. */
  content: N<Buffer>;
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
  /** The publisher's date may be believed (see packages/polling). */
  published_trusted: Generated<boolean>;
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
  lead_image: N<string>;
  tags: Generated<string[]>;
  is_paywalled: Generated<boolean>;
  is_live: Generated<boolean>;
  alternates: ColumnType<readonly Alternate[], string | undefined, string>;
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
  /** A copy on the same site as what it is a copy of (a re-issue). */
  same_site: N<boolean>;
  /** Why it belongs to its story. */
  story_why: N<string>;
  /** For a revision of a text: whether it says something else than before. Null for anything else. */
  material: N<boolean>;
  change: ColumnType<StoredChange | null, string | null | undefined, string | null>;
  outcome: N<Outcome>;
  reason: N<string>;
  outcome_at: NullableInstant;
  /**
   * Why there is this revision: `item` (announced), `recheck` (looked at again for corrections), `push` (handed in), `template`
   * (not retrieved: the text before it is cleaned of what was learned since to be template).
   */
  trigger: Generated<string>;
}

export interface PageTable {
  article_id: Id;
  revision: number;
  content_type: N<string>;
  body: Buffer;
  etag: N<string>;
  last_modified: N<string>;
}

/** A WebSub subscription of a polled feed. */
export interface WebSubTable extends WorkColumns {
  id: Generated<Id>;
  feed_id: Id;
  hub: string;
  topic: string;
  /** Last part of the callback's address. */
  token: string;
  /** Key of the hub's signatures. */
  secret: string;
  /** `wanted`, `asked`, `active`, `denied`, `off` (pushes were missed, polling took over again). */
  state: Generated<"wanted" | "asked" | "active" | "denied" | "off">;
  reason: N<string>;
  lease_ends_at: NullableInstant;
  last_push_at: NullableInstant;
  /** Polls in a row that found what no push had brought. */
  missed: Generated<number>;
}

/** Something a person should know about a source. */
export interface NoticeTable extends WorkColumns {
  id: Generated<Id>;
  source_id: string;
  feed_id: N<Id>;
  /** A `NoticeKind`. */
  kind: string;
  /** One sentence for people. */
  text: string;
  at: Instant;
  /** `sent` or `suppressed`; null while it is on its way. */
  outcome: N<"sent" | "suppressed">;
  reason: N<string>;
}

export interface ArticleBodyTable {
  article_id: Id;
  revision: number;
  body: Buffer;
}

/** What changed in a revision, as far as it is stored; the rest can be told from the texts. */
export interface StoredChange {
  /** What was changed, in words. */
  readonly reasons: readonly string[];
  /** Share of the text that changed, 0 to 1. */
  readonly changedShare: number;
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
}

/** An event that articles are about. */
export interface StoryTable {
  id: Generated<Id>;
  title: N<string>;
  first_article_id: Id;
  opened_at: Instant;
  /** Of its texts, translations apart; null when unknown. */
  language: N<string>;
  /** Weights of its terms, before idf. */
  terms: ColumnType<Readonly<Record<string, number>>, string | undefined, string>;
  /** Terms under which it is found; null once it is too old to be joined. */
  indexed: N<string[]>;
  /** Texts that its terms were made of; copies do not count. */
  texts: Generated<number>;
  /** Publication of the latest of them. */
  last_at: Instant;
}

/** Texts that are one. */
export interface ClusterTable {
  id: Generated<Id>;
  story_id: Id;
  /** The member that stands for all: the one published first. */
  canonical_article_id: Id;
  /** Its publication, else first sight. */
  canonical_at: Instant;
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
  /** Null when the message is about a notice. */
  group_id: N<Id>;
  notice_id: N<Id>;
  receiver: string;
  channel: string;
  channel_kind: string;
  event: string;
  revision: number;
  repeat: "at-least-once" | "at-most-once";
  message: Json<OutgoingMessage>;
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
  recheck: { article_id: Id; source_id: string; step: number; due_at: Instant };
  websub: WebSubTable;
  notice: NoticeTable;
  article_body: ArticleBodyTable;
  /** `blocks` are packed by the store (seen-blocks.ts). */
  source_page: { source_id: string; article_id: Id; seen_at: Instant; blocks: Buffer };
  source_block: { source_id: string; key: string; sample: string; learned_at: Instant; last_seen_at: Instant };
  story: StoryTable;
  fp_exact: { body_hash: Buffer; article_id: Id; seen_at: Instant };
  /** `doc` is of `fp_doc`. */
  fp_key: { key: number; doc: number };
  fp_doc: {
    article_id: Id;
    doc: Generated<number>;
    revision: number;
    keys: number[];
    seen_at: Instant;
    version: Generated<number>;
  };
  cluster: ClusterTable;
  /** `published_at`: publication, else first sight. */
  cluster_member: { article_id: Id; cluster_id: Id; published_at: Instant };
  story_term: { term: string; story_id: Id };
  term_count: { week: number; bucket: number; texts: number };
  term_count_new: { id: Generated<Id>; week: number; buckets: number[] };
  article_alternate: { url: string; article_id: Id; language: N<string>; seen_at: Instant };
  reindex: {
    name: string;
    version: number;
    after_article_id: Generated<Id>;
    done: Generated<Id>;
    started_at: Instant;
    finished_at: NullableInstant;
  };
  topic_match: TopicMatchTable;
  alert_group: AlertGroupTable;
  alert: AlertTable;
  delivery: DeliveryTable;
  delivery_attempt: DeliveryAttemptTable;
  channel_state: { receiver: string; channel: string; disabled_at: NullableInstant; reason: N<string> };
  /** Slot -1 is taken by no task: while it is not ready, the whole host is closed. */
  host_gate: {
    gate: string;
    slot: number;
    ready_at: Instant;
    held_by: N<string>;
    /** Counts what it let through; feeds, news and older pages take turns. */
    turn: Generated<number>;
    /** The pause it kept last. */
    gap_ms: Generated<number>;
    /** True: it goes when it is released, since its host has fewer slots now. */
    retiring: Generated<boolean>;
  };
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
  drift: DriftTable;
  worker: { id: string; service: string; host: string; pid: number; started_at: Instant; seen_at: Instant };
}

export type Feed = Selectable<FeedTable>;
export type ArticleRevision = Selectable<ArticleRevisionTable>;
export type AlertGroup = Selectable<AlertGroupTable>;
export type WebSub = Selectable<WebSubTable>;
export type Notice = Selectable<NoticeTable>;
export type Delivery = Selectable<DeliveryTable>;
export type StoredMatch = Selectable<TopicMatchTable>;
export type NewSourceItem = Insertable<SourceItemTable>;

/** How the pages of a source have been read lately. */
export interface DriftTable {
  source_id: string;
  /** `DriftState` of packages/extraction. */
  state: ColumnType<unknown, string, string>;
  /** Since when the source gives much less than usual, and what people were told; both null while it is well. */
  alarm_at: NullableInstant;
  alarm_text: N<string>;
}
