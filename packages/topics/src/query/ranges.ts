import { QueryError } from "./problem.ts";

const quote = '["“”„‟«»″＂]';
const rangeEnd = String.raw`(?:${quote}(?:[^\\"“”„‟«»″＂]|\\[^])*${quote}|[^\p{White_Space}[\]{}"“”„‟«»″＂]+)`;
const space = String.raw`\p{White_Space}`;
const range = new RegExp(String.raw`[[{]${space}*${rangeEnd}${space}+TO${space}+${rangeEnd}${space}*[\]}]`, "uy");

/**
 * Refuses a Lucene range such as `[2020 TO 2024]` or `{a TO *}`.
 *
 * @throws {QueryError} E_UNSUPPORTED when one starts at this place
 * @see WQL 1, section 3
 */
export function refuseRange(query: string, at: number): void {
  if (query[at] !== "[" && query[at] !== "{") return;
  range.lastIndex = at;
  if (!range.test(query)) return;
  const message =
    'Ranges such as [a TO b] cannot be searched: write the values with OR; for the exact words {"a TO b"}.';
  throw new QueryError("E_UNSUPPORTED", at, message);
}
