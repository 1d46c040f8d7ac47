import type { TopicConfig } from "@wirewatch/config";

/** What a topic looks for, as sentences with lists of queries. */
export interface TopicSentence {
  readonly words: string;
  readonly queries: readonly string[];
}

/** A topic in words, in the order in which it decides. */
export function topicSentences(topic: TopicConfig): readonly TopicSentence[] {
  const { any, all, none, raise, raiseBySources } = topic;
  const where = topic.scope === "document" ? "anywhere in an article" : "in one section of an article (or its title)";
  const anyWords = any.length === 1 ? `It finds this ${where}:` : `It finds at least one of these ${where}:`;
  const allWords = any.length === 0 ? `It finds all of these ${where}:` : "and there, as well:";
  return [
    ...(any.length > 0 ? [{ words: anyWords, queries: any }] : []),
    ...(all.length > 0 ? [{ words: allWords, queries: all }] : []),
    ...(none.length > 0 ? [{ words: "but not where one of these is:", queries: none }] : []),
    ...limits(topic.where).map((words) => ({ words, queries: [] })),
    ...(topic.stem ? [{ words: "Words stand for their inflected forms, too.", queries: [] }] : []),
    ...(topic.dialect === "wql"
      ? []
      : [{ words: `The queries are written in the language of ${topic.dialect}.`, queries: [] }]),
    ...raise.map(({ query, to }) => ({ words: `The severity is ${to} when this is there:`, queries: [query] })),
    ...raiseBySources.map(({ sources, withinMs, to }) => ({
      words: `The severity is ${to} when ${sources} sources carry the story within ${hoursWords(withinMs)}.`,
      queries: [],
    })),
  ];
}

function limits({ languages, countries, sources, tags }: TopicConfig["where"]): string[] {
  return [
    ...(languages.length > 0 ? [`Only articles in ${listWords(languages)}.`] : []),
    ...(countries.length > 0 ? [`Only from sources of ${listWords(countries)}.`] : []),
    ...(sources.length > 0
      ? [`Only from ${sources.length === 1 ? "the source" : "the sources"} ${listWords(sources)}.`]
      : []),
    ...(tags.length > 0 ? [`Only from sources with the tag ${listWords(tags)}.`] : []),
  ];
}

function listWords(values: readonly string[]): string {
  return values.length === 1 ? (values[0] ?? "") : `${values.slice(0, -1).join(", ")} or ${values.at(-1) ?? ""}`;
}

function hoursWords(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 60) return `${minutes} minutes`;
  if (minutes % 1440 === 0) return minutes === 1440 ? "a day" : `${minutes / 1440} days`;
  return minutes % 60 === 0 ? (minutes === 60 ? "an hour" : `${minutes / 60} hours`) : `${minutes} minutes`;
}
