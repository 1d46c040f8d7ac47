import type { TopicConfig } from "./config.ts";
import type { TopicEntry, TopicsFile } from "./topics-schema.ts";

/** All topics of the file, complete. */
export function buildTopics(file: TopicsFile): TopicConfig[] {
  return (file.topics ?? []).map(buildTopic);
}

function buildTopic(entry: TopicEntry): TopicConfig {
  const raises = entry.raise ?? [];
  return {
    id: entry.id,
    name: entry.name ?? entry.id,
    owner: entry.owner ?? null,
    severity: entry.severity ?? "normal",
    any: entry.any ?? [],
    all: entry.all ?? [],
    none: entry.none ?? [],
    where: {
      languages: entry.where?.languages ?? [],
      tags: entry.where?.tags ?? [],
      sources: entry.where?.sources ?? [],
      countries: entry.where?.countries ?? [],
    },
    labels: { ...entry.labels },
    scope: entry.scope ?? "section",
    stem: entry.stem ?? false,
    dialect: entry.dialect ?? "wql",
    raise: raises.flatMap(({ when, to }) => (typeof when === "string" ? [{ query: when, to }] : [])),
    raiseBySources: raises.flatMap(({ when, to }) =>
      typeof when === "string" ? [] : [{ sources: when.sources, withinMs: when.within, to }],
    ),
    tests: { match: entry.tests?.match ?? [], noMatch: entry.tests?.no_match ?? [] },
  };
}
