/** A feed as all formats need it. */
export interface Feed {
  readonly title: string;
  readonly description: string;
  /** The outlet's home page. */
  readonly siteUrl: string;
  readonly feedUrl: string;
  /** BCP 47. */
  readonly language: string;
  readonly updatedAt: Date;
  /** Newest first. */
  readonly entries: readonly FeedEntry[];
}

export interface FeedEntry {
  /** The publisher's own identifier; stays the same when the page is corrected or the address changes. */
  readonly id: string;
  readonly url: string;
  readonly title: string;
  readonly summary: string;
  readonly category: string;
  readonly author: string;
  readonly publishedAt: Date;
  readonly modifiedAt: Date;
  /** The whole text, in HTML. */
  readonly content: string;
}

/** A feed written out; its encoding is that of the outlet. */
export interface FeedDocument {
  readonly mediaType: string;
  readonly text: string;
}
