import type { Operator } from "./operators.ts";
import type { MetaField, Pattern, TextField } from "./syntax.ts";

/** What a query is made of, in its order; white space, comments, boosts and words without a token are gone. */
export type Lexeme = { readonly at: number } & (
  | { readonly kind: "open" | "close" | "minus" | "plus" }
  | { readonly kind: "word"; readonly patterns: readonly Pattern[] }
  | { readonly kind: "phrase"; readonly patterns: readonly Pattern[]; readonly slop: number }
  | { readonly kind: "field"; readonly field: TextField }
  | { readonly kind: "meta"; readonly field: MetaField; readonly values: readonly string[] }
  | Exclude<Operator, { readonly kind: "bad" }>
);

/** The lexemes of a query and the codes of its warnings, each as often as it was met. */
export interface LexemeList {
  readonly lexemes: readonly Lexeme[];
  readonly warnings: readonly string[];
}
