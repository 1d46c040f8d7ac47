import { columns, counted, oneLine } from "../terminal-text.ts";
import type { ImportRow } from "./import-row.ts";

/** What is to be said about one row of a list. */
export type RowVerdict =
  /** Its documents were read. */
  | { readonly kind: "ok"; readonly what: string }
  | { readonly kind: "unchecked" }
  | { readonly kind: "duplicate"; readonly of: string }
  /** Kept, marked. */
  | { readonly kind: "unreachable"; readonly reason: string }
  /** An HTML page: kept, since what it leads to is polled, or marked when that is nothing. */
  | { readonly kind: "notFeed"; readonly found: readonly string[]; readonly reason: string }
  /** Cannot stand in sources.yaml; not taken. */
  | { readonly kind: "refused"; readonly reason: string };

/** A row with what is to be said about it. */
export interface JudgedRow {
  readonly row: ImportRow;
  readonly verdict: RowVerdict;
  readonly notes: readonly string[];
}

/** True for a row that leads to a source. */
export function isTaken({ kind }: RowVerdict): boolean {
  return kind !== "duplicate" && kind !== "refused";
}

/** What stands in the source's `note`, for those that do not work yet; null for the others. */
function noteOf(verdict: RowVerdict, date: string): string | null {
  if (verdict.kind === "unreachable") return `unreachable when imported on ${date}: ${verdict.reason}`;
  if (verdict.kind === "notFeed" && verdict.found.length === 0)
    return `not a feed when imported on ${date}: ${verdict.reason}`;
  return null;
}

/** The row with a note where it does not work yet. */
export function notedRow({ row, verdict }: JudgedRow, now: Date): ImportRow {
  const note = noteOf(verdict, now.toISOString().slice(0, 10));
  if (note === null) return row;
  return { ...row, entry: { ...row.entry, enabled: row.entry["enabled"] ?? true, note } };
}

/** One sentence without its end. */
export function verdictText(verdict: RowVerdict): string {
  switch (verdict.kind) {
    case "ok":
      return `ok: ${verdict.what}`;
    case "unchecked":
      return "ok, not checked";
    case "duplicate":
      return `duplicate of ${verdict.of}`;
    case "unreachable":
      return `unreachable because ${verdict.reason}`;
    case "notFeed":
      return verdict.found.length === 0
        ? `not a feed, found nothing else: ${verdict.reason}`
        : `not a feed, found ${verdict.found.join(", ")}`;
    case "refused":
      return `cannot be a source: ${verdict.reason}`;
  }
}

const maxTitle = 32;
const maxUrl = 70;

/** What the lines of the rows begin with: number, title and address, in columns of equal width. */
export function rowStarts(rows: readonly ImportRow[]): string[] {
  const lines = columns(
    rows.map(({ title, urls }, index) => [
      String(index + 1),
      oneLine(title, maxTitle),
      oneLine(withoutPassword(urls[0] ?? "(handed in)"), maxUrl) +
        (urls.length > 1 ? ` and ${urls.length - 1} more` : ""),
    ]),
    [0],
  );
  const width = lines.reduce((longest, line) => Math.max(longest, line.length), 0);
  return lines.map((line) => line.padEnd(width));
}

/** Lists hold passwords that way; they are not for the screen. */
export function withoutPassword(url: string): string {
  return url.replace(/(?<=:\/\/)[^\s/@]+(?=@)/g, "…");
}

/** The line of one row, and one for each note. */
export function rowLines(start: string, { verdict, notes }: JudgedRow): string[] {
  return [`${start}  ${oneLine(verdictText(verdict), 300)}`, ...notes.map((note) => `      (${oneLine(note, 200)})`)];
}

/** E.g. `50 rows: 40 ok, 5 duplicates, 3 unreachable, 2 not feeds`. */
export function verdictCounts(verdicts: readonly RowVerdict[]): string {
  const count = (kind: RowVerdict["kind"]): number => verdicts.filter((verdict) => verdict.kind === kind).length;
  const parts = [
    [count("ok") + count("unchecked"), "ok"],
    [count("duplicate"), count("duplicate") === 1 ? "duplicate" : "duplicates"],
    [count("unreachable"), "unreachable"],
    [count("notFeed"), count("notFeed") === 1 ? "not a feed" : "not feeds"],
    [count("refused"), "not possible"],
  ] as const;
  const named = parts
    .filter(([amount]) => amount > 0)
    .map(([amount, what]) => `${amount.toLocaleString("en")} ${what}`);
  return `${counted(verdicts.length, "row")}${named.length === 0 ? "" : `: ${named.join(", ")}`}`;
}
