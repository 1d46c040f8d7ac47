import type { MatchSpans, OutgoingMessage, Severity, Snippet, SuppressionReason } from "@wirewatch/model";
import type { ColumnType, Generated } from "kysely";
import type { Id, Instant, Json, N, NullableInstant, WorkColumns } from "./columns.ts";

/** A clause of a topic that was true, with what it found. */
export interface StoredClause {
  /** List and number, e.g. `any[0]`. */
  readonly clause: string;
  readonly query: string;
  readonly spans?: MatchSpans;
  /** Some of the words it found, as they stand in the text; absent where they were not recorded. */
  readonly words?: readonly string[];
}

/** What a match looks like in its strongest unit. */
export interface MatchFeatures {
  readonly inTitle: boolean;
  /** In the unit's first paragraph. */
  readonly inLede: boolean;
  readonly hits: number;
  readonly tokens: number;
  readonly density: number;
  readonly clauses: number;
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
  clauses: Json<readonly StoredClause[]>;
  snippet: Json<Snippet>;
  strength: number;
  /** See `topicVersion`; empty where it was not recorded yet. */
  topic_version: Generated<string>;
  /** Figures of the strongest unit, for ranking and for what learns from them. */
  features: ColumnType<MatchFeatures | Record<string, never>, string | undefined, string>;
  /** Named in passing: its strength is low. */
  is_brief: Generated<boolean>;
  /** Up to three passages, the best first; empty where only `snippet` was recorded. */
  snippets: ColumnType<readonly Snippet[], string | undefined, string>;
  /** Language the text was read in (BCP 47); null when unknown. */
  text_language: N<string>;
  /** The topic's own severity, where a query under `raise` made it another one. */
  raised_from: N<Severity>;
  /** `sent`, `digested`, `joined`, `suppressed`; null while it is on its way. */
  outcome: N<MatchOutcome>;
  reason: N<SuppressionReason>;
  detail: N<string>;
  outcome_at: NullableInstant;
  /** Null where it was not recorded. */
  matched_at: NullableInstant;
}

/** How a match ended; of several routes the one that said most counts. */
export type MatchOutcome = "sent" | "digested" | "joined" | "suppressed";

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
  /** By whom and when it was taken care of; news after that re-opens it. */
  acknowledged_at: NullableInstant;
  acknowledged_by: N<string>;
  /** Reminders since it was opened or re-opened. */
  reminders: Generated<number>;
  escalated_at: NullableInstant;
}

export interface AlertTable {
  id: Generated<Id>;
  group_id: Id;
  match_id: Id;
  article_id: Id;
  /**
   * `waiting` for its group's next message; then `sent` (the message is about it), `told` (named in it), `joined` (silently) or
   * `suppressed`. `held`: it waits in a batch or digest; `digested`: it left in one.
   */
  state: "waiting" | "held" | "sent" | "told" | "digested" | "joined" | "suppressed";
  reason: N<string>;
  group_revision: N<number>;
  created_at: Instant;
}

export interface DeliveryTable extends WorkColumns {
  id: string;
  /** What it is about: one of the three, or none when it is about Wirewatch itself. */
  group_id: N<Id>;
  notice_id: N<Id>;
  digest_id: N<Id>;
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

export interface SilenceTable {
  id: Generated<Id>;
  matchers: Json<readonly string[]>;
  starts_at: Instant;
  ends_at: Instant;
  author: string;
  comment: string;
  created_at: Instant;
  /** Who ended it by hand, and when. */
  expired_by: N<string>;
  expired_at: NullableInstant;
}

/** One message that gathers alerts; a heartbeat has none. */
export interface DigestTable extends WorkColumns {
  id: Generated<Id>;
  receiver: string;
  kind: "scheduled" | "held" | "overflow" | "late" | "heartbeat";
  /** The only channel it goes to; empty: all of the receiver's. */
  channel: Generated<string>;
  /** When it is to leave. */
  for_at: ColumnType<Date, Date, Date>;
  /** `sent`, `empty`, `moved` (its alerts went to another one) or `gone`; null while it is open. */
  outcome: N<"sent" | "empty" | "moved" | "gone">;
  reason: N<string>;
  left_at: NullableInstant;
  created_at: Instant;
}

export interface ChannelStateTable {
  receiver: string;
  channel: string;
  disabled_at: NullableInstant;
  reason: N<string>;
  /** Since when it has only failed; null while it works. */
  failing_since: NullableInstant;
}
