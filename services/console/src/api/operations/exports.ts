import { listAlertsByPage, listArticles, listDeliveryLines } from "@wirewatch/store";
import type { PageRange, Position } from "@wirewatch/store";
import { z } from "zod";
import { streamOperation } from "../operation.ts";
import { alert, alertFilters } from "./alerts.ts";
import { article, articleFilters } from "./articles.ts";
import { delivery, deliveryFilters } from "./deliveries.ts";

/** Entries that are read at once; memory holds no more, however long the range is. */
const batch = 500;

/** All entries of a list, the oldest first, read as they are asked for. */
async function* everything<Row extends { readonly position: Position }>(
  read: (range: PageRange) => Promise<readonly Row[]>,
): AsyncGenerator<Row, void> {
  let after: Position | null = null;
  for (;;) {
    const rows: readonly Row[] = await read({ after, limit: batch, order: "oldest" });
    yield* rows;
    const last = rows.at(-1);
    if (rows.length < batch || last === undefined) return;
    after = last.position;
  }
}

const description =
  "Oldest first, as lines of JSON. When the connection ends before its time, something went wrong: ask again.";

export const exportOperations = [
  streamOperation({
    id: "exportArticles",
    method: "GET",
    path: "/export/articles",
    tag: "export",
    scope: "read",
    summary: "All articles of a range, by the time their work ended.",
    description,
    query: z.strictObject(articleFilters),
    response: article,
    handle: async ({ db, query }) => everything((range) => listArticles(db, query, range)),
  }),
  streamOperation({
    id: "exportAlerts",
    method: "GET",
    path: "/export/alerts",
    tag: "export",
    scope: "read",
    summary: "All alerts of a range, by when they were opened.",
    description,
    query: z.strictObject(alertFilters),
    response: alert,
    handle: async ({ db, query }) => everything((range) => listAlertsByPage(db, query, range)),
  }),
  streamOperation({
    id: "exportDeliveries",
    method: "GET",
    path: "/export/deliveries",
    tag: "export",
    scope: "read",
    summary: "All deliveries of a range, by when they were made.",
    description,
    query: z.strictObject(deliveryFilters),
    response: delivery,
    handle: async ({ db, query }) => everything((range) => listDeliveryLines(db, query, range)),
  }),
];
