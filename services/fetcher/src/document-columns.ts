import { gateOf } from "@wirewatch/pipeline";
import { followMove } from "@wirewatch/polling";
import { permanentTarget } from "@wirewatch/runtime";
import { storableOrNull } from "@wirewatch/store";
import type { Feed } from "@wirewatch/store";
import type { Choice } from "./discovery.ts";
import type { FeedColumns, Note } from "./health.ts";
import type { AskedSource, PollFacts } from "./poll-facts.ts";
import type { DocumentRead } from "./read-document.ts";

/*
 * What a row remembers of a document that was read: its validators, what it is, where it moved, what there is to say.
 */

/** Both validators as the server gave them, with every answer. */
export function validatorsAfter(
  { row, now }: PollFacts,
  { answer, bodyHash, wasConditional, unknown }: AskedSource,
): FeedColumns {
  if (answer.kind !== "response") return {};
  const { status, headers } = answer.page;
  const given = { etag: storableOrNull(headers["etag"]), last_modified: storableOrNull(headers["last-modified"]) };
  if (status === 304) return { etag: given.etag ?? row.etag, last_modified: given.last_modified ?? row.last_modified };
  const areSame =
    given.etag === row.etag && given.last_modified === row.last_modified && (row.etag ?? row.last_modified) !== null;
  const areWrong = !wasConditional && areSame && row.body_hash !== null && unknown > 0;
  return {
    ...given,
    body_hash: bodyHash,
    ...(wasConditional ? {} : { checked_in_full_at: now }),
    ...(areWrong ? { validators_broken: true } : {}),
  };
}

/** What the document turned out to be. */
export function describeDocument(document: DocumentRead): FeedColumns {
  switch (document.kind) {
    case "feed":
      return { document: document.feed.kind, title: storableOrNull(document.feed.title) };
    case "sitemap":
      return { document: document.sitemap.children.length > 0 ? "sitemapIndex" : "sitemap" };
    case "html":
    case "page":
      return { document: document.kind, title: storableOrNull(document.title) };
    case "listing":
      return { document: "listing" };
    case "unreadable":
      return {};
  }
}

/** A permanent redirect is followed for good once it was the same often enough. */
export function moveOf({ row, now }: PollFacts, { answer }: AskedSource): FeedColumns {
  if (answer.kind !== "response") return {};
  const { moved, adopt } = followMove(row.moved, permanentTarget(answer.hops), now);
  return { moved, ...(adopt === null ? {} : movedTo(row, adopt)) };
}

/** The row asks another address from now on; validators belong to the one before. */
export function movedTo(row: Feed, url: string): FeedColumns {
  return { poll_url: url === row.url ? null : url, gate: gateOf(url), etag: null, last_modified: null, moved: null };
}

/** Fewer items without a date may be an accident. */
const minUndated = 3;

/** What there is to say about a source that is well. */
export function noteOn({ items, document, source }: AskedSource, choice: Choice | null, row: Feed): Note | null {
  if (document === null) {
    // Nothing changed, neither did what there is to say.
    const isWell = row.status === "ok" && row.reason !== null;
    return isWell ? { code: row.problem, reason: row.reason ?? "" } : null;
  }
  if (choice?.reason != null) return { code: null, reason: choice.reason };
  if (document.kind === "feed" && items.length >= minUndated && items.every(({ item }) => item.publishedAt === null))
    return {
      code: "undated",
      reason: "none of its items has a date; they count as published when they are first seen",
    };
  if (
    document.kind === "sitemap" &&
    document.sitemap.items.length > source.maxItems &&
    items.length === source.maxItems &&
    items.some(({ item }) => (item.publishedAt ?? item.updatedAt) === null)
  )
    return {
      code: "truncated",
      reason: `of its ${document.sitemap.items.length} entries, some without a date, only ${source.maxItems} are looked at; raise max_items`,
    };
  return null;
}
