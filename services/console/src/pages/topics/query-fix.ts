import type { TopicConfig } from "@wirewatch/config";
import { parseQuery } from "@wirewatch/topics";

/** A query in which one thing was put right. */
export interface QueryFix {
  /** What the button says, e.g. `Close the quotation mark`. */
  readonly label: string;
  readonly query: string;
}

interface Edit {
  readonly label: string;
  readonly make: (query: string, at: number) => string;
}

const fields = ["title", "lede", "top", "heading", "body", "lang", "source", "url", "author", "country"] as const;

/** What may be meant by a query with such a problem, the likeliest first. */
const edits: Readonly<Record<string, readonly Edit[]>> = {
  E_UNCLOSED_QUOTE: [{ label: "Close the quotation mark", make: (query) => `${query.trimEnd()}"` }],
  E_UNBALANCED_PAREN: [
    { label: "Close the bracket", make: (query) => `${query.trimEnd()})` },
    { label: "Take the bracket out", make: (query, at) => query.slice(0, at) + query.slice(at + 1) },
  ],
  E_UNCLOSED_BRACE: [{ label: "Close the brace", make: (query) => `${query.trimEnd()}}` }],
  E_UNBALANCED_BRACE: [{ label: "Take the brace out", make: (query, at) => query.slice(0, at) + query.slice(at + 1) }],
  E_UNCLOSED_COMMENT: [{ label: "Close the comment", make: (query) => `${query.trimEnd()} */` }],
  E_EMPTY_GROUP: [{ label: "Take the empty brackets out", make: (query, at) => cut(query, at, /^\(\s*\)/u) }],
  E_EMPTY_TERM: [{ label: "Take the empty quotation marks out", make: (query, at) => cut(query, at, /^"\s*"/u) }],
  E_MISSING_OPERAND: [
    { label: "Take the operator out", make: (query, at) => cut(query, at, /^\S+/u) },
    { label: "Take the last operator out", make: (query) => query.replace(/\s+(?:AND|OR|NOT|NEAR\S*)\s*$/u, "") },
    { label: "Take the first operator out", make: (query) => query.replace(/^\s*(?:AND|OR|NEAR\S*)\s+/u, "") },
  ],
  E_UNKNOWN_FIELD: [
    ...fields.map((field) => ({
      label: `Write ${field}:`,
      make: (query: string, at: number) =>
        isNear(wordAt(query, at), field)
          ? query.slice(0, at) + field + query.slice(at + wordAt(query, at).length)
          : query,
    })),
    { label: "Search for it as text", make: (query, at) => replaceAt(query, at, /^[^\s()]+/u, (text) => `"${text}"`) },
  ],
  E_LEADING_WILDCARD: [{ label: "Take the sign out", make: (query, at) => query.slice(0, at) + query.slice(at + 1) }],
  E_FUZZY: [
    {
      label: "Take the ~ out",
      make: (query, at) => replaceAt(query, at, /^([^\s~]*)~[\d.]*/u, (text) => text.replace(/~.*/u, "")),
    },
  ],
  E_BANG: [{ label: "Write NOT", make: (query, at) => replaceAt(query, at, /^!+\s*/u, () => "NOT ") }],
  W_LOWERCASE_OPERATOR: [
    { label: "Write it in capitals", make: (query, at) => replaceAt(query, at, /^\w+/u, (word) => word.toUpperCase()) },
  ],
  W_PLUS: [{ label: "Take the + out", make: (query, at) => replaceAt(query, at, /^\+/u, () => "") }],
  W_BOOST: [{ label: "Take the ^ out", make: (query, at) => replaceAt(query, at, /^\^\d*(?:\.\d+)?/u, () => "") }],
};

/**
 * A query that does not have a problem any more, when there is an edit that is certain to remove it: each is tried with the parser, and none
 * is proposed after which the query has the same problem, or another one before the place.
 *
 * @param problem as the parser gave it
 */
export function queryFix(
  query: string,
  problem: { readonly code: string; readonly at: number },
  settings: Pick<TopicConfig, "dialect" | "stem">,
): QueryFix | null {
  if (query.length > 10_000) return null;
  for (const { label, make } of edits[problem.code] ?? []) {
    const fixed = make(query, problem.at);
    if (fixed === query || fixed.trim() === "") continue;
    const parsed = parseQuery(fixed, settings);
    if (!parsed.ok && parsed.error.at <= problem.at) continue;
    if (parsed.ok && parsed.warnings.some(({ code, at }) => code === problem.code && at === problem.at)) continue;
    return { label, query: fixed };
  }
  return null;
}

function wordAt(query: string, at: number): string {
  return /^[\w-]*/u.exec(query.slice(at))?.[0] ?? "";
}

function replaceAt(query: string, at: number, pattern: RegExp, make: (text: string) => string): string {
  return query.slice(0, at) + query.slice(at).replace(pattern, make);
}

function cut(query: string, at: number, pattern: RegExp): string {
  return `${query.slice(0, at)}${query.slice(at).replace(pattern, "")}`.replaceAll(/ {2,}/gu, " ").trim();
}

/** One letter more, fewer or other, or two swapped. */
function isNear(written: string, name: string): boolean {
  const word = written.toLowerCase();
  if (word === name || word === "" || Math.abs(word.length - name.length) > 1) return false;
  let start = 0;
  while (start < Math.min(word.length, name.length) && word[start] === name[start]) start++;
  let end = 0;
  while (end < Math.min(word.length, name.length) - start && word.at(-1 - end) === name.at(-1 - end)) end++;
  const [left, right] = [word.slice(start, word.length - end), name.slice(start, name.length - end)];
  const isSwap = left.length === 2 && right.length === 2 && left[0] === right[1] && left[1] === right[0];
  return (left.length <= 1 && right.length <= 1) || isSwap;
}
