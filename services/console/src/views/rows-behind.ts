import { withQuery } from "./html.ts";

/**
 * Where the articles behind a bar are: the archive, of a range of time.
 *
 * @param range days of the reader's zone (`2026-03-02`; `until` is the last one) or instants (`until` is the end)
 */
export function articlesBehind(
  range: { readonly since: string | Date; readonly until: string | Date },
  of: { readonly source?: string; readonly topic?: string } = {},
): string {
  return withQuery("/search", { ...of, since: text(range.since), until: text(range.until) });
}

function text(moment: string | Date): string {
  return typeof moment === "string" ? moment : moment.toISOString().replace(".000Z", "Z");
}
