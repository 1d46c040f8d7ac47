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
}

/** An item before it is decided what identifies it. */
export type UnidentifiedItem = Omit<SourceItem, "id"> & { readonly guid: string | null };
