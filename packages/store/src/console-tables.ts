import type { ColumnType, Generated } from "kysely";
import type { Id, Instant, Json, N, NullableInstant } from "./columns.ts";

/** What somebody may do; each may do all that those before may. */
export type Role = "viewer" | "analyst" | "operator" | "admin";

/** What a program may do with its token. */
export type Scope = "read" | "topics:write" | "ops";

/** Read-only `json` column with a default. */
type DefaultJson<T> = ColumnType<T, string | undefined, string>;

export interface PersonTable {
  id: Generated<Id>;
  login: string;
  name: string;
  role: Role;
  /** See services/console/src/access/password.ts; null for those who only come by single sign-on. */
  password_hash: N<string>;
  /** Set while the password is one to log in with once. */
  one_time_until: NullableInstant;
  /** Issuer and subject of OpenID Connect. */
  subject: N<string>;
  /** IANA name; the configuration's when null. */
  time_zone: N<string>;
  created_at: Instant;
  last_seen_at: NullableInstant;
  disabled_at: NullableInstant;
}

export interface SessionTable {
  token_hash: Buffer;
  person_id: Id;
  created_at: Instant;
  seen_at: Instant;
  ends_at: Instant;
  address: string;
  agent: string;
}

/** See log-in-limits.ts. */
export interface LogInLimitTable {
  key: Buffer;
  /** When the bucket is empty, or what was remembered is forgotten. */
  until: ColumnType<Date, Date, Date>;
}

export interface ApiTokenTable {
  id: Generated<Id>;
  name: string;
  token_hash: Buffer;
  scopes: Scope[];
  created_by: Id;
  created_at: Instant;
  ends_at: NullableInstant;
  last_used_at: NullableInstant;
  revoked_at: NullableInstant;
}

export interface AuditTable {
  id: Generated<Id>;
  at: Instant;
  /** Login of a person, name of a token, or what else acted. */
  actor: string;
  actor_kind: "person" | "token" | "link" | "command";
  /** E.g. `topic.saved`, `alert.acknowledged`. */
  action: string;
  target_kind: string;
  target_id: N<string>;
  detail: DefaultJson<Readonly<Record<string, unknown>>>;
  address: N<string>;
}

export interface ConsoleObjectTable {
  kind: "topic" | "source";
  id: string;
  /** YAML of one entry of the list in the file. */
  content: string;
  /** `console`, or what it was imported from. */
  origin: Generated<string>;
  version: Generated<number>;
  created_at: Instant;
  updated_at: Instant;
  updated_by: string;
}

export interface ConsoleObjectVersionTable {
  kind: "topic" | "source";
  id: string;
  version: number;
  /** Null where it was deleted. */
  content: N<string>;
  at: Instant;
  by: string;
}

export interface MatchFeedbackTable {
  match_id: Id;
  is_relevant: boolean;
  note: N<string>;
  by: string;
  at: Instant;
}

export interface SavedSearchTable {
  id: Generated<Id>;
  name: string;
  query: string;
  filters: Json<Readonly<Record<string, string>>>;
  created_by: Id;
  created_at: Instant;
}

export interface FeedTokenTable {
  id: Generated<Id>;
  token_hash: Buffer;
  kind: "topic" | "search";
  ref: string;
  /** Who or what reads it. */
  name: Generated<string>;
  created_by: Id;
  created_at: Instant;
  last_used_at: NullableInstant;
  revoked_at: NullableInstant;
}

/** Written by triggers. */
export interface ChangeTable {
  id: Generated<Id>;
  xid: Generated<string>;
  at: Instant;
  kind: "alert" | "silence" | "notice" | "source" | "delivery";
  /** Id of the row that changed. */
  ref: string;
}

export interface IdempotencyTable {
  caller: string;
  key: string;
  request_hash: Buffer;
  status: N<number>;
  body: N<string>;
  at: Instant;
}
