import { createTopicEngine as createEngine, type TopicEngine } from "../match/engine.ts";
import type { Stemmer } from "../match/stem-index.ts";
import type { TopicIndexOptions } from "../match/topic-index.ts";
import { compileTopics as compile, type CompiledTopics, type TopicDefinition } from "../topics/compile-topics.ts";
import { stem } from "./stem.ts";

/** The engine of `match/engine.ts` with Snowball's stems, which are loaded with the first word that needs one. */
export function createTopicEngine(options: TopicIndexOptions = {}): TopicEngine {
  return createEngine({ stem, ...options });
}

/**
 * `topics/compile-topics.ts` with Snowball's stems, which are loaded with the first word that needs one.
 *
 * @throws {RangeError} naming topic and clause, when a query cannot be read or there is nothing to look for
 */
export function compileTopics(
  topics: readonly TopicDefinition[],
  options: { readonly stem?: Stemmer } = {},
): CompiledTopics {
  return compile(topics, { stem, ...options });
}
