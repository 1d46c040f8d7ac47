import { appendSources, sourceText } from "@wirewatch/config";
import type { SourceConfig } from "@wirewatch/config";
import { readConsoleObjects, saveConsoleObject, sql } from "@wirewatch/store";
import type { Database, Kysely } from "@wirewatch/store";
import { canonicalUrl } from "@wirewatch/urls";
import type { JudgedRow } from "./import-runs.ts";

type Entry = NonNullable<JudgedRow["entry"]>;

/** What an import changed. */
export interface Imported {
  readonly added: readonly string[];
  /** Came to be there after the list was looked at. */
  readonly left: readonly string[];
}

/**
 * Keeps sources as objects of the console; the loader of the configuration puts them in force within seconds. What is there by now,
 * under its id or address, is left alone: the same list again changes nothing.
 */
export async function saveImport(
  db: Kysely<Database>,
  entries: readonly Entry[],
  configured: readonly SourceConfig[],
  by: string,
  audit: (imported: Imported, tx: Kysely<Database>) => Promise<void>,
): Promise<Imported> {
  return db.transaction().execute(async (tx) => {
    // One import after the other: each sees what the one before added.
    await sql`select pg_advisory_xact_lock(hashtext('wirewatch source import'))`.execute(tx);
    const objects = await readConsoleObjects(tx, "source");
    const ids = new Set([...configured.map(({ id }) => id), ...objects.map(({ id }) => id)]);
    const addresses = new Set(configured.flatMap(({ feeds }) => feeds.map(keyOf)));
    const texts = new Set(objects.map(({ content }) => content));
    const added: string[] = [];
    const left: string[] = [];
    for (const { id, entry } of entries) {
      const content = sourceText(entry);
      const own = addressesOf(entry).map(keyOf);
      const isThere = ids.has(id) || texts.has(content) || (own.length > 0 && own.every((url) => addresses.has(url)));
      const write = isThere ? null : await saveConsoleObject(tx, { kind: "source", id, content, basedOn: null, by });
      if (write?.kind === "written") added.push(id);
      else left.push(id);
    }
    const imported = { added, left };
    if (added.length > 0) await audit(imported, tx);
    return imported;
  });
}

/** The entries as a `sources.yaml` of their own. */
export function importYaml(entries: readonly Entry[]): string {
  return appendSources(
    "",
    entries.map(({ entry }) => entry),
  );
}

/** Addresses that an entry would have asked. */
function addressesOf({ url, feeds }: Readonly<Record<string, unknown>>): string[] {
  if (Array.isArray(feeds)) return feeds.map(String);
  return typeof url === "string" ? [url] : [];
}

function keyOf(url: string): string {
  return canonicalUrl(url) ?? url;
}
