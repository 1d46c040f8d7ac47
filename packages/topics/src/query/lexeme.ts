import type { FieldName } from "./fields.ts";
import type { WordOperator } from "./operators.ts";
import type { ProximityOperator, TokenPattern } from "./syntax.ts";

/** One sign of a query. */
export type Lexeme = { readonly at: number } & (
  | Exclude<WordOperator, { kind: "proximity" }>
  /** `isNegated`: NOT stands before it. */
  | { readonly kind: "proximity"; readonly operator: ProximityOperator; readonly isNegated: boolean }
  | { readonly kind: "open" | "plus" | "end" }
  | Closing
  | { readonly kind: "field"; readonly name: FieldName }
  | WordLexeme
  | TermLexeme
);

/** A bare word. */
export interface WordLexeme {
  readonly kind: "word";
  readonly at: number;
  readonly patterns: readonly TokenPattern[];
}

/** A phrase, `{exact}` or `~stem`. */
export interface TermLexeme {
  readonly kind: "term";
  readonly at: number;
  readonly patterns: readonly TokenPattern[];
  readonly slop: number;
}

/** One sign where a metadata field expects its values. */
export type ValueLexeme = { readonly at: number } & (
  | { readonly kind: "value"; readonly value: string }
  | { readonly kind: "open" | "or" | "other" | "end" }
  | Closing
);

interface Closing {
  readonly kind: "close";
  readonly at: number;
  /** `~` and a digit touch it, which is refused at the sign that opened. */
  readonly isStretched: boolean;
}
