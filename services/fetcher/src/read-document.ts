import type { SourceConfig } from "@wirewatch/config";
import { decodeHtml, FeedError, readDocument, readListing, readWatchedPage } from "@wirewatch/feeds";
import type { Alternate, Feed, Sitemap } from "@wirewatch/feeds";
import type { SourceItem } from "@wirewatch/model";

/** A document of a source as it came, and how it is to be read. */
export interface DocumentTask {
  readonly bytes: Uint8Array;
  /** Of the response, names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly url: string;
  readonly as:
    | { readonly kind: "auto" | "feed" | "sitemap" }
    | { readonly kind: "listing"; readonly rules: NonNullable<SourceConfig["listing"]> }
    | { readonly kind: "page"; readonly rules: NonNullable<SourceConfig["page"]> };
}

/** What a document says. Plain data: it may come from another thread. */
export type DocumentRead =
  | { readonly kind: "feed"; readonly feed: Feed }
  | { readonly kind: "sitemap"; readonly sitemap: Sitemap }
  | { readonly kind: "html"; readonly title: string | null; readonly alternates: readonly Alternate[] }
  | { readonly kind: "listing"; readonly items: readonly SourceItem[]; readonly nextUrl: string | null }
  | { readonly kind: "page"; readonly title: string | null; readonly blocks: readonly string[] }
  | Unreadable;

/** A document that is not what it should be. */
export interface Unreadable {
  readonly kind: "unreadable";
  /** A `FeedErrorCode`, or `stopped` for one that took too long or too much memory. */
  readonly code: string;
  /** One sentence for people. */
  readonly message: string;
  /** Feeds that it names instead. */
  readonly alternates: readonly string[];
}

/** Reads a document of any kind of source. Never throws for what is in it. */
export async function readSourceDocument(task: DocumentTask): Promise<DocumentRead> {
  try {
    return await read(task);
  } catch (error) {
    if (!(error instanceof FeedError)) throw error;
    return { kind: "unreadable", code: error.code, message: error.message, alternates: error.alternates };
  }
}

async function read({ bytes, headers, url, as }: DocumentTask): Promise<DocumentRead> {
  switch (as.kind) {
    case "auto":
      return readDocument(bytes, headers, url);
    case "feed":
    case "sitemap": {
      const document = await readDocument(bytes, headers, url);
      // A page says more by its title and links than by being none of both.
      if (document.kind === as.kind || document.kind === "html") return document;
      throw new FeedError("notFeed", `this is a ${document.kind}, not a ${as.kind}`);
    }
    case "listing": {
      const listing = readListing(decodeHtml(bytes, headers["content-type"] ?? ""), url, as.rules);
      if (listing.items.length > 0) return { kind: "listing", ...listing };
      throw new FeedError("notFound", `"${as.rules.item}" finds no article in ${url}; the page may have a new layout`);
    }
    case "page":
      return { kind: "page", ...readWatchedPage(decodeHtml(bytes, headers["content-type"] ?? ""), url, as.rules) };
  }
}
