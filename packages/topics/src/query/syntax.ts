/** How one token of a term is compared with one token of a text. */
export type TokenPattern =
  /** `written`: the word itself where its folded form would be read as something else (`½` folds to `1⁄2`). */
  | { readonly kind: "folded"; readonly folded: string; readonly written?: string }
  | { readonly kind: "exact"; readonly exact: string; readonly folded: string }
  | { readonly kind: "wildcard"; readonly wildcard: Wildcard; readonly written?: string }
  /** Any inflected form, in the document's language. `surface`: the word in lower case, composed (NFC). */
  | { readonly kind: "stem"; readonly surface: string; readonly folded: string }
  /** A lone `*` of a phrase: any one token. */
  | { readonly kind: "any" };

/** A token with `*` and `?`, on folded text. */
export interface Wildcard {
  /** As written, folded: two wildcards with the same source are the same. */
  readonly source: string;
  /** Folded characters before the first wildcard; at least two. */
  readonly prefix: string;
  /** Single characters; `*` and `?` are the wildcards, for they are never part of a token. */
  readonly pattern: readonly string[];
}

/** A word, phrase or exact phrase: its tokens stand side by side, or with `slop` near their places. */
export interface TermNode {
  readonly kind: "term";
  readonly at: number;
  readonly patterns: readonly TokenPattern[];
  /** Lucene's slop; 0 for a plain phrase. */
  readonly slop: number;
}

interface AndNode {
  readonly kind: "and";
  readonly at: number;
  readonly parts: readonly QueryNode[];
}

interface OrNode {
  readonly kind: "or";
  readonly at: number;
  readonly sides: readonly QueryNode[];
}

interface NotNode {
  readonly kind: "not";
  readonly at: number;
  readonly operand: QueryNode;
}

/** Texts a query can be limited to. */
export type TextField = "title" | "lede" | "top" | "heading" | "body";

interface FieldNode {
  readonly kind: "field";
  readonly at: number;
  readonly field: TextField;
  readonly operand: QueryNode;
}

/** What is known about a document beside its texts. */
export type MetadataField = "lang" | "source" | "url" | "author" | "country";

/** True when one of the values fits. */
export interface MetadataNode {
  readonly kind: "metadata";
  readonly at: number;
  readonly field: MetadataField;
  readonly values: readonly string[];
}

/** How two spans of tokens must stand to each other. */
export interface ProximityOperator {
  /** At most `gap` tokens between them, or both inside one sentence or paragraph. */
  readonly within:
    | { readonly kind: "words"; readonly gap: number }
    | { readonly kind: "sentence" }
    | { readonly kind: "paragraph" };
  /** The left one first. */
  readonly isOrdered: boolean;
}

export interface ProximityLink {
  readonly operator: ProximityOperator;
  /** `NOT` before the operator: keeps what has no such neighbour. */
  readonly isNegated: boolean;
  readonly operand: SpanNode;
}

/** `a NEAR/5 b W/S c`: a chain read from the left. */
interface ProximityNode {
  readonly kind: "proximity";
  readonly at: number;
  readonly first: SpanNode;
  readonly links: readonly ProximityLink[];
}

/** `ATLEAST/n`: so many occurrences in the unit. */
export interface AtLeastNode {
  readonly kind: "atLeast";
  readonly at: number;
  readonly count: number;
  readonly operand: SpanNode;
}

/** `FIRST/n`: inside so many first tokens of the unit's body. */
export interface FirstNode {
  readonly kind: "first";
  readonly at: number;
  readonly count: number;
  readonly operand: SpanNode;
}

/** OR of text operands: has occurrences, not only a truth. */
interface SpanOrNode {
  readonly kind: "or";
  readonly at: number;
  readonly sides: readonly SpanNode[];
}

/** What has occurrences: the operands of proximity, ATLEAST and FIRST. */
export type SpanNode = TermNode | ProximityNode | SpanOrNode;

export type QueryNode =
  | TermNode
  | AndNode
  | OrNode
  | NotNode
  | FieldNode
  | MetadataNode
  | ProximityNode
  | AtLeastNode
  | FirstNode;
