import type { QueryNode } from "../../query/syntax.ts";

/** What a topic's author may want to change. */
export type LintCode =
  /** Nearly every article has it. */
  | "L_TOO_BROAD"
  /** No word must be there, so it is tried on every article. */
  | "L_NO_WORD"
  /** It can never be true. */
  | "L_NEVER"
  /** It finds nothing that another part does not find, or it is always rejected. */
  | "L_DEAD_BRANCH"
  /** Letters of two alphabets that look alike in one word. */
  | "L_LOOKALIKE"
  /** Capitals that are a common word in lower case. */
  | "L_ACRONYM"
  /** A name that is also an everyday word. */
  | "L_COMMON_NAME";

/** One thing about a topic that is probably not meant. */
export interface LintFinding {
  readonly code: LintCode;
  /** List and number, e.g. `any[0]`. */
  readonly clause: string;
  /** UTF-16 offset into the clause's query. */
  readonly at: number;
  /** One or two sentences with the way out. */
  readonly message: string;
  /** What to write instead, where there is one thing; null otherwise. */
  readonly suggestion: string | null;
}

/** A query of a topic that could be read. */
export interface LintedClause {
  readonly name: string;
  readonly list: "any" | "all" | "none" | "raise";
  readonly query: string;
  readonly node: QueryNode;
}

/** Frequency of a folded word: the share of articles that have it, 0 to 1; null when nothing is known of it. */
export type WordFrequency = (word: string) => number | null;

/** Takes findings about one clause. */
export type Report = (
  clause: LintedClause,
  finding: Pick<LintFinding, "code" | "at" | "message"> & { readonly suggestion?: string },
) => void;
