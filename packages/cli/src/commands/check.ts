import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { countTopicTests, jsonSchemas, loadConfig } from "@wirewatch/config";
import type { Config, Problem, ReadFile, SecretSources } from "@wirewatch/config";
import { runTopicTests } from "@wirewatch/topics";
import type { ConsoleLook } from "../console-look.ts";

/** Problems that are shown in full; the rest is counted. */
const maxShown = 50;

export interface CheckOptions {
  /** Folder with sources.yaml, topics.yaml and alerts.yaml. */
  readonly folder: string;
  readonly env: SecretSources["env"];
  readonly readFile: ReadFile;
  /** What was made in the console; nothing when left out. */
  readonly made?: Pick<ConsoleLook, "topics" | "sources">;
  /** Takes the report, whole lines at a time. */
  readonly write: (text: string) => void;
}

/**
 * `wirewatch check`: reads the configuration, runs the topics' tests and prints every problem with
 * `file:line:column`, what was found, what was expected, a suggestion and the line itself.
 *
 * @returns exit code: 0 when all of the configuration can be used (warnings or not), else 1
 */
export async function runCheck({ folder, env, readFile, made, write }: CheckOptions): Promise<number> {
  const { topics: consoleTopics = [], sources: consoleSources = [] } = made ?? {};
  const given = { consoleTopics, consoleSources };
  const loaded = await loadConfig(folder, { env, readFile, checkSecrets: true, runTopicTests, ...given });
  if (loaded.ok && loaded.refused.length > 0) {
    writeProblems(loaded.warnings, "warning: ", write);
    for (const { problems, remedy } of loaded.refused) {
      writeProblems(problems, "not in use: ", write);
      write(`  ${remedy}\n\n`);
    }
    const objects = counted(loaded.refused.length, "object");
    write(`the files can be used: ${summaryOf(loaded.config)}; not in use: ${objects} of the console\n`);
    return 1;
  }
  if (loaded.ok) {
    writeProblems(loaded.warnings, "warning: ", write);
    write(
      `ok: ${summaryOf(loaded.config)}${loaded.warnings.length > 0 ? ` (${counted(loaded.warnings.length, "warning")})` : ""}\n`,
    );
    return 0;
  }
  writeProblems(loaded.problems, "", write);
  const files = new Set(loaded.problems.map((problem) => problem.file)).size;
  write(`${counted(loaded.problems.length, "problem")} in ${counted(files, "file")}\n`);
  return 1;
}

/**
 * `wirewatch check --write-schemas <folder>`: writes the JSON Schemas of the three files for editors.
 *
 * @returns exit code 0
 */
export async function runWriteSchemas({
  folder,
  write,
}: {
  readonly folder: string;
  readonly write: (text: string) => void;
}): Promise<number> {
  await mkdir(folder, { recursive: true });
  for (const [name, schema] of Object.entries(jsonSchemas())) {
    const path = join(folder, name);
    await writeFile(path, `${JSON.stringify(schema, null, 2)}\n`);
    write(`wrote ${path}\n`);
  }
  return 0;
}

function writeProblems(problems: readonly Problem[], prefix: string, write: (text: string) => void): void {
  for (const problem of problems.slice(0, maxShown)) {
    write(`${problem.file}:${problem.line}:${problem.column}  ${prefix}${problem.message}\n`);
    if (problem.frame !== null) write(`${problem.frame.replace(/^/gm, "  ")}\n`);
    write("\n");
  }
  if (problems.length > maxShown) write(`… and ${problems.length - maxShown} more\n\n`);
}

function summaryOf(config: Config): string {
  const tests = countTopicTests(config.topics);
  const parts = [
    counted(config.sources.length, "source"),
    counted(config.topics.length, "topic"),
    counted(config.alerts.receivers.length, "receiver"),
  ];
  return `${parts.join(", ")}${tests === 0 ? "" : `; ${counted(tests, "topic test")} passed`}`;
}

function counted(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? "" : "s"}`;
}
