import { parseQuery } from "@wirewatch/topics";
import { quote, valueAt } from "./describe-value.ts";
import { entriesAt, type Entry } from "./entries.ts";
import type { Complaint, Path } from "./locate.ts";
import { dialectNames, dialects, type Dialect } from "./topic-settings.ts";

/** Queries that cannot be read, at the very character. */
export function unreadableQueries(root: unknown): readonly Complaint[] {
  return queriesOf(root).flatMap((query) => {
    const parsed = parseQuery(query.value, query.settings);
    return parsed.ok ? [] : [queryComplaint(query, parsed.error, "the query cannot be read")];
  });
}

/** Queries that can be read, but perhaps not as they were meant. */
export function queryWarnings(root: unknown): readonly Complaint[] {
  return queriesOf(root).flatMap((query) => {
    const parsed = parseQuery(query.value, query.settings);
    return parsed.ok ? parsed.warnings.map((warning) => queryComplaint(query, warning, "the query")) : [];
  });
}

/**
 * The path of a clause such as `any[0]` or `raise[1]`; of `raise` only entries with a query are counted.
 *
 * @param root the plain value of a topics file
 * @returns null when there is no such topic or clause
 */
export function pathOfClause(root: unknown, topicId: string, clause: string): Path | null {
  const topic = entriesAt(root, ["topics"]).find(({ path }) => valueAt(root, [...path, "id"]) === topicId);
  const [, list, number] = /^(any|all|none|raise)\[(\d+)\]$/.exec(clause) ?? [];
  if (topic === undefined || list === undefined) return null;
  return clausesOf(root, topic.path, list)[Number(number)]?.path ?? topic.path;
}

interface WrittenQuery extends Entry {
  readonly value: string;
  readonly settings: { readonly dialect: Dialect; readonly stem: boolean };
}

function queriesOf(root: unknown): readonly WrittenQuery[] {
  return entriesAt(root, ["topics"]).flatMap(({ path }) => {
    const written = valueAt(root, [...path, "dialect"]) ?? "wql";
    const dialect = dialects.find((known) => known === written);
    // Without a known dialect nothing right can be said about the queries; the dialect itself is complained about.
    if (dialect === undefined) return [];
    const settings = { dialect, stem: valueAt(root, [...path, "stem"]) === true };
    return ["any", "all", "none", "raise"].flatMap((list) =>
      clausesOf(root, path, list).flatMap((entry) =>
        typeof entry.value === "string" && entry.value !== ""
          ? [{ path: entry.path, value: entry.value, settings }]
          : [],
      ),
    );
  });
}

function clausesOf(root: unknown, topic: Path, list: string): readonly Entry[] {
  const entries = entriesAt(root, [...topic, list]);
  if (list !== "raise") return entries;
  return entries
    .map(({ path }) => ({ path: [...path, "when"], value: valueAt(root, [...path, "when"]) }))
    .filter(({ value }) => typeof value === "string");
}

function queryComplaint(
  { path, value, settings }: WrittenQuery,
  { code, at, message }: { readonly code: string; readonly at: number; readonly message: string },
  subject: string,
): Complaint {
  const sentence = message.replace(/\.?$/, ".");
  return {
    path,
    at,
    found: quote(value.slice(at) || value),
    expected: dialectNames[settings.dialect],
    message: `${subject} (${code}): ${sentence}`,
  };
}
