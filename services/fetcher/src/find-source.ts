import type { Config, SourceConfig } from "@wirewatch/config";

const indexes = new WeakMap<Config, ReadonlyMap<string, SourceConfig>>();

/** The source with an id. Each configuration is indexed once: with 10,000 sources a search took longer than the poll. */
export function findSource(config: Config, id: string): SourceConfig | undefined {
  const known = indexes.get(config);
  if (known !== undefined) return known.get(id);
  const index = new Map(config.sources.map((source) => [source.id, source]));
  indexes.set(config, index);
  return index.get(id);
}
