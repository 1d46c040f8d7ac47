import { sql } from "kysely";
import type { RawBuilder } from "kysely";

/** Which part of a list is wanted. */
export interface PageRange {
  /** Position of the last entry before it; null for the beginning. */
  readonly after: Position | null;
  readonly limit: number;
  /** `newest` first when left out. */
  readonly order?: "newest" | "oldest";
}

/** Where an entry stands in its list: values of the columns that order it. */
export type Position = readonly string[];

/** An entry with its place. */
export type Placed<Row> = Row & { readonly position: Position };

/** A column that orders a list; the last one of a list is unique. */
export interface OrderColumn {
  readonly of: RawBuilder<unknown>;
  readonly type: "timestamptz" | "bigint" | "integer" | "text";
}

/** Parts of the statement that reads a list page by page: no entry twice, none left out, however many come meanwhile. */
export interface Keyset {
  readonly condition: RawBuilder<boolean>;
  readonly orderBy: RawBuilder<unknown>;
  /** For the select list: the entry's position. */
  readonly position: RawBuilder<Position>;
}

/** @throws {RangeError} when the position is of another list; see `isPosition` */
export function keyset(columns: readonly OrderColumn[], { after, order = "newest" }: PageRange): Keyset {
  if (after !== null && !isPositionOf(columns, after)) throw new RangeError("the position is of another list");
  const isNewest = order === "newest";
  const values = (after ?? []).map((value, at) => sql`${value}::${sql.raw(columns[at]?.type ?? "text")}`);
  const row = sql.join(columns.map(({ of }) => of));
  return {
    condition:
      after === null ? sql`true` : sql<boolean>`(${row}) ${sql.raw(isNewest ? "<" : ">")} (${sql.join(values)})`,
    orderBy: sql.join(columns.map(({ of }) => sql`${of} ${sql.raw(isNewest ? "desc" : "asc")}`)),
    position: sql`array[${sql.join(columns.map(asText))}]`,
  };
}

/** Whether a position from outside can be one of a list with these columns. */
export function isPositionOf(columns: readonly Pick<OrderColumn, "type">[], position: Position): boolean {
  return position.length === columns.length && columns.every(({ type }, at) => patterns[type].test(position[at] ?? ""));
}

const patterns: Readonly<Record<OrderColumn["type"], RegExp>> = {
  timestamptz: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/u,
  bigint: /^\d{1,18}$/u,
  integer: /^\d{1,9}$/u,
  text: /^[\w:.-]{1,200}$/u,
};

/** Times to the microsecond, as they are stored: a Date would lose the rest, and entries with it. */
function asText({ of, type }: OrderColumn): RawBuilder<string> {
  return type === "timestamptz"
    ? sql`to_char(${of} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`
    : sql`${of}::text`;
}

/** `and` of the conditions that are there. */
export function all(...conditions: readonly (RawBuilder<unknown> | null | undefined | false)[]): RawBuilder<boolean> {
  const given = conditions.filter((condition) => condition !== null && condition !== undefined && condition !== false);
  return given.length === 0 ? sql`true` : sql`(${sql.join(given, sql` and `)})`;
}
