/** One revision of an article, as plain text; paragraphs are separated by an empty line. */
export interface RevisedText {
  readonly title: string | null;
  readonly text: string;
}

/** A run of words that is in both versions, or in one of them only. */
export interface WordChange {
  readonly kind: "same" | "added" | "removed";
  readonly text: string;
}

/** What became of a paragraph. `words` is there for changed ones that are short enough to compare word by word. */
export interface ParagraphChange {
  readonly kind: "kept" | "added" | "removed" | "changed";
  readonly before?: string;
  readonly after?: string;
  readonly words?: readonly WordChange[];
}

/** What differs between two revisions of one article. */
export interface RevisionChange {
  /** True when readers of the first version should hear of it: facts changed, or the publisher says it was wrong. */
  readonly isMaterial: boolean;
  /** What was found, in plain words: "a figure changed: 12 → 14". Empty when not material. */
  readonly reasons: readonly string[];
  /** Both versions in the order of the later; the first 500 paragraphs, the changed ones before kept ones when there are more. */
  readonly paragraphs: readonly ParagraphChange[];
  /** Share of the words that are in one version only, 0 to 1. */
  readonly changedShare: number;
}
