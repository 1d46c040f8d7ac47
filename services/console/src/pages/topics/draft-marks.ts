import type { TopicConfig } from "@wirewatch/config";
import { lintTopic, parseQuery } from "@wirewatch/topics";
import type { Draft } from "./draft.ts";
import { queriesOf } from "./draft.ts";
import { queryFix } from "./query-fix.ts";
import type { QueryFix } from "./query-fix.ts";

/** Something about a draft that its author should see, at the characters it is about. */
export interface DraftMark {
  /** `bad`: it keeps the topic from being saved. */
  readonly tone: "bad" | "warn";
  /** E.g. `any[0]`, `id`; empty for the whole. */
  readonly field: string;
  /** UTF-16 range in the field's text; null when it is about all of it. */
  readonly range: readonly [from: number, to: number] | null;
  /** The same in the YAML: line and column from 1; null where it has no place there. */
  readonly place: { readonly line: number; readonly column: number } | null;
  readonly message: string;
  readonly fix: QueryFix | null;
}

/** More would not be read. */
const maxMarks = 40;

/** Everything there is to say about a draft, what is wrong before what is doubtful. */
export function draftMarks(draft: Draft): readonly DraftMark[] {
  const { checked } = draft;
  const { topic } = checked;
  const found = checked.ok ? checked.warnings : checked.problems;
  const queries = new Map(queriesOf(topic).map(({ field, query }) => [field, query]));
  const marks = found.map((problem): DraftMark => {
    const field = fieldInForm(problem.field, topic);
    const query = queries.get(field);
    const about =
      query === undefined || problem.at === null || topic === null ? null : problemAt(query, problem.at, topic);
    return {
      tone: checked.ok ? "warn" : "bad",
      field,
      range: query === undefined || problem.at === null ? null : [problem.at, wordEnd(query, problem.at)],
      place: { line: problem.line, column: problem.column },
      message: about?.message ?? inEditor(problem.message),
      fix: about === null || query === undefined || topic === null ? null : queryFix(query, about, topic),
    };
  });
  return [...marks, ...(checked.ok ? doubts(checked.topic) : [])].slice(0, maxMarks);
}

/** What `wirewatch topics lint` says. */
function doubts(topic: TopicConfig): DraftMark[] {
  const queries = new Map(queriesOf(topic).map(({ field, query }) => [field, query]));
  return lintTopic(topic).map(({ clause, at, message, suggestion }): DraftMark => {
    const field = clause.startsWith("raise") ? `${clause}.when` : clause;
    const query = queries.get(field) ?? "";
    return {
      tone: "warn",
      field,
      range: [at, wordEnd(query, at)],
      place: null,
      message,
      fix: suggestion === null ? null : fixBy(query, at, suggestion, topic),
    };
  });
}

function fixBy(query: string, at: number, suggestion: string, topic: TopicConfig): QueryFix | null {
  const fixed = query.slice(0, at) + suggestion + query.slice(wordEnd(query, at));
  return parseQuery(fixed, topic).ok ? { label: `Write ${suggestion.slice(0, 60)}`, query: fixed } : null;
}

/** The parser's own problem at a place: its code says how it can be put right. */
function problemAt(
  query: string,
  at: number,
  topic: TopicConfig,
): { readonly code: string; readonly at: number; readonly message: string } | null {
  const parsed = parseQuery(query, topic);
  const problems = parsed.ok ? parsed.warnings : [parsed.error];
  return problems.find((problem) => problem.at === at) ?? null;
}

/** `raise` has entries with a query and others; the form has them in the order in which they are written anew. */
function fieldInForm(field: string, topic: TopicConfig | null): string {
  return topic === null ? field : field.replace(/^where\.(\w+).*$/u, "$1").replace(/^labels\..*$/u, "labels");
}

/** Problems name the place in a file; the editor has one topic only. */
function inEditor(message: string): string {
  return message.replace(" in topics[0]", "").replace(/^topics\[0\]\.?/u, "");
}

function wordEnd(text: string, at: number): number {
  const word = /^(?:[\p{L}\p{N}_'’.-]+|\S)/u.exec(text.slice(at, at + 200))?.[0] ?? "";
  return Math.min(text.length, at + Math.max(1, word.length));
}
