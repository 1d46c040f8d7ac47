import type { ColumnType, Generated } from "kysely";

/** Identifiers are PostgreSQL bigints, which the driver hands over as decimal strings. */
export type Id = string;
export type Instant = ColumnType<Date, Date | string | undefined, Date | string>;
export type NullableInstant = ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
export type Json<T> = ColumnType<T, string, string>;

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

/** A column that may be null, and need not be given. */
export type N<T> = ColumnType<T | null, T | null | undefined, T | null>;
