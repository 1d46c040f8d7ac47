import { createTopicSet } from "../match/topic-set.ts";
import type { TopicDefinition, TopicSet } from "../match/topic-set.ts";
import type { Stemmer } from "../match/stem-index.ts";

export type { ClauseResult, TopicDefinition, TopicFacts, TopicResult } from "../match/topic-set.ts";

/** Topics ready to be asked about any number of documents. */
export type CompiledTopics = Pick<TopicSet, "match">;

/**
 * Compiles topics once and for all; `createTopicSet` keeps them up to date. Thousands are fine, a document is only tried
 * with those of which it holds a required word.
 *
 * @param options.stem stems for `~`; without it folded words are compared
 * @throws {RangeError} naming topic and clause, when a query cannot be read or there is nothing to look for
 */
export function compileTopics(
  topics: readonly TopicDefinition[],
  options: { readonly stem?: Stemmer } = {},
): CompiledTopics {
  const set = createTopicSet(options);
  set.update(topics);
  return set;
}
