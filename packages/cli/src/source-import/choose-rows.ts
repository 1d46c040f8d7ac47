import { suggestId } from "@wirewatch/config";
import { canonicalUrl } from "@wirewatch/urls";
import { hostOf } from "./import-row.ts";
import type { ImportRow } from "./import-row.ts";

/** What is there already. */
export interface KnownSources {
  readonly ids: ReadonlySet<string>;
  /** Id of the source that has an address, by the canonical form of the address. */
  readonly urls: ReadonlyMap<string, string>;
  /** Tags of a source, by its id. */
  readonly tags: ReadonlyMap<string, readonly string[]>;
}

/** A row that is new, with the id it gets. */
export interface NewRow {
  readonly kind: "new";
  readonly row: ImportRow;
  readonly id: string;
  /** The source as it would be written. */
  readonly entry: Readonly<Record<string, unknown>> & { readonly id: string };
}

/** A row that is there already, or stood earlier in the list. */
export interface KnownRow {
  readonly kind: "known";
  readonly row: ImportRow;
  readonly of: string;
  readonly notes: readonly string[];
}

/**
 * Which rows are new, and under which ids. Addresses are compared in their canonical form, with what is there and with
 * the rows before; ids are made of titles and are unique.
 *
 * @param tags added to every new source
 */
export function chooseRows(
  rows: readonly ImportRow[],
  known: KnownSources,
  tags: readonly string[],
): (NewRow | KnownRow)[] {
  const ids = new Set(known.ids);
  const owners = new Map(known.urls);
  const tagsOf = new Map(known.tags);
  return rows.map((row) => {
    const of = ownerOf(row, ids, owners);
    if (of !== null) return { kind: "known", row, of, notes: leftOut(row, tagsOf.get(of) ?? []) };
    const id = freeId(row, ids);
    const kept = tagsIn(row);
    const all = [...kept, ...tags.filter((tag) => !kept.includes(tag))];
    ids.add(id);
    tagsOf.set(id, all);
    for (const url of row.urls) owners.set(canonicalUrl(url) ?? url, id);
    const { enabled, note, tags: _, ...rest } = row.entry;
    const last = Object.entries({ tags: all.length === 0 ? undefined : all, enabled, note });
    const written = Object.fromEntries(last.filter(([, value]) => value !== undefined));
    return { kind: "new", row, id, entry: { id, ...rest, ...written } };
  });
}

/** The source that polls all of a row's documents; one that is handed its articles is known by its id. */
function ownerOf(row: ImportRow, ids: ReadonlySet<string>, owners: ReadonlyMap<string, string>): string | null {
  if (row.urls.length === 0) return row.id !== null && ids.has(row.id) ? row.id : null;
  const found = row.urls.map((url) => owners.get(canonicalUrl(url) ?? url));
  return found.every((owner) => owner !== undefined) ? (found[0] ?? null) : null;
}

function tagsIn({ entry }: ImportRow): readonly string[] {
  const tags = entry["tags"];
  return Array.isArray(tags) ? tags.map(String) : [];
}

/** A list may have a feed in several folders; a source is written once. */
function leftOut(row: ImportRow, known: readonly string[]): string[] {
  const others = tagsIn(row).filter((tag) => !known.includes(tag));
  return others.length === 0 ? [] : [`its tags are not added: ${others.join(", ")}`];
}

const maxIdLength = 64;

function freeId(row: ImportRow, taken: ReadonlySet<string>): string {
  const [url = ""] = row.urls;
  const path = URL.parse(url)?.pathname ?? "";
  const base = row.id ?? suggestId(String(row.entry["name"] ?? "")) ?? suggestId(hostOf(url) + path) ?? "source";
  for (let number = 1; ; number += 1) {
    const ending = number === 1 ? "" : `-${number}`;
    const id = base.slice(0, maxIdLength - ending.length).replace(/[-_]+$/, "") + ending;
    if (!taken.has(id)) return id;
  }
}
