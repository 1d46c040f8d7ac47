/**
 * Why a document gave no feed.
 *
 * - `html`: a web page, perhaps one that links to feeds
 * - `empty`: nothing in it
 * - `notFeed`: something else (a sitemap, an OPML list, plain text, other XML or JSON)
 * - `tooLarge`: over a limit on bytes, elements or nesting
 * - `notFound`: a page in which a selector of the source finds nothing
 */
export type FeedErrorCode = "html" | "empty" | "notFeed" | "tooLarge" | "notFound";

/** A document that cannot be read as a feed. The message is one sentence for people. */
export class FeedError extends Error {
  readonly code: FeedErrorCode;
  /** Feeds that an HTML page names by `rel=alternate`, absolute where the page's URL is known. */
  readonly alternates: readonly string[];

  constructor(code: FeedErrorCode, message: string, alternates: readonly string[] = []) {
    super(message);
    this.name = "FeedError";
    this.code = code;
    this.alternates = alternates;
  }
}
