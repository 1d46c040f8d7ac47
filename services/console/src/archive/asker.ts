import type { Config, SourceConfig } from "@wirewatch/config";
import type { TopicDocument } from "@wirewatch/model";
import { topicDocument } from "@wirewatch/store";
import type { FoundArticle } from "@wirewatch/store";
import { createTopicSet, stem } from "@wirewatch/topics";
import type { TopicDefinition, TopicResult } from "@wirewatch/topics";

/** Asks topics about articles of the archive, with the engine that asks them when articles come in. */
export interface Asker {
  ask(article: FoundArticle): Asked;
}

export interface Asked {
  readonly document: TopicDocument;
  /** By the topic's id. */
  readonly found: ReadonlyMap<string, TopicResult>;
}

/** @throws {RangeError} naming topic, clause and character, when a query cannot be read */
export function createAsker(config: Pick<Config, "sources">, topics: readonly TopicDefinition[]): Asker {
  const set = createTopicSet({ stem, isShortLived: true });
  set.update(topics);
  const sources = new Map<string, SourceConfig>(config.sources.map((source) => [source.id, source]));
  return {
    ask(article) {
      const source = sources.get(article.source_id);
      const document = topicDocument(article, article.sections, source);
      const found = set.match(document, { sourceId: article.source_id, sourceTags: source?.tags ?? [] });
      return { document, found: new Map(found.map((one) => [one.topicId, one])) };
    },
  };
}
