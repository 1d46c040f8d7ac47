import type { Config, SourceConfig, TopicConfig } from "@wirewatch/config";

/** The topic of that id; undefined when the configuration has none. */
export const topicOf = (config: Pick<Config, "topics">, id: string): TopicConfig | undefined =>
  findTopic(config.topics, id);

/** The source of that id; undefined when the configuration has none. */
export const sourceOf = (config: Pick<Config, "sources">, id: string): SourceConfig | undefined =>
  findSource(config.sources, id);

const findTopic = finder<TopicConfig>();
const findSource = finder<SourceConfig>();

/** Each list is indexed when it is first asked: there may be thousands of topics, and every match asks. */
function finder<Item extends { readonly id: string }>(): (items: readonly Item[], id: string) => Item | undefined {
  const indexes = new WeakMap<readonly Item[], ReadonlyMap<string, Item>>();
  return (items, id) => {
    const index = indexes.get(items) ?? new Map(items.map((item) => [item.id, item]));
    indexes.set(items, index);
    return index.get(id);
  };
}
