import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { loadConfig, parseStoredConfig } from "@wirewatch/config";
import type { Config, SourceConfig } from "@wirewatch/config";
import { environmentVariables } from "@wirewatch/runtime";
import type { Environment } from "@wirewatch/runtime";
import { createConfigReader } from "@wirewatch/store";
import { canonicalUrl } from "@wirewatch/urls";
import { UsageError } from "../usage-error.ts";
import { problemReport } from "../config-loader.ts";
import { NoStoreError } from "../store-url.ts";
import { withStore } from "../with-store.ts";

const shownIds = 20;

/** The source to test, and what goes with it. */
export interface FoundSource {
  readonly source: SourceConfig;
  readonly config: Pick<Config, "network" | "topics">;
  /** Where people reach the console, as alerts.yaml says it. */
  readonly publicUrl: string | null;
  /** False for an address that the configuration does not have. */
  readonly isConfigured: boolean;
}

/**
 * Finds a source by its id or by the address of one of its feeds; any other address becomes a source with the default
 * settings. The configuration files count when there are any, else the configuration in the store.
 *
 * @throws {UsageError} when there is no such source, or the files cannot be used
 */
export async function findSource(idOrUrl: string, env: Environment): Promise<FoundSource> {
  const config = await readConfiguration(env);
  const key = canonicalUrl(idOrUrl);
  const source = config?.sources.find(({ id, url, feeds }) =>
    key === null
      ? id === idOrUrl
      : [url, ...feeds].some((address) => address !== null && canonicalUrl(address) === key),
  );
  const publicUrl = config?.alerts.publicUrl ?? null;
  if (config !== null && source !== undefined) return { source, config, publicUrl, isConfigured: true };
  const rest = { network: config?.network ?? { allowPrivate: [] }, topics: config?.topics ?? [] };
  if (key !== null)
    return { source: await sourceOf(idOrUrl, rest.network.allowPrivate), config: rest, publicUrl, isConfigured: false };
  if (config === null) {
    throw new UsageError(
      `there is no configuration to find "${idOrUrl}" in; name a feed's address, or write files with "wirewatch init"`,
    );
  }
  const ids = config.sources.map((known) => known.id);
  const more = ids.length > shownIds ? ` and ${ids.length - shownIds} more` : "";
  throw new UsageError(`there is no source "${idOrUrl}"; sources are ${ids.slice(0, shownIds).join(", ")}${more}`);
}

/**
 * The configuration in the files, else the one in the store; null when there is neither.
 *
 * @throws {UsageError} when the files cannot be used
 */
export async function readConfiguration(env: Environment): Promise<Config | null> {
  if (existsSync(join(env.configFolder, "sources.yaml"))) {
    const loaded = await loadConfig(env.configFolder, { env: environmentVariables(), readFile, checkSecrets: false });
    if (!loaded.ok) throw new UsageError(`the configuration cannot be used\n\n${problemReport(loaded.problems)}`);
    return loaded.config;
  }
  try {
    return await withStore(env, async ({ db }) => {
      const stored = await db.selectFrom("config").select("version").limit(1).executeTakeFirst();
      return stored === undefined ? null : (await createConfigReader(db, parseStoredConfig).current()).config;
    });
  } catch (error) {
    if (error instanceof NoStoreError) return null;
    throw error;
  }
}

/** A source of this address with every setting at its default, read by the rules of sources.yaml. */
async function sourceOf(url: string, allowPrivate: readonly string[]): Promise<SourceConfig> {
  const files: Readonly<Record<string, unknown>> = {
    "sources.yaml": { version: 1, network: { allow_private: allowPrivate }, sources: [{ id: "this-address", url }] },
    "topics.yaml": { version: 1, topics: [] },
  };
  const loaded = await loadConfig("", {
    env: {},
    checkSecrets: false,
    // YAML holds JSON.
    readFile: async (path) => {
      const file = files[path];
      if (file === undefined) throw Object.assign(new Error("no such file"), { code: "ENOENT" });
      return new TextEncoder().encode(JSON.stringify(file, null, 2));
    },
  });
  const [source] = loaded.ok ? loaded.config.sources : [];
  if (source === undefined)
    throw new UsageError(loaded.ok ? `"${url}" cannot be a source` : (loaded.problems[0]?.message ?? url));
  return source;
}
