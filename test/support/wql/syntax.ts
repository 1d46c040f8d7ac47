/** Which vendor's reading. @see WQL 1, section 10 */
export type Dialect = "wql" | "lucene" | "factiva" | "lexis";

/** How a query is read. */
export interface ReferenceOptions {
  readonly dialect?: Dialect;
  readonly stem?: boolean;
}

export type TextField = "title" | "lede" | "top" | "heading" | "body";
export type MetaField = "lang" | "source" | "url" | "author" | "country";

/** What one token of a text is compared with. */
export type Pattern =
  | { readonly kind: "any" }
  | { readonly kind: "folded" | "exact" | "stem"; readonly text: string }
  | { readonly kind: "wild"; readonly source: string };

/** How the two sides of a proximity operator must stand to each other. */
export type Distance = { readonly words: number; readonly ordered: boolean } | "sentence" | "paragraph";

interface Place {
  /** Offset of the part's start, of its outermost parenthesis if it has one. */
  readonly at: number;
  /** Whether it stands in parentheses of its own. */
  readonly isGrouped?: boolean;
}

/** A part of a query; `start` of a field is that of its name, whatever stands around it. */
export type Node = Place &
  (
    | { readonly kind: "and" | "or"; readonly parts: readonly Node[] }
    | { readonly kind: "not"; readonly part: Node }
    | { readonly kind: "field"; readonly start: number; readonly field: TextField; readonly part: Node }
    | { readonly kind: "meta"; readonly start: number; readonly field: MetaField; readonly values: readonly string[] }
    | { readonly kind: "term"; readonly patterns: readonly Pattern[]; readonly slop: number }
    | {
        readonly kind: "near";
        readonly left: Node;
        readonly right: Node;
        readonly distance: Distance;
        readonly isNegated: boolean;
      }
    | { readonly kind: "atLeast" | "first"; readonly count: number; readonly part: Node }
  );

/** Why a query cannot be read. `isFirm`: section 8 says where the error stands, so the offset can be compared. */
export class Refusal extends Error {
  readonly code: string;
  readonly at: number;
  readonly isFirm: boolean;

  constructor(code: string, at: number, place: "firm" | "free" = "firm") {
    super(`${code} at ${at}`);
    this.code = code;
    this.at = at;
    this.isFirm = place === "firm";
  }
}
