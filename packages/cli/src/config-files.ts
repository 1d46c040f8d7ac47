import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { configFiles, loadConfig } from "@wirewatch/config";
import type { Config, Origins } from "@wirewatch/config";
import type { Environment } from "@wirewatch/runtime";
import { problemReport, refusalLine } from "./config-loader.ts";
import { lookAtConsole } from "./console-look.ts";
import type { ConsoleLook } from "./console-look.ts";
import type { Tell } from "./say-aside.ts";
import { UsageError } from "./usage-error.ts";

/** A configuration as a command has it. */
export interface OpenedConfig {
  readonly config: Config;
  readonly origins: Origins;
}

/**
 * The whole configuration: the files as they are now, with what was made in the console where a store is within reach. Where there are no
 * files at all, the configuration in force. Secrets stay references and are not looked up.
 *
 * @param tell takes one line about what was left out
 * @throws {UsageError} with every problem at its place when the files cannot be used
 */
export async function openConfig(env: Environment, tell: Tell): Promise<OpenedConfig> {
  const folder = env.configFolder;
  const look = await lookAtConsole(env, { inForce: !hasFiles(folder) });
  if (look.inForce !== null) {
    tell(noFilesLine(folder));
    return { config: look.inForce, origins: originsInForce(look) };
  }
  const { topics: consoleTopics, sources: consoleSources, note } = look;
  const loaded = await loadConfig(folder, { env: {}, readFile, checkSecrets: false, consoleTopics, consoleSources });
  if (!loaded.ok) {
    // What is missing in the files may have been made in the console.
    const aside = note === null ? "" : `\n\n${note}`;
    throw new UsageError(`the configuration in ${folder} cannot be used\n\n${problemReport(loaded.problems)}${aside}`);
  }
  if (note !== null) tell(note);
  for (const refused of loaded.refused) tell(refusalLine(refused));
  return { config: loaded.config, origins: loaded.origins };
}

/** True when there is at least one of the three files. */
export function hasFiles(folder: string): boolean {
  return configFiles.some((name) => existsSync(join(folder, name)));
}

export function noFilesLine(folder: string): string {
  return `There are no configuration files in ${folder}: this is the configuration in force.`;
}

/** Files that are elsewhere have no lines here. */
export function originsInForce({ topics, sources, inForce }: ConsoleLook): Origins {
  const made = (kind: "topic" | "source", objects: readonly { readonly id: string }[]): Origins["topics"] => {
    const refused = new Set((inForce?.refused ?? []).flatMap((one) => (one.kind === kind ? one.id : [])));
    return new Map(objects.flatMap(({ id }) => (refused.has(id) ? [] : [[id, { kind: "console" }]])));
  };
  return { topics: made("topic", topics), sources: made("source", sources) };
}
