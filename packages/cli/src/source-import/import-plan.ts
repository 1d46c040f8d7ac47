import type { SourceConfig, WrittenSource } from "@wirewatch/config";
import { urlVerdict } from "@wirewatch/urls";
import { chooseRows } from "./choose-rows.ts";
import type { KnownSources } from "./choose-rows.ts";
import type { ImportRow } from "./import-row.ts";
import type { JudgedRow } from "./row-verdict.ts";
import { usableEntry, withSources } from "./sources-file.ts";
import type { SourcesFile } from "./sources-file.ts";

/** A row that becomes a source, with the source it would be. */
export interface PlannedRow {
  readonly kind: "planned";
  readonly row: ImportRow;
  readonly entry: WrittenSource;
  /** With the defaults of the file. */
  readonly source: SourceConfig;
  readonly notes: readonly string[];
}

/** A row that does not become a source. */
export type SettledRow = JudgedRow & { readonly kind: "settled" };

/**
 * What becomes of the rows of a list, before any of them is asked: which are there already, which cannot be a source,
 * and which source each of the others would be.
 *
 * @param tags added to every new source
 * @returns in the order of the rows
 */
export async function planImport(
  rows: readonly ImportRow[],
  file: SourcesFile,
  known: KnownSources,
  tags: readonly string[],
): Promise<(PlannedRow | SettledRow)[]> {
  const usable = await Promise.all(rows.map((row) => usableRow(row, file.allowPrivate)));
  const chosen = chooseRows(
    usable.flatMap((it) => ("flaw" in it ? [] : [it.row])),
    known,
    tags,
  );
  const entries = chosen.flatMap((it) => (it.kind === "new" ? [it.entry] : []));
  const { added } = await withSources(file, entries);
  const sources = new Map(added.map((source) => [source.id, source]));
  const left = chosen.values();
  return usable.flatMap((it): (PlannedRow | SettledRow)[] => {
    if ("flaw" in it) {
      return [{ kind: "settled", row: it.row, verdict: { kind: "refused", reason: it.flaw }, notes: it.row.notes }];
    }
    const next = left.next().value;
    if (next === undefined) return [];
    if (next.kind === "known") {
      return [{ kind: "settled", row: next.row, verdict: { kind: "duplicate", of: next.of }, notes: next.notes }];
    }
    const source = sources.get(next.id);
    return source === undefined
      ? []
      : [{ kind: "planned", row: next.row, entry: next.entry, source, notes: next.row.notes }];
  });
}

/** The row without what cannot stand in the file. */
async function usableRow(
  row: ImportRow,
  allowPrivate: readonly string[],
): Promise<{ readonly row: ImportRow } | { readonly row: ImportRow; readonly flaw: string }> {
  const entry = withoutBadSite(row, allowPrivate);
  const usable = await usableEntry({ id: "row", ...entry }, allowPrivate);
  if ("flaw" in usable) return { row, flaw: usable.flaw };
  const { id: _, ...kept } = usable.entry;
  return { row: { ...row, entry: kept, notes: [...row.notes, ...usable.notes] } };
}

/** A list's link to a site is for people; a feed is not refused for it. */
function withoutBadSite({ entry, urls }: ImportRow, allowPrivate: readonly string[]): WrittenSource {
  const { url, feeds, ...rest } = entry;
  const [feed] = urls;
  if (typeof url !== "string" || feeds === undefined || feed === undefined || urls.length > 1) return entry;
  const verdict = urlVerdict(url, null, { surface: "source", allowPrivate, privatePages: [] });
  return verdict.kind === "allow" ? entry : { ...rest, url: feed };
}
