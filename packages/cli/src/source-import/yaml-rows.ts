import { loadSources, sourceEntry } from "@wirewatch/config";
import type { SourceConfig } from "@wirewatch/config";
import { problemReport } from "../config-loader.ts";
import { UsageError } from "../usage-error.ts";
import { hostOf } from "./import-row.ts";
import type { ImportList, ImportRow } from "./import-row.ts";

/**
 * The sources of another `sources.yaml`, with what they inherit there; what it opens for them is named, not taken over.
 *
 * @param allowPrivate what this configuration opens
 * @throws {UsageError} with every problem of the file
 */
export async function yamlRows(path: string, bytes: Uint8Array, allowPrivate: readonly string[]): Promise<ImportList> {
  const loaded = await loadSources(path, { readFile: () => Promise.resolve(bytes), allowPrivate });
  if (!loaded.ok) throw new UsageError(`${path} cannot be used\n\n${problemReport(loaded.problems)}`);
  const opened = loaded.network.allowPrivate.filter((host) => !allowPrivate.includes(host));
  const notes = opened.length === 0 ? [] : [`not taken over: network.allow_private (${opened.join(", ")})`];
  return { rows: loaded.sources.map(yamlRow), notes };
}

function yamlRow(source: SourceConfig): ImportRow {
  const { id, ...entry } = sourceEntry(source);
  const [url] = source.feeds;
  return {
    title: source.name === source.id && url !== undefined ? hostOf(url) : source.name,
    urls: source.feeds,
    id: typeof id === "string" ? id : null,
    entry,
    notes: [],
  };
}
