import { instantOf } from "@wirewatch/alerting";
import { parseQuery } from "@wirewatch/topics";
import type { DialectName, QueryErrorCode, QueryProblem, QueryWarning } from "@wirewatch/topics";
import type { ArchiveSearch } from "./archive-search.ts";
import { readPlace } from "./place-text.ts";

/** A search as an address has it. */
export interface ReadSearch {
  readonly search: ArchiveSearch;
  /** Why the query cannot be read; the search is not to be run then. */
  readonly problem: QueryProblem<QueryErrorCode> | null;
  readonly warnings: readonly QueryWarning[];
  /** Parts of the address that mean nothing, in words. */
  readonly ignored: readonly string[];
}

export const dialectNames: readonly (readonly [DialectName, string])[] = [
  ["wql", "Wirewatch, Meltwater, Brandwatch"],
  ["lucene", "Lucene"],
  ["factiva", "Factiva"],
  ["lexis", "Lexis"],
];

/** Values of one filter that are taken. */
const maxValues = 50;
const maxValueLength = 200;

/**
 * A search out of an address: `q`, `dialect`, `stem`, `source`, `language`, `topic` (each several times), `since`, `until` (days of the zone,
 * the last one included, or instants), `after`. Anything may be in it.
 */
export function readSearch(params: URLSearchParams, timeZone: string): ReadSearch {
  const ignored: string[] = [];
  const query = params.get("q") ?? "";
  const dialect = dialectNames.find(([name]) => name === params.get("dialect"))?.[0] ?? "wql";
  const stem = ["1", "true", "on"].includes(params.get("stem") ?? "");
  const values = (name: string): readonly string[] =>
    [...new Set(params.getAll(name))]
      .filter((value) => value !== "" && value.length <= maxValueLength)
      .slice(0, maxValues);
  const instant = (name: "since" | "until"): Date | null => {
    const text = params.get(name) ?? "";
    const read = text === "" ? null : readInstant(text, timeZone, name === "until" ? 1 : 0);
    if (text !== "" && read === null) ignored.push(`${name}: not a day such as 2026-11-03`);
    return read;
  };
  const after = params.get("after") ?? "";
  const isPlace = after !== "" && readPlace(after) !== null;
  if (after !== "" && !isPlace) ignored.push("after: not a place in this list");
  const filters = {
    sources: values("source"),
    languages: values("language").map((language) => language.toLowerCase()),
    topics: values("topic"),
    since: instant("since"),
    until: instant("until"),
  };
  const search = { query, dialect, stem, filters, after: isPlace ? after : null };
  if (query.trim() === "") return { search, problem: null, warnings: [], ignored };
  const parsed = parseQuery(query, { dialect, stem });
  return parsed.ok
    ? { search, problem: null, warnings: parsed.warnings, ignored }
    : { search, problem: parsed.error, warnings: [], ignored };
}

/** A day, so many days later, or an instant; null when it is neither. */
function readInstant(text: string, timeZone: string, daysLater: number): Date | null {
  const [, year, month, day] = (/^(\d{4})-(\d\d)-(\d\d)$/u.exec(text) ?? []).map(Number);
  if (year !== undefined && month !== undefined && day !== undefined) {
    const date = new Date(Date.UTC(year, month - 1, day));
    const isDay = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
    return isDay ? instantOf(timeZone, { year, month, day: day + daysLater }, 0) : null;
  }
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)$/u.test(text)) return null;
  const at = new Date(text);
  return Number.isNaN(at.getTime()) ? null : at;
}

/** The address of a search without what is left out, e.g. for links that change one filter. */
export function searchParams(
  { query, dialect, stem }: Pick<ArchiveSearch, "query" | "dialect" | "stem">,
  given: URLSearchParams,
): URLSearchParams {
  const params = new URLSearchParams();
  if (query !== "") params.set("q", query);
  if (dialect !== "wql") params.set("dialect", dialect);
  if (stem) params.set("stem", "1");
  for (const name of ["source", "language", "topic"]) {
    for (const value of new Set(given.getAll(name)))
      if (value !== "" && value.length <= maxValueLength) params.append(name, value);
  }
  for (const name of ["since", "until"]) {
    const value = given.get(name) ?? "";
    if (value !== "" && value.length <= maxValueLength) params.set(name, value);
  }
  return params;
}
