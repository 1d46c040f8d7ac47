/** What is remembered of one block of an article, so that it is known again on other pages of the source. No text. */
export interface SeenBlock {
  /** 16 hexadecimal digits; equal for blocks that differ only in case, white space, punctuation and digits. */
  readonly key: string;
  readonly words: number;
  /** 16-bit hash of the digits that the key leaves out; 0 when there are none. */
  readonly figures: number;
  /** It stands in the first half of the text, by words. */
  readonly isEarly: boolean;
  /** Whether it is about what the rest of the article is about; null where that cannot be told, or was not asked. */
  readonly isOnTopic: boolean | null;
}

/** What is remembered of one article of a source: each of its blocks once. */
export interface SeenPage {
  readonly articleId: string;
  readonly blocks: readonly SeenBlock[];
}
