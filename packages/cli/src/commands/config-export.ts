import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { appendSources, appendTopics, configFiles, loadConfig, readSourceText } from "@wirewatch/config";
import type { ConsoleSource, ConsoleTopic } from "@wirewatch/config";
import type { Environment } from "@wirewatch/runtime";
import { readWords } from "../command-words.ts";
import { problemReport, refusalLine } from "../config-loader.ts";
import { lookAtConsole } from "../console-look.ts";
import { tellAside } from "../say-aside.ts";
import type { Tell } from "../say-aside.ts";
import { replaceFile } from "../source-import/sources-file.ts";
import { counted, printable } from "../terminal-text.ts";
import { UsageError } from "../usage-error.ts";

const usage = "config export [--output folder]";

/**
 * `wirewatch config export`: the three files with what was made in the console put into them, as one stream of YAML documents or as files in a
 * folder. What stands in the files stays byte for byte; references to secrets stay references.
 *
 * @returns exit code 0
 * @throws {UsageError} when the configuration cannot be used, for then nobody could say what it is
 */
export async function exportConfig(
  words: readonly string[],
  env: Environment,
  write: (text: string) => void,
  tell = tellAside,
): Promise<number> {
  const { names, options } = readWords(words, { output: { type: "string" } }, usage);
  if (names.length > 0)
    throw new UsageError(`"config export" takes no names, found "${names[0] ?? ""}"; write: wirewatch ${usage}`);
  const look = await lookAtConsole(env);
  if (look.note !== null) tell(look.note);
  const made = await inUse(env.configFolder, look, tell);
  const files = await exportedFiles(env.configFolder, made);
  if (options.output === undefined) {
    for (const { name, text } of files) write(`--- # ${name}\n${text.replace(/\n*$/u, "\n")}`);
    return 0;
  }
  const { output } = options;
  await mkdir(output, { recursive: true });
  for (const { name, text } of files) await replaceFile(join(output, name), text);
  const counts = [
    ...(made.topics.length === 0 ? [] : [counted(made.topics.length, "topic")]),
    ...(made.sources.length === 0 ? [] : [counted(made.sources.length, "source")]),
  ];
  const among = counts.length === 0 ? "" : `, ${counts.join(" and ")} of the console among them`;
  write(printable([`wrote ${files.map(({ name }) => name).join(", ")} to ${output}${among}`]));
  return 0;
}

/** What of the console the configuration has. */
interface Made {
  readonly topics: readonly ConsoleTopic[];
  readonly sources: readonly ConsoleSource[];
}

/** Objects of the console that can be used; the others are told of, and would only break the files. */
async function inUse(folder: string, { topics, sources }: Made, tell: Tell): Promise<Made> {
  const given = { consoleTopics: topics, consoleSources: sources };
  const loaded = await loadConfig(folder, { env: {}, readFile, checkSecrets: false, ...given });
  if (!loaded.ok) {
    throw new UsageError(`the configuration in ${folder} cannot be used\n\n${problemReport(loaded.problems)}`);
  }
  for (const refused of loaded.refused) tell(refusalLine(refused));
  const isUsed = (kind: "topic" | "source", id: string): boolean =>
    !loaded.refused.some((one) => one.kind === kind && one.id === id);
  return {
    topics: topics.filter(({ id }) => isUsed("topic", id)),
    sources: sources.filter(({ id }) => isUsed("source", id)),
  };
}

async function exportedFiles(folder: string, made: Made): Promise<{ readonly name: string; readonly text: string }[]> {
  const files = [];
  for (const name of configFiles) {
    const text = await textOf(join(folder, name));
    if (text !== null) files.push({ name, text: withMade(name, text, made) });
  }
  return files;
}

function withMade(name: string, text: string, { topics, sources }: Made): string {
  if (name === "topics.yaml") return appendTopics(text, topics);
  return name === "sources.yaml" ? appendSources(text, sources.map(readSourceText)) : text;
}

/** Null for a file that is not there: alerts.yaml may be absent. */
async function textOf(path: string): Promise<string | null> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}
