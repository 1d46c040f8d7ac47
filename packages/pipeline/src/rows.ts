import { sql } from "@wirewatch/store";
import type { AlertGroup, ArticleRevision, Database, Delivery, Feed, RawBuilder } from "@wirewatch/store";
import type { AnyMessage, RowKind } from "./stages.ts";

/** The work row behind each kind of message. */
export interface RowOf {
  feed: Feed;
  article: ArticleRevision;
  group: AlertGroup;
  delivery: Delivery;
}

/** The table of each kind of work row. */
export const tableOf = {
  feed: "feed",
  article: "article_revision",
  group: "alert_group",
  delivery: "delivery",
} as const satisfies Record<RowKind, keyof Database>;

/** Columns that name one row, in the order of `keyValues`. */
export const keyColumns: Readonly<Record<RowKind, readonly string[]>> = {
  feed: ["id"],
  article: ["article_id", "revision"],
  group: ["id"],
  delivery: ["id"],
};

/** Values of the key columns that a message names. */
export function keyValues(message: AnyMessage): readonly (string | number)[] {
  if ("articleId" in message) return [message.articleId, message.revision];
  if ("feedId" in message) return [message.feedId];
  if ("groupId" in message) return [message.groupId];
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
