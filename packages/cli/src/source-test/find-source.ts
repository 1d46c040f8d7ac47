import { existsSync } from "node:fs";
import { join } from "node:path";
import { loadConfig, originWords } from "@wirewatch/config";
import type { Config, Origins, SourceConfig } from "@wirewatch/config";
import type { Environment } from "@wirewatch/runtime";
import { canonicalUrl } from "@wirewatch/urls";
import { openConfig } from "../config-files.ts";
import { currentConfig } from "../current-config.ts";
import type { Tell } from "../say-aside.ts";
import { UsageError } from "../usage-error.ts";
import { NoStoreError } from "../store-url.ts";
import { withStore } from "../with-store.ts";

const shownIds = 20;

/** The source to test, and what goes with it. */
export interface FoundSource {
  readonly source: SourceConfig;
  readonly config: Pick<Config, "network" | "topics">;
  /** Where people reach the console, as alerts.yaml says it. */
  readonly publicUrl: string | null;
  /** Where it stands, e.g. `sources.yaml:12` or `console`; null for an address that the configuration does not have. */
  readonly from: string | null;
}

/**
 * Finds a source by its id or by the address of one of its feeds; any other address becomes a source with the default
 * settings. The configuration files count when there are any, with what was made in the console; else the configuration in the store.
 *
 * @param tell takes one line about what was left out
 * @throws {UsageError} when there is no such source, or the files cannot be used
 */
export async function findSource(idOrUrl: string, env: Environment, tell: Tell): Promise<FoundSource> {
  const { config, origins } = await readConfiguration(env, tell);
  const key = canonicalUrl(idOrUrl);
  const source = config?.sources.find(({ id, url, feeds }) =>
    key === null
      ? id === idOrUrl
      : [url, ...feeds].some((address) => address !== null && canonicalUrl(address) === key),
  );
  const publicUrl = config?.alerts.publicUrl ?? null;
  if (config !== null && source !== undefined) {
    return { source, config, publicUrl, from: originWords(origins?.sources.get(source.id)) };
  }
  const rest = { network: config?.network ?? { allowPrivate: [] }, topics: config?.topics ?? [] };
  if (key !== null)
    return { source: await sourceOf(idOrUrl, rest.network.allowPrivate), config: rest, publicUrl, from: null };
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
 * The configuration in the files and the console, else the one in the store; null when there is neither.
 *
 * @param tell takes one line about what was left out
 * @throws {UsageError} when the files cannot be used
 */
export async function readConfiguration(
  env: Environment,
  tell: Tell,
): Promise<{ readonly config: Config | null; readonly origins: Origins | null }> {
  if (existsSync(join(env.configFolder, "sources.yaml"))) return openConfig(env, tell);
  try {
    return { config: await withStore(env, ({ db }) => currentConfig(db)), origins: null };
  } catch (error) {
    if (error instanceof NoStoreError) return { config: null, origins: null };
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
