import { loadConfig } from "@wirewatch/config";
import type { Config, SourceConfig } from "@wirewatch/config";
import type { ConfigReader } from "@wirewatch/store";

/** The three files of a configuration as values, without their `version`. */
export interface ConfigFiles {
  readonly sources: { readonly sources: readonly object[] } & Readonly<Record<string, unknown>>;
  readonly topics?: readonly object[];
  /** `alerts.yaml`; absent, alerts go to the terminal. */
  readonly alerts?: object;
}

/**
 * A configuration as the program loads it, all defaults filled in. Secrets stay references.
 *
 * @throws {Error} with the problems' messages when the files would be refused
 */
export async function configFrom({ sources, topics = [], alerts }: ConfigFiles): Promise<Config> {
  const files: Readonly<Record<string, object | undefined>> = {
    "sources.yaml": { version: 1, ...sources },
    "topics.yaml": { version: 1, topics },
    "alerts.yaml": alerts === undefined ? undefined : { version: 1, ...alerts },
  };
  const readFile = async (path: string): Promise<Uint8Array> => {
    const file = files[path];
    if (file === undefined) throw Object.assign(new Error("no such file"), { code: "ENOENT" });
    return Buffer.from(JSON.stringify(file));
  };
  const loaded = await loadConfig("", { env: {}, readFile, checkSecrets: false });
  if (!loaded.ok) throw new Error(loaded.problems.map((problem) => problem.message).join("\n"));
  return loaded.config;
}

/** A source as the program loads it. @throws {Error} as `configFrom` does */
export async function sourceFrom(settings: object): Promise<SourceConfig> {
  const { sources } = await configFrom({ sources: { sources: [settings] } });
  const [source] = sources;
  if (source === undefined) throw new Error("there is no source");
  return source;
}

/** A reader that always gives this configuration. */
export function readerOf(config: Config, version = "1"): ConfigReader<Config> {
  return { current: () => Promise.resolve({ version, config }) };
}
