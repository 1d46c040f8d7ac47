import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { configFingerprint, loadConfig } from "@wirewatch/config";
import type { Config, Problem, RefusedObject, SecretSources } from "@wirewatch/config";
import { syncFeeds } from "@wirewatch/fetcher";
import { environmentVariables } from "@wirewatch/runtime";
import {
  consoleObjectsPrint,
  forgetConfigRefusal,
  noteConfigRefusal,
  readConsoleObjects,
  saveConfig,
} from "@wirewatch/store";
import type { Database, Kysely } from "@wirewatch/store";

/** What a look at the files gave. */
export type ConfigLoad =
  | {
      readonly kind: "loaded";
      readonly config: Config;
      readonly version: string;
      readonly isNew: boolean;
      /** Objects of the console that it goes without. */
      readonly refused: readonly RefusedObject[];
    }
  | { readonly kind: "unchanged" }
  | { readonly kind: "problems"; readonly problems: readonly Problem[] };

/**
 * Loads the configuration files, and what was made in the console, into the store when they changed since the last call. A bad file
 * changes nothing: the last good configuration stays in force, and the store has what is wrong for the console to say. A bad object of the
 * console is left out by itself, and the console says so.
 *
 * @param env variables that secrets refer to; this process's own by default
 */
export function createConfigLoader(
  db: Kysely<Database>,
  folder: string,
  env: SecretSources["env"] = environmentVariables(),
): () => Promise<ConfigLoad> {
  let seen: string | undefined;
  return async () => {
    const fingerprint = await configFingerprint(folder, { readFile, consoleObjects: await consoleObjectsPrint(db) });
    if (fingerprint === seen) return { kind: "unchanged" };
    const consoleTopics = await readConsoleObjects(db, "topic");
    const consoleSources = await readConsoleObjects(db, "source");
    const loaded = await loadConfig(folder, { env, readFile, checkSecrets: true, consoleTopics, consoleSources });
    if (!loaded.ok) {
      await noteConfigRefusal(db, loaded.problems.map(problemLine));
      seen = fingerprint;
      return { kind: "problems", problems: loaded.problems };
    }
    // How topics are written is for the editor of the console, which may run where there are no files; readers of the configuration drop it.
    const content = { ...loaded.config, writtenTopics: Object.fromEntries(loaded.writtenTopics) };
    const { version, isNew } = await saveConfig(db, withRefused(fingerprint, loaded.config), content);
    await syncFeeds(db, loaded.config);
    await forgetConfigRefusal(db);
    seen = fingerprint;
    return { kind: "loaded", config: loaded.config, version, isNew, refused: loaded.refused };
  };
}

/** The same files and objects may give something else on another day: when a secret is there that was missing. */
function withRefused(fingerprint: string, { refused = [] }: Config): string {
  if (refused.length === 0) return fingerprint;
  return createHash("sha256")
    .update(`${fingerprint}\0${JSON.stringify(refused)}`)
    .digest("hex");
}

/** What is said of an object of the console that is not used, on one line. */
export function refusalLine({ kind, id, problems, remedy }: RefusedObject): string {
  return `The ${kind} ${id} of the console is not in use: ${problems[0].message} ${remedy}`;
}

/** A problem as one line: `file:line:column  message`. */
export function problemLine(problem: Problem): string {
  return `${problem.file}:${problem.line}:${problem.column}  ${problem.message}`;
}

/** All problems with the lines they stand in, for a person. */
export function problemReport(problems: readonly Problem[]): string {
  return problems
    .map(
      (problem) => `${problemLine(problem)}${problem.frame === null ? "" : `\n${problem.frame.replace(/^/gm, "  ")}`}`,
    )
    .join("\n\n");
}
