import { readFile } from "node:fs/promises";
import { configFingerprint, loadConfig } from "@wirewatch/config";
import type { Config, Problem, SecretSources } from "@wirewatch/config";
import { syncFeeds } from "@wirewatch/fetcher";
import { environmentVariables } from "@wirewatch/runtime";
import { consoleObjectsPrint, readConsoleObjects, saveConfig } from "@wirewatch/store";
import type { Database, Kysely } from "@wirewatch/store";

/** What a look at the files gave. */
export type ConfigLoad =
  | { readonly kind: "loaded"; readonly config: Config; readonly version: string; readonly isNew: boolean }
  | { readonly kind: "unchanged" }
  | { readonly kind: "problems"; readonly problems: readonly Problem[] };

/**
 * Loads the configuration files, and what was made in the console, into the store when they changed since the last call. A bad file or object
 * changes nothing: the last good configuration stays in force.
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
      seen = fingerprint;
      return { kind: "problems", problems: loaded.problems };
    }
    // How topics are written is for the editor of the console, which may run where there are no files; readers of the configuration drop it.
    const content = { ...loaded.config, writtenTopics: Object.fromEntries(loaded.writtenTopics) };
    const { version, isNew } = await saveConfig(db, fingerprint, content);
    await syncFeeds(db, loaded.config);
    seen = fingerprint;
    return { kind: "loaded", config: loaded.config, version, isNew };
  };
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
