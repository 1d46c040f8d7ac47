import type { Alternate, Outcome } from "@wirewatch/model";
import type { ColumnType, Generated, Insertable, Selectable } from "kysely";
import type {
  AlertGroupTable,
  AlertTable,
  ChannelStateTable,
  DeliveryAttemptTable,
  DeliveryTable,
  DigestTable,
  SilenceTable,
  TopicMatchTable,
} from "./alert-tables.ts";
import type { Id, Instant, Json, N, NullableInstant, WorkColumns } from "./columns.ts";
import type {
  ApiTokenTable,
  AuditTable,
  ChangeTable,
  ConsoleObjectTable,
  ConsoleObjectVersionTable,
  FeedTokenTable,
  IdempotencyTable,
  MatchFeedbackTable,
  PersonTable,
  SavedSearchTable,
  LogInLimitTable,
  SessionTable,
} from "./console-tables.ts";
import type { ArticleSearchTable } from "./search-tables.ts";
import type { DriftTable, FeedTable, NoticeTable, SourceItemTable, WebSubTable } from "./source-tables.ts";
import type { ClusterTable, StoredChange, StoryTable } from "./story-tables.ts";

export type { Id, WorkColumns } from "./columns.ts";
export type { MatchFeatures, MatchOutcome, StoredClause } from "./alert-tables.ts";
export type { Role, Scope } from "./console-tables.ts";
export type { StoredChange } from "./story-tables.ts";

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

export interface ArticleBodyTable {
  article_id: Id;
  revision: number;
  body: Buffer;
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
  article_search: ArticleSearchTable;
  topic_match: TopicMatchTable;
  /** `day` is UTC. */
  topic_usage: { day: Instant; topic_id: string; documents: Id; hits: Id; micros: Id };
  alert_group: AlertGroupTable;
  alert: AlertTable;
  /** Written by a trigger on `alert`. */
  alert_title: { group_id: Id; title: string };
  delivery: DeliveryTable;
  delivery_attempt: DeliveryAttemptTable;
  channel_state: ChannelStateTable;
  silence: SilenceTable;
  digest: DigestTable;
  digest_item: { digest_id: Id; alert_id: Id; added_at: Instant };
  person: PersonTable;
  session: SessionTable;
  log_in_limit: LogInLimitTable;
  api_token: ApiTokenTable;
  idempotency: IdempotencyTable;
  audit: AuditTable;
  console_object: ConsoleObjectTable;
  console_object_version: ConsoleObjectVersionTable;
  match_feedback: MatchFeedbackTable;
  saved_search: SavedSearchTable;
  feed_token: FeedTokenTable;
  change: ChangeTable;
  system_key: { name: string; key: Buffer; created_at: Instant };
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
  source_pause: { source_id: string; by: string; reason: string; at: Instant };
  /** `polls` are packed by the store (poll-log.ts). */
  poll_log: { feed_id: Id; polls: Buffer };
  worker: {
    id: string;
    service: string;
    host: string;
    pid: number;
    started_at: Instant;
    seen_at: Instant;
    /** Lock that it holds while it lives; null when it has none. */
    session_key: N<number>;
  };
}

export type Feed = Selectable<FeedTable>;
export type ArticleRevision = Selectable<ArticleRevisionTable>;
export type AlertGroup = Selectable<AlertGroupTable>;
export type WebSub = Selectable<WebSubTable>;
export type Notice = Selectable<NoticeTable>;
export type Delivery = Selectable<DeliveryTable>;
export type Digest = Selectable<DigestTable>;
export type StoredMatch = Selectable<TopicMatchTable>;
export type NewSourceItem = Insertable<SourceItemTable>;
