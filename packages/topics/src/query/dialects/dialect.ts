import type { FieldName } from "../fields.ts";
import type { WordOperator } from "../operators.ts";
import type { QueryWarningCode, Warn } from "../problem.ts";
import type { QueryNode } from "../syntax.ts";

/** Languages in which a query may be written. @see WQL 1, section 10 */
export type DialectName = "wql" | "lucene" | "factiva" | "lexis";

/**
 * What a dialect reads in its own way; everything else is common to all. Only data and small readers: the order in
 * which a query is read is the same for every dialect.
 */
export interface Dialect {
  /** Signs that open and close a group, as `(` and `)` do. */
  readonly opening: string;
  readonly closing: string;
  /** A field's name with the sign that ends it, at the start of a bare word. */
  readonly fieldPrefix: RegExp;
  /** Fields by their spellings in lower case. */
  readonly fields: ReadonlyMap<string, FieldName>;
  /** Fields that are written `name(…)`, by their spellings in lower case. */
  readonly segments: ReadonlyMap<string, FieldName>;
  /** What operands side by side mean; `phrase`: bare words become one phrase, anything else is joined by AND. */
  readonly neighbours: "and" | "or" | "phrase";
  /** OR binds tighter than proximity, not looser than AND. */
  readonly isOrTightest: boolean;
  /** `and`, `Or` and the like are operators, not words. */
  readonly isCaseFree: boolean;
  /** `!word` is `NOT word`. */
  readonly isBangNot: boolean;
  /** `[a TO b]` is recognised, to be refused. */
  readonly hasRanges: boolean;
  readonly wildcards: WordWildcards;
  /** Warnings that say something in this dialect. */
  readonly warnings: ReadonlySet<QueryWarningCode>;
  /**
   * The operator that a whole bare word is, or undefined when it is a word.
   *
   * @throws {QueryError} E_BAD_DISTANCE, E_UNSUPPORTED
   */
  readOperator(word: string, at: number): WordOperator | undefined;
  /** An operator that needs no white space around it and stands at this place. @throws {QueryError} E_BAD_DISTANCE */
  readGluedOperator(query: string, at: number): GluedOperator | undefined;
  /** A bare word that the vendor reads as a connector and this language lacks. */
  findUnsupported(word: string): UnsupportedConnector | undefined;
  /** The sides of one OR level as one node. There is at least one. */
  joinSides(sides: readonly Side[], warn: Warn): QueryNode;
}

/** Wildcards of bare words; inside quotation marks they are the same in every dialect. */
export interface WordWildcards {
  /** What `*` stands for: any run of characters or exactly one. */
  readonly star: "run" | "one";
  /** At a word's end this is another sign for any run of characters. */
  readonly truncation: RegExp | null;
}

export interface GluedOperator {
  readonly operator: WordOperator;
  readonly end: number;
}

export interface UnsupportedConnector {
  /** What to write instead. */
  readonly message: string;
  /** The place is its own even after `not`. */
  readonly isSign: boolean;
}

/** One side of an OR: operands joined by AND. */
export interface Side {
  readonly node: QueryNode;
  /** How many operands are joined without parentheses around them all. */
  readonly parts: number;
  /** It is `NOT x`, without parentheses around it. */
  readonly isExclusion: boolean;
  /** One of its operands has `+`. */
  readonly hasPlus: boolean;
}
