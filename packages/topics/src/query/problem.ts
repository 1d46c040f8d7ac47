/** Why a query is refused. @see WQL 1, section 8 */
export type QueryErrorCode =
  | "E_EMPTY"
  | "E_EMPTY_TERM"
  | "E_EMPTY_GROUP"
  | "E_UNBALANCED_PAREN"
  | "E_UNBALANCED_BRACE"
  | "E_UNCLOSED_QUOTE"
  | "E_UNCLOSED_BRACE"
  | "E_UNCLOSED_COMMENT"
  | "E_MISSING_OPERAND"
  | "E_PURE_NEGATIVE"
  | "E_NEGATIVE_BRANCH"
  | "E_LEADING_WILDCARD"
  | "E_SHORT_WILDCARD"
  | "E_STEM_WILDCARD"
  | "E_STEM_SLOP"
  | "E_FUZZY"
  | "E_REGEX"
  | "E_BANG"
  | "E_UNKNOWN_FIELD"
  | "E_NESTED_FIELD"
  | "E_BAD_DISTANCE"
  | "E_UNSUPPORTED"
  | "E_TOO_DEEP"
  | "E_BAD_NEAR_OPERAND"
  | "E_BAD_META"
  | "E_TOO_LONG";

/** What is read, but perhaps not as its author meant. @see WQL 1, section 8 */
export type QueryWarningCode =
  | "W_IGNORED"
  | "W_LOWERCASE_OPERATOR"
  | "W_MIXED_AND_OR"
  | "W_PLUS"
  | "W_BOOST"
  | "W_QUESTION_MARK";

/** A place in a query and a sentence for its author. */
export interface QueryProblem<Code extends string> {
  readonly code: Code;
  /** UTF-16 offset into the query. */
  readonly at: number;
  readonly message: string;
}

export type QueryWarning = QueryProblem<QueryWarningCode>;

/** Takes warnings while a query is read. */
export type Warn = (code: QueryWarningCode, at: number, message: string) => void;

/** A query that cannot be read: never repaired, never read as something else. */
export class QueryError extends Error implements QueryProblem<QueryErrorCode> {
  readonly code: QueryErrorCode;
  readonly at: number;

  constructor(code: QueryErrorCode, at: number, message: string) {
    super(message);
    this.name = "QueryError";
    this.code = code;
    this.at = at;
  }
}
