import { randomBytes } from "node:crypto";
import { chmod, mkdir, open, readFile, realpath, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { appendSources, loadConfig, loadSources } from "@wirewatch/config";
import type { ConsoleSource, SourceConfig, WrittenSource } from "@wirewatch/config";
import { environmentVariables } from "@wirewatch/runtime";
import { canonicalUrl } from "@wirewatch/urls";
import { problemReport } from "../config-loader.ts";
import { UsageError } from "../usage-error.ts";
import type { KnownSources } from "./choose-rows.ts";

/** The `sources.yaml` that sources are added to. */
export interface SourcesFile {
  readonly path: string;
  /** Null when there is no file yet. */
  readonly text: string | null;
  readonly sources: readonly SourceConfig[];
  /** Sources of the console that are in use beside those of the file. */
  readonly made: readonly SourceConfig[];
  /** Private hosts that the whole configuration opens. */
  readonly allowPrivate: readonly string[];
}

/**
 * @param consoleSources may be named by topics of the files
 * @throws {UsageError} when the file has mistakes: what goes beside them could not be checked
 */
export async function readSourcesFile(
  folder: string,
  consoleSources: readonly ConsoleSource[] = [],
): Promise<SourcesFile> {
  const path = join(folder, "sources.yaml");
  const options = { env: environmentVariables(), readFile, checkSecrets: false, consoleSources };
  const all = await loadConfig(folder, options);
  const opened = all.ok ? all.config.network.allowPrivate : [];
  const bytes = await bytesOf(path);
  const made = all.ok ? all.config.sources.filter(({ id }) => all.origins.sources.get(id)?.kind === "console") : [];
  if (bytes === null) return { path, text: null, sources: [], made, allowPrivate: opened };
  const { sources, allowPrivate } = await load(path, bytes, opened);
  return { path, text: new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes), sources, made, allowPrivate };
}

/**
 * What is there already, as rows are compared with it.
 *
 * @param feeds addresses that are polled for a source beside those it lists; those of other sources do not count
 * @param taken further ids that are not free
 */
export function knownSources(
  sources: readonly SourceConfig[],
  feeds: readonly { readonly sourceId: string; readonly url: string }[] = [],
  taken: readonly string[] = [],
): KnownSources {
  const listed = sources.flatMap((source) =>
    [...source.feeds, ...(source.url === null ? [] : [source.url])].map((url) => ({ sourceId: source.id, url })),
  );
  // The first named has an address: what is listed comes before what was found.
  const ids = new Set(sources.map((source) => source.id));
  const found = feeds.filter((feed) => ids.has(feed.sourceId));
  const owners = [...found, ...listed.toReversed()].map(
    ({ url, sourceId }) => [canonicalUrl(url) ?? url, sourceId] as const,
  );
  return {
    ids: new Set([...ids, ...taken]),
    urls: new Map(owners),
    tags: new Map(sources.map((source) => [source.id, source.tags])),
  };
}

/**
 * The file with more sources, and what they are with the defaults it has.
 *
 * @throws {UsageError} when a default of the file does not go with them
 */
export async function withSources(
  file: SourcesFile,
  entries: readonly WrittenSource[],
): Promise<{ readonly text: string; readonly added: readonly SourceConfig[] }> {
  const text = appendSources(file.text ?? "", entries);
  const { sources } = await load(file.path, Buffer.from(text), file.allowPrivate);
  const known = new Set(file.sources.map((source) => source.id));
  const added = sources.filter((source) => !known.has(source.id));
  if (added.length !== entries.length || sources.length !== file.sources.length + entries.length)
    throw new Error(`${file.path}: the new sources do not fit behind the others; nothing was written`);
  return { text, added };
}

/** Keys of a source that it can do without when a list has something else there. */
const dispensable = /^(language|country): found /;

/**
 * A source as it can stand in the file: language and country are left out when they are none.
 *
 * @returns with what was left out; or what is wrong with the source
 */
export async function usableEntry(
  entry: WrittenSource,
  allowPrivate: readonly string[],
): Promise<{ readonly entry: WrittenSource; readonly notes: readonly string[] } | { readonly flaw: string }> {
  const notes: string[] = [];
  let kept = entry;
  for (;;) {
    const bytes = Buffer.from(JSON.stringify({ sources: [kept] }));
    const loaded = await loadSources("row", { readFile: () => Promise.resolve(bytes), allowPrivate });
    if (loaded.ok) return { entry: kept, notes };
    const flaw = (loaded.problems[0]?.message ?? "it cannot be read").replace(/\.$/, "");
    const key = dispensable.exec(flaw)?.[1];
    if (key === undefined || !(key in kept)) return { flaw };
    notes.push(`left out: ${flaw}`);
    kept = Object.fromEntries(Object.entries(kept).filter(([name]) => name !== key));
  }
}

/** Replaces a file in one step, keeping its permissions; a link stays a link. Creates its folder when there is none. */
export async function replaceFile(path: string, text: string): Promise<void> {
  const target = await realpath(path).catch(() => path);
  await mkdir(dirname(target), { recursive: true });
  const mode = await stat(target).then(
    (known) => known.mode & 0o777,
    () => 0o644,
  );
  const draft = join(dirname(target), `.${randomBytes(6).toString("hex")}.tmp`);
  try {
    const file = await open(draft, "wx", mode);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await chmod(draft, mode);
    await rename(draft, target);
  } catch (cause) {
    await rm(draft, { force: true });
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : String(cause);
    throw new UsageError(`${path} cannot be written (${code})`, { cause });
  }
}

async function load(path: string, bytes: Uint8Array, allowPrivate: readonly string[]) {
  const loaded = await loadSources(path, { readFile: () => Promise.resolve(bytes), allowPrivate });
  if (!loaded.ok)
    throw new UsageError(`${path} has mistakes that must be mended first\n\n${problemReport(loaded.problems)}`);
  return { sources: loaded.sources, allowPrivate: loaded.network.allowPrivate };
}

async function bytesOf(path: string): Promise<Uint8Array | null> {
  try {
    return await readFile(path);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    if (code === "ENOENT") return null;
    throw new UsageError(`${path} cannot be read (${code})`, { cause: error });
  }
}
