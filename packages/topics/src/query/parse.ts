import type { DialectName } from "./dialects/dialect.ts";
import { findDialect } from "./dialects/find-dialect.ts";
import { readClauses } from "./grammar.ts";
import { createLexer } from "./lexer.ts";
import { unopenedGroupError } from "./messages.ts";
import { checkPositive } from "./positive.ts";
import { QueryError } from "./problem.ts";
import type { QueryErrorCode, QueryProblem, QueryWarning, Warn } from "./problem.ts";
import type { QueryNode } from "./syntax.ts";

/** Longest query, in UTF-16 units. */
const maxQueryLength = 32_768;

/** How a query is read. */
export interface ParseOptions {
  /** The language the query is written in; `wql` unless given. */
  readonly dialect?: DialectName | undefined;
  /** Words and phrases without `{}` and wildcards are read as if `~` stood before them. */
  readonly stem?: boolean | undefined;
}

/** A query that was read, or why it was not. */
export type ParsedQuery =
  | { readonly ok: true; readonly node: QueryNode; readonly warnings: readonly QueryWarning[] }
  | { readonly ok: false; readonly error: QueryProblem<QueryErrorCode> };

/**
 * Reads a WQL 1 query.
 *
 * @returns the tree and warnings for the author, or one error with code, UTF-16 offset and what to do
 * @see WQL 1, section 9 "Grammar"
 */
export function parseQuery(query: string, options: ParseOptions = {}): ParsedQuery {
  const warnings: QueryWarning[] = [];
  try {
    const node = readQuery(query, options, (code, at, message) => warnings.push({ code, at, message }));
    return { ok: true, node, warnings };
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    return { ok: false, error: { code: error.code, at: error.at, message: error.message } };
  }
}

function readQuery(query: string, { dialect: name = "wql", stem = false }: ParseOptions, report: Warn): QueryNode {
  if (query.length > maxQueryLength) {
    const message = `A query has at most ${maxQueryLength} characters: split it in two.`;
    throw new QueryError("E_TOO_LONG", maxQueryLength, message);
  }
  const dialect = findDialect(name);
  const warn: Warn = (code, at, message) => {
    if (dialect.warnings.has(code)) report(code, at, message);
  };
  const lexer = createLexer(query, dialect, stem, warn);
  if (lexer.peek().kind === "end") {
    throw new QueryError("E_EMPTY", 0, "There is nothing to search for: write at least one word.");
  }
  const node = readClauses({ lexer, dialect, warn, depth: 0, isInTextField: false });
  const rest = lexer.take();
  if (rest.kind !== "end") throw unopenedGroupError(rest.at);
  checkPositive(node);
  return node;
}
