import { readFile } from "node:fs/promises";
import { loadConfig } from "@wirewatch/config";
import type { Config } from "@wirewatch/config";
import { problemReport } from "./config-loader.ts";
import { UsageError } from "./usage-error.ts";

/**
 * The configuration as its files say, for commands that need no store. Secrets stay references and are not looked up.
 *
 * @throws {UsageError} with every problem at its place when the files cannot be used
 */
export async function openConfig(folder: string): Promise<Config> {
  const loaded = await loadConfig(folder, { env: {}, readFile, checkSecrets: false });
  if (loaded.ok) return loaded.config;
  throw new UsageError(`the configuration in ${folder} cannot be used\n\n${problemReport(loaded.problems)}`);
}
