import { parse, stringify } from "yaml";
import type { SourceConfig } from "./config.ts";
import { entriesAt } from "./entries.ts";
import { valueAt } from "./describe-value.ts";
import type { Loaded } from "./load-config.ts";
import { fileProblem } from "./problem.ts";
import type { Problem } from "./problem.ts";
import type { ReadFile } from "./secrets.ts";

/** A source that was imported or made in the console. */
export interface ConsoleSource {
  readonly id: string;
  /** YAML of one entry of the list under `sources`. */
  readonly content: string;
}

/** A source as the console keeps it: YAML of one entry. */
export function sourceText(entry: Readonly<Record<string, unknown>>): string {
  return stringify(entry, { lineWidth: 0, aliasDuplicateObjects: false });
}

/** Reads a `sources.yaml`; `loadSources`. */
type LoadSources = (
  path: string,
  options: { readonly readFile: ReadFile; readonly allowPrivate: readonly string[] },
) => Promise<Loaded<{ readonly sources: readonly SourceConfig[] }>>;

/** A file may have 1 MB: so many sources are read as one. */
const atOnce = 500;

/**
 * The sources of the console, as if they stood in the file: with its defaults, and held to its rules. One whose id the file has as well is
 * left out: the file is what people look into.
 *
 * @param file the file's plain value
 */
export async function loadConsoleSources(
  objects: readonly ConsoleSource[],
  file: unknown,
  allowPrivate: readonly string[],
  load: LoadSources,
): Promise<{ readonly sources: readonly SourceConfig[]; readonly problems: readonly Problem[] }> {
  const taken = new Set(entriesAt(file, ["sources"]).map(({ value }) => valueAt(value, ["id"])));
  const left = objects.filter(({ id }) => !taken.has(id));
  const defaults = valueAt(file, ["defaults"]);
  const read = (path: string, entries: readonly unknown[]): ReturnType<LoadSources> => {
    const text = JSON.stringify({ version: 1, ...(defaults === undefined ? {} : { defaults }), sources: entries });
    return load(path, { readFile: () => Promise.resolve(Buffer.from(text)), allowPrivate });
  };
  const sources: SourceConfig[] = [];
  const problems: Problem[] = [];
  for (let from = 0; from < left.length; from += atOnce) {
    const some = left.slice(from, from + atOnce).map((object) => ({ object, entry: entryOf(object) }));
    const loaded = await read(
      "console: sources",
      some.map(({ entry }) => entry),
    );
    if (loaded.ok) sources.push(...loaded.sources);
    else {
      // Which of them it is.
      for (const { object, entry } of some) {
        const alone = await read(`console: source ${object.id}`, [entry]);
        if (alone.ok) sources.push(...alone.sources);
        else problems.push(...alone.problems.slice(0, 1).map((problem) => inConsole(object, problem)));
      }
    }
  }
  return { sources, problems };
}

/** The entry under the id it is kept by; what cannot be read is no source. */
function entryOf({ id, content }: ConsoleSource): unknown {
  try {
    const value: unknown = parse(content, { logLevel: "silent", maxAliasCount: 0 });
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value, id } : { id };
  } catch {
    return { id };
  }
}

/** Its place is in no file. */
function inConsole({ id }: ConsoleSource, { message, found, expected }: Problem): Problem {
  return fileProblem(`console: source ${id}`, { found, expected, message });
}
