import type { SourceItem } from "@wirewatch/model";

/** A feed document, read. All text is plain and free of NUL and lone surrogates. */
export interface Feed {
  readonly kind: "rss" | "rdf" | "atom" | "json";
  readonly title: string | null;
  /** The site's page, absolute. */
  readonly url: string | null;
  /** BCP 47 as declared by the document, else by the HTTP header. */
  readonly language: string | null;
  /** In the order of the document. */
  readonly items: readonly SourceItem[];
  /** How long the publisher wants the document kept (RSS `ttl`, `sy:updatePeriod`), in milliseconds. */
  readonly ttlMs: number | null;
  /** Hub that pushes new items (WebSub), from the HTTP `Link` header or the document; absolute. */
  readonly hub: string | null;
  /** Address the feed gives itself, which is the topic at the hub; absolute. */
  readonly self: string | null;
}

/** Where a feed came from, as far as its content depends on it. */
export interface FeedContext {
  /** Base of relative addresses; null when unknown. */
  readonly base: string | null;
  /** Of the HTTP header; null when there is none. */
  readonly language: string | null;
  /** Of the HTTP `Link` header; they lead those of the document (WebSub section 4). */
  readonly hub: string | null;
  readonly self: string | null;
}

/** An item before it is decided what identifies it; its id is the publisher's own, if any. */
export type UnidentifiedItem = Omit<SourceItem, "id"> & { readonly id: string | null };
