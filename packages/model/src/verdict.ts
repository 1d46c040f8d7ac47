/** The deduplicator's answer for one revision. */
export type VerdictKind = "unique" | "duplicate" | "nearDuplicate" | "revision";

/** How the text relates to the one it was compared with. */
export type Relation = "original" | "exact" | "revision" | "syndicated";

export interface Verdict {
  readonly kind: VerdictKind;
  readonly relation: Relation;
  /** Similarity to `of`, 0 to 1; 1 for exact copies and for originals. */
  readonly score: number;
  /** Article it is a copy or revision of; null for an original. */
  readonly of: string | null;
  /** True when a copy is on the same site as the original. */
  readonly sameSite: boolean;
  /** One sentence a person can read. */
  readonly why: string;
}
