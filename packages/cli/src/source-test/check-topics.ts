import type { SourceConfig } from "@wirewatch/config";
import type { Article, TopicDocument } from "@wirewatch/model";
import { snippet } from "@wirewatch/topics";
import type { CompiledTopics } from "@wirewatch/topics";
import { counted, markedText } from "../terminal-text.ts";
import { passed } from "./check.ts";
import type { Check, SourceTest } from "./check.ts";

/** Which topics of the configuration are in an article, and where. */
export function checkTopics(article: Article, { source, config }: SourceTest, topics: CompiledTopics): Check {
  const document = topicDocument(article, source);
  const results = topics.match(document, { sourceId: source.id, sourceTags: source.tags });
  if (config.topics.length === 0) return passed("Topics", ["there are none in the configuration"]);
  if (results.length === 0) return passed("Topics", [`none of ${counted(config.topics.length, "topic")} is in it`]);
  return passed(
    "Topics",
    results.flatMap((result) => [
      `${result.topicId} (strength ${result.strength.toFixed(2)}) by ${result.clauses.map((clause) => clause.clause).join(", ")}`,
      `  ${markedText(snippet(document, result))}`,
    ]),
  );
}

/** The document that topics are matched against: title and sections, the standfirst as the beginning of the text. */
function topicDocument(article: Article, source: SourceConfig): TopicDocument {
  const { sections, standfirst } = article;
  const isApart = standfirst !== null && standfirst !== "" && !article.text.includes(standfirst);
  return {
    title: article.title,
    sections: isApart ? [{ heading: null, text: standfirst, role: "main" }, ...sections] : sections,
    lang: article.language ?? source.language,
    url: article.canonicalUrl,
    source: URL.parse(article.canonicalUrl)?.hostname.replace(/^www\./u, "") ?? null,
    author: article.authors.join(", "),
    country: source.country,
  };
}
