import { parseStoredConfig } from "@wirewatch/config";
import type { Config, TopicConfig } from "@wirewatch/config";
import { withQueryPlaces } from "@wirewatch/explain";
import { createConfigReader, explainUrl, latestArchived, topicDocument, topicVersion } from "@wirewatch/store";
import type { Database, ExplainedArticle, ExplainedMatch, Kysely } from "@wirewatch/store";
import { compileTopics, explainMiss, stem } from "@wirewatch/topics";
import { oneLine } from "../terminal-text.ts";
import { UsageError } from "../usage-error.ts";
import { matchLines } from "./explain-matches.ts";

/** Why a topic is, or is not, in an article. */
export interface TopicAnswer {
  readonly url: string;
  /** The database's clock. */
  readonly asOf: Date;
  readonly topic: { readonly id: string; readonly name: string; readonly version: string };
  readonly configVersion: string;
  /** Those at the address whose text topics were asked about; empty when there are none. */
  readonly articles: readonly {
    readonly id: string;
    readonly revision: number;
    readonly title: string | null;
    readonly language: string | null;
    /** Why the topic as it runs is not in the text, in sentences; empty when it is. */
    readonly missing: readonly string[];
    /** The latest match that was recorded. */
    readonly recorded: ExplainedMatch | null;
  }[];
}

/**
 * Asks a topic, as it runs now, about the article at an address.
 *
 * @throws {UsageError} when no such topic runs
 */
export async function explainTopic(db: Kysely<Database>, url: string, topicId: string): Promise<TopicAnswer> {
  const { version, config } = await createConfigReader(db, parseStoredConfig).current();
  const topic = config.topics.find((candidate) => candidate.id === topicId);
  if (topic === undefined)
    throw new UsageError(
      `there is no topic "${topicId}" in the running configuration ${version}; one that is only in the files can be tried with "wirewatch topics backtest"`,
    );
  const explanation = await explainUrl(db, url);
  const articles = [];
  for (const article of explanation.articles) {
    const answer = await askArticle(db, config, topic, article);
    if (answer !== null) articles.push(answer);
  }
  return {
    url,
    asOf: explanation.asOf,
    topic: { id: topic.id, name: topic.name, version: topicVersion(topic) },
    configVersion: version,
    articles,
  };
}

async function askArticle(
  db: Kysely<Database>,
  config: Config,
  topic: TopicConfig,
  { id, revisions }: ExplainedArticle,
): Promise<TopicAnswer["articles"][number] | null> {
  const row = await latestArchived(db, id);
  if (row === null) return null;
  const source = config.sources.find((candidate) => candidate.id === row.source_id);
  const document = topicDocument(row, row.sections, source);
  const facts = { sourceId: row.source_id, sourceTags: source?.tags ?? [] };
  const missing = explainMiss(topic, document, facts, (topics) => compileTopics(topics, { stem }));
  const recorded = revisions.flatMap(({ matches }) => matches).findLast((match) => match.topicId === topic.id);
  const { revision, title } = row;
  return { id, revision, title, language: document.lang ?? null, missing, recorded: recorded ?? null };
}

/** The answer for people; pure. */
export function topicLines({ url, asOf, topic, configVersion, articles }: TopicAnswer): string[] {
  return [
    `${url}   (times are UTC)`,
    `Topic ${topic.id} (${oneLine(topic.name, 80)}), version ${topic.version} as it runs, by configuration ${configVersion}`,
    ...(articles.length === 0
      ? ["", 'No article with a text is known at this address; "wirewatch explain" without --topic says why.']
      : []),
    ...articles.flatMap(({ id, revision, title, language, missing, recorded }) => [
      "",
      `Article ${id}${title === null ? "" : ` “${oneLine(title)}”`}, revision ${revision}${language === null ? "" : `, in ${oneLine(language, 40)}`}`,
      ...missingLines(missing),
      ...(recorded === null ? unrecordedLines(topic, missing) : recordedLines(topic, recorded, asOf)),
    ]),
  ];
}

function missingLines(missing: readonly string[]): string[] {
  if (missing.length === 0) return ["  The topic is in it."];
  return ["  The topic is not in it:", ...missing.map((sentence) => `    ${oneLine(withQueryPlaces(sentence), 800)}`)];
}

function unrecordedLines({ id }: TopicAnswer["topic"], missing: readonly string[]): string[] {
  if (missing.length > 0) return [];
  return [
    "  No match is recorded: the topic was added or changed after the article came, or its text still waits.",
    `  "wirewatch topics rematch ${id}" records what it finds in the archive; nobody is told.`,
  ];
}

function recordedLines(topic: TopicAnswer["topic"], recorded: ExplainedMatch, asOf: Date): string[] {
  const isOther = recorded.topicVersion !== "" && recorded.topicVersion !== topic.version;
  return [`  Recorded${isOther ? " with another version of the topic" : ""}:`, ...matchLines(recorded, asOf)];
}
