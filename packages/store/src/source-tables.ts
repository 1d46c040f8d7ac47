import type { ColumnType, Generated } from "kysely";
import type { Id, Instant, N, NullableInstant, WorkColumns } from "./columns.ts";

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

/** How the pages of a source have been read lately. */
export interface DriftTable {
  source_id: string;
  /** `DriftState` of packages/extraction. */
  state: ColumnType<unknown, string, string>;
  /** Since when the source gives much less than usual, and what people were told; both null while it is well. */
  alarm_at: NullableInstant;
  alarm_text: N<string>;
}
