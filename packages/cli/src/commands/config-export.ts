import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { appendTopics, configFiles, loadConfig } from "@wirewatch/config";
import type { ConsoleTopic } from "@wirewatch/config";
import type { Environment } from "@wirewatch/runtime";
import { readWords } from "../command-words.ts";
import { problemReport } from "../config-loader.ts";
import { topicsOfConsole } from "../console-topics.ts";
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
): Promise<number> {
  const { names, options } = readWords(words, { output: { type: "string" } }, usage);
  if (names.length > 0)
    throw new UsageError(`"config export" takes no names, found "${names[0] ?? ""}"; write: wirewatch ${usage}`);
  const topics = await topicsOfConsole(env, (note) => process.stderr.write(note));
  await checkAll(env.configFolder, topics);
  const files = await exportedFiles(env.configFolder, topics);
  if (options.output === undefined) {
    for (const { name, text } of files) write(`--- # ${name}\n${text.replace(/\n*$/u, "\n")}`);
    return 0;
  }
  const { output } = options;
  await mkdir(output, { recursive: true });
  for (const { name, text } of files) await replaceFile(join(output, name), text);
  const made = topics.length === 0 ? "" : `, ${counted(topics.length, "topic")} of the console among them`;
  write(printable([`wrote ${files.map(({ name }) => name).join(", ")} to ${output}${made}`]));
  return 0;
}

async function checkAll(folder: string, consoleTopics: readonly ConsoleTopic[]): Promise<void> {
  const loaded = await loadConfig(folder, { env: {}, readFile, checkSecrets: false, consoleTopics });
  if (loaded.ok) return;
  throw new UsageError(`the configuration in ${folder} cannot be used\n\n${problemReport(loaded.problems)}`);
}

async function exportedFiles(
  folder: string,
  topics: readonly ConsoleTopic[],
): Promise<{ readonly name: string; readonly text: string }[]> {
  const files = [];
  for (const name of configFiles) {
    const text = await textOf(join(folder, name));
    if (text !== null) files.push({ name, text: name === "topics.yaml" ? appendTopics(text, topics) : text });
  }
  return files;
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
