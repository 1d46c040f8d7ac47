/** A feed of ours, ready to be written in any format. */
export interface FeedDocument {
  /** A URI that stays the same whatever the feed's address. */
  readonly id: string;
  readonly title: string;
  /** Where people see the same, and the address of the feed itself; null when the public address is not known. */
  readonly homeUrl: string | null;
  readonly selfUrl: string | null;
  /** When an entry was changed last; of a feed without entries, when it was made. */
  readonly updated: Date;
  /** The last changed first. */
  readonly entries: readonly FeedEntry[];
}

/** An article in a feed. */
export interface FeedEntry {
  /** A URI that stays the same when the article is revised or its address changes. */
  readonly id: string;
  readonly title: string;
  /** Of the article, http or https; null when it has none. */
  readonly url: string | null;
  readonly published: Date;
  /** Later than `published` when the article was revised. */
  readonly updated: Date;
  /** Passages that were found. */
  readonly summary: string;
  readonly authors: readonly string[];
  /** BCP 47. */
  readonly language: string | null;
  readonly sourceId: string;
}
