import { sourcesYaml } from "@wirewatch/config";
import type { Config, SourceConfig } from "@wirewatch/config";
import { formatOpml, sourceOutlines } from "@wirewatch/feeds";
import type { Environment } from "@wirewatch/runtime";
import { readWords } from "../command-words.ts";
import { lookAtConsole } from "../console-look.ts";
import type { Tell } from "../say-aside.ts";
import { formatCsv } from "../source-import/csv.ts";
import { csvColumns } from "../source-import/csv-rows.ts";
import { readSourcesFile, replaceFile } from "../source-import/sources-file.ts";
import { readConfiguration } from "../source-test/find-source.ts";
import { counted } from "../terminal-text.ts";
import { UsageError } from "../usage-error.ts";

const formats = ["opml", "yaml", "csv"] as const;
type Format = (typeof formats)[number];

export const exportUsage = `sources export [--format ${formats.join("|")}] [--output file]`;

/** The kinds that are addresses alone: what else a list would have to say has no place in OPML and CSV. */
const plainKinds: readonly SourceConfig["kind"][] = ["auto", "feed", "sitemap"];

/**
 * `wirewatch sources export`: all sources as OPML (the default), YAML or CSV, to standard output or into a file.
 *
 * @param tell takes what is said beside the list
 * @returns exit code 0
 * @throws {UsageError} when there is no configuration
 */
export async function exportCommand(
  words: readonly string[],
  env: Environment,
  write: (text: string) => void,
  tell: Tell,
): Promise<number> {
  const { format, output } = readOptions(words);
  const config = await readSources(env, tell);
  if (config === null)
    throw new UsageError(`there is no configuration to export; "wirewatch init" writes one to start from`);
  const { text, left } = exported(config, format);
  if (output === null) write(text);
  else {
    await replaceFile(output, text);
    tell(`wrote ${counted(config.sources.length - left.length, "source")} to ${output}`);
  }
  if (left.length > 0) {
    const ids = left.map((source) => `${source.id} (${source.kind})`).join(", ");
    const what = format.toUpperCase();
    tell(`left out, since ${what} has no place for what they need: ${ids}. --format yaml keeps them.`);
  }
  return 0;
}

type Sources = Pick<Config, "sources" | "network">;

/** Of the file and the console when there is a file, else of the running system. */
async function readSources(env: Environment, tell: Tell): Promise<Sources | null> {
  const { sources: consoleSources, note } = await lookAtConsole(env);
  const { text, sources, made, allowPrivate } = await readSourcesFile(env.configFolder, consoleSources);
  if (text === null) return (await readConfiguration(env, tell)).config;
  if (note !== null) tell(note);
  return { sources: [...sources, ...made], network: { allowPrivate: [...allowPrivate] } };
}

function exported(config: Sources, format: Format): { readonly text: string; readonly left: readonly SourceConfig[] } {
  if (format === "yaml") return { text: sourcesYaml(config), left: [] };
  const plain = config.sources.filter(({ kind }) => plainKinds.includes(kind));
  const left = config.sources.filter(({ kind }) => !plainKinds.includes(kind));
  return { text: format === "opml" ? formatOpml("Wirewatch sources", sourceOutlines(plain)) : asCsv(plain), left };
}

function asCsv(sources: readonly SourceConfig[]): string {
  const rows = sources.flatMap(({ feeds, name, tags, language, country }) =>
    feeds.map((url) => [url, name, tags.join(";"), language ?? "", country ?? ""]),
  );
  return formatCsv([csvColumns, ...rows]);
}

function readOptions(words: readonly string[]): { readonly format: Format; readonly output: string | null } {
  const known = { format: { type: "string" }, output: { type: "string" } } as const;
  const { names, options } = readWords(words, known, exportUsage);
  if (names.length > 0)
    throw new UsageError(`"sources export" takes no names, found "${names[0] ?? ""}"; write: wirewatch ${exportUsage}`);
  const named = options.format ?? /\.(opml|yaml|csv)$/.exec(options.output ?? "")?.[1] ?? "opml";
  const format = formats.find((candidate) => candidate === named);
  if (format === undefined) throw new UsageError(`there is no format "${named}"; formats are ${formats.join(", ")}`);
  return { format, output: options.output ?? null };
}
