import { sql } from "@wirewatch/store";
import type {
  AlertGroup,
  ArticleRevision,
  Database,
  Delivery,
  Digest,
  Feed,
  Notice,
  RawBuilder,
  WebSub,
} from "@wirewatch/store";
import type { AnyMessage, RowKind } from "./stages.ts";

/** The work row behind each kind of message. */
export interface RowOf {
  feed: Feed;
  article: ArticleRevision;
  subscription: WebSub;
  group: AlertGroup;
  notice: Notice;
  digest: Digest;
  delivery: Delivery;
}

/** The table of each kind of work row. */
export const tableOf = {
  feed: "feed",
  article: "article_revision",
  subscription: "websub",
  group: "alert_group",
  notice: "notice",
  digest: "digest",
  delivery: "delivery",
} as const satisfies Record<RowKind, keyof Database>;

/** Where a line is kept of each run with rows of that kind: the table, its column that names the row, and the one that numbers its lines from 1. */
export const logOf: Partial<
  Record<RowKind, { readonly table: keyof Database; readonly row: string; readonly nth: string }>
> = {
  delivery: { table: "delivery_attempt", row: "delivery_id", nth: "attempt" },
};

/** Columns that name one row, in the order of `keyValues`. */
export const keyColumns: Readonly<Record<RowKind, readonly string[]>> = {
  feed: ["id"],
  article: ["article_id", "revision"],
  subscription: ["id"],
  group: ["id"],
  notice: ["id"],
  digest: ["id"],
  delivery: ["id"],
};

/** Their types, in the same order. */
const keyTypes: Readonly<Record<RowKind, readonly string[]>> = {
  feed: ["bigint"],
  article: ["bigint", "integer"],
  subscription: ["bigint"],
  group: ["bigint"],
  notice: ["bigint"],
  digest: ["bigint"],
  delivery: ["text"],
};

/** Values of the key columns that a message names. */
export function keyValues(message: AnyMessage): readonly (string | number)[] {
  if ("articleId" in message) return [message.articleId, message.revision];
  if ("feedId" in message) return [message.feedId];
  if ("groupId" in message) return [message.groupId];
  if ("subscriptionId" in message) return [message.subscriptionId];
  if ("noticeId" in message) return [message.noticeId];
  if ("digestId" in message) return [message.digestId];
  return [message.deliveryId];
}

/** The key columns of any kind of row; a row has its own of them. */
interface KeyColumns {
  readonly id?: string;
  readonly article_id?: string;
  readonly revision?: number;
}

/** The message for a row of that kind. */
export function messageOf(kind: RowKind, columns: KeyColumns): AnyMessage {
  switch (kind) {
    case "article":
      return { articleId: String(columns.article_id), revision: Number(columns.revision) };
    case "feed":
      return { feedId: String(columns.id) };
    case "subscription":
      return { subscriptionId: String(columns.id) };
    case "notice":
      return { noticeId: String(columns.id) };
    case "digest":
      return { digestId: String(columns.id) };
    case "group":
      return { groupId: String(columns.id) };
    case "delivery":
      return { deliveryId: String(columns.id) };
  }
}

/** `key columns = values`, for a where clause. */
export function rowIs(kind: RowKind, message: AnyMessage): RawBuilder<boolean> {
  const values = keyValues(message);
  return sql<boolean>`${sql.join(
    keyColumns[kind].map((column, index) => sql`${sql.ref(column)} = ${values[index]}`),
    sql` and `,
  )}`;
}

/** A message and the token of the claim it is about. */
export interface NamedRow {
  readonly message: AnyMessage;
  readonly token: string;
}

/** A column of values, one per row. */
export interface ValueColumn {
  readonly name: string;
  /** PostgreSQL's name of the type. */
  readonly type: string;
  readonly values: readonly unknown[];
}

/** More than one statement ever names. */
const mostNamed = 1_000_000;

/** The named rows as a table `named` for a from clause: the key columns, `token`, what is given beside, and `nth` (from 1). */
export function namedRows(
  kind: RowKind,
  rows: readonly NamedRow[],
  beside: readonly ValueColumn[] = [],
): RawBuilder<unknown> {
  const columns: readonly ValueColumn[] = [
    ...keyColumns[kind].map((name, index) => ({
      name,
      type: keyTypes[kind][index] ?? "text",
      values: rows.map(({ message }) => keyValues(message)[index]),
    })),
    { name: "token", type: "text", values: rows.map(({ token }) => token) },
    ...beside,
  ];
  // In sub-selects, so that the planner does not see how many there are: it would make a new plan for every number.
  const arrays = columns.map(({ type, values }) => sql`(select ${[...values]}::${sql.raw(type)}[])`);
  const names = [...columns.map(({ name }) => name), "nth"].map((name) => sql.ref(name));
  // The planner takes a range to leave one row of them, and so looks rows up by their keys. For the ten it assumes of an array it reads
  // the whole table where that is short; the plan is kept when the table has grown, until statistics are next gathered.
  return sql`(select * from unnest(${sql.join(arrays)}) with ordinality as given (${sql.join(names)})
    where nth > 0 and nth < ${sql.lit(mostNamed)}) named`;
}

/** `one.key = other.key` for all key columns, for a join. */
export function sameRow(kind: RowKind, one: string, other: string): RawBuilder<boolean> {
  return sql<boolean>`${sql.join(
    keyColumns[kind].map((column) => sql`${sql.ref(`${one}.${column}`)} = ${sql.ref(`${other}.${column}`)}`),
    sql` and `,
  )}`;
}
