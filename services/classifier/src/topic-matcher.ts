import type { Config, SourceConfig, TopicConfig } from "@wirewatch/config";
import type { Section } from "@wirewatch/model";
import { topicDocument } from "@wirewatch/store";
import type { ArticleRevision, ConfigVersion, TopicUsage } from "@wirewatch/store";
import { createTopicSet, stem } from "@wirewatch/topics";
import { foundMatch } from "./found-match.ts";
import type { FoundMatch } from "./found-match.ts";

/** The topics that are in an article, and what they were asked with. */
export interface Answer {
  /** Version of the configuration. */
  readonly version: string;
  /** Topics that were asked. */
  readonly topics: number;
  readonly matches: readonly FoundMatch[];
}

/** What a revision's row has that topics are asked about. */
type AskedRow = Parameters<typeof topicDocument>[0] & Pick<ArticleRevision, "source_id">;

/** The topics of a configuration, ready to be asked for as long as the process lives. */
export interface TopicMatcher {
  /** Takes a configuration's topics over, if it is another one than before: only those that changed cost something. */
  use(current: ConfigVersion<Config>): void;
  /** Asks the topics taken over last, whichever configuration the caller saw. @throws {Error} before the first `use` */
  ask(row: AskedRow, sections: readonly Section[]): Answer;
  /** What the topics cost and gave since the last call; a topic may be there more than once. */
  takeUsage(): TopicUsage[];
}

/** From more matches in one article on, each is recorded with one passage. */
const manyMatches = 20;

interface Used {
  readonly version: string;
  readonly topics: ReadonlyMap<string, TopicConfig>;
  readonly sources: ReadonlyMap<string, SourceConfig>;
}

export function createTopicMatcher(): TopicMatcher {
  const set = createTopicSet({ stem, now: () => performance.now() });
  let used: Used | undefined;
  /** Of topics that changed or went before anybody asked. */
  let left: TopicUsage[] = [];
  return {
    use({ version, config }) {
      if (used?.version === version) return;
      left.push(...set.takeUsage());
      set.update(config.topics);
      used = {
        version,
        topics: new Map(config.topics.map((topic) => [topic.id, topic])),
        sources: new Map(config.sources.map((source) => [source.id, source])),
      };
    },
    ask(row, sections) {
      if (used === undefined) throw new Error("the topics were not loaded");
      const { version, topics, sources } = used;
      const source = sources.get(row.source_id);
      const document = topicDocument(row, sections, source);
      const found = set.match(document, { sourceId: row.source_id, sourceTags: source?.tags ?? [] });
      const isOneOfMany = found.length > manyMatches;
      const matches = found.flatMap((one) => {
        const topic = topics.get(one.topicId);
        return topic === undefined ? [] : [foundMatch(topic, one, document, { isOneOfMany })];
      });
      return { version, topics: topics.size, matches };
    },
    takeUsage() {
      const taken = [...left, ...set.takeUsage()];
      left = [];
      return taken;
    },
  };
}
