import { matchLabels } from "@wirewatch/alerting";
import type { Labels } from "@wirewatch/alerting";
import type { Config } from "@wirewatch/config";
import type { CardFacts } from "@wirewatch/store";

/** Makes labels of what is stored of a match. */
export type Labeller = (facts: CardFacts) => Labels;

/** The labels that routes and silences see of a match; as the notifier makes them, for many matches at once. */
export function labeller({ topics, sources }: Config): Labeller {
  const topicById = new Map(topics.map((topic) => [topic.id, topic]));
  const sourceById = new Map(sources.map((source) => [source.id, source]));
  return (facts) => matchLabels(facts, topicById.get(facts.topicId), sourceById.get(facts.sourceId));
}
