import { buildTopics } from "./build-topics.ts";
import type { TopicConfig } from "./config.ts";
import { valueAt } from "./describe-value.ts";
import type { Complaint } from "./locate.ts";
import { consoleName, openTopicEntry, type ConsoleTopic } from "./open-entry.ts";
import { locateAll, rootOf, type OpenedFile } from "./open-file.ts";
import { originWords, type Origin } from "./origins.ts";
import { problemAt, type Problem } from "./problem.ts";
import { mendIt, refusal, takenByFile, type RefusedObject } from "./refused-object.ts";
import { emptyTopicComplaints, topicComplaints, unknownSourceComplaints } from "./topic-rules.ts";
import type { TopicsFile } from "./topics-schema.ts";

/** A topic of the console, opened like a file. */
export type OpenedTopic = OpenedFile<TopicsFile>;

/** Topics of the console, and which of them can be used. */
export interface JudgedTopics {
  readonly used: readonly OpenedTopic[];
  readonly usedIds: readonly string[];
  /** What all of them say as far as they can be read, also those that are not used. */
  readonly all: readonly OpenedTopic[];
  readonly refused: readonly RefusedObject[];
}

/**
 * Opens topics of the console. One that cannot be used is left out by itself: what somebody saves there never holds back what others wrote.
 *
 * @param inFile where the topics of the file stand, by id
 * @param sourceIds of all sources; null: what topics say of sources is not looked at
 */
export function judgeConsoleTopics(
  topics: readonly ConsoleTopic[],
  inFile: ReadonlyMap<string, Origin>,
  sourceIds: readonly string[] | null,
): JudgedTopics {
  const judged = topics.map(({ id, content }) => {
    const entry = openTopicEntry(consoleName(id), content);
    return { id, entry, refused: refusedTopic(id, entry, inFile.get(id), sourceIds) };
  });
  const used = judged.filter(({ refused }) => refused === null);
  return {
    used: used.map(({ entry }) => entry),
    usedIds: used.map(({ id }) => id),
    all: judged.map(({ entry }) => entry),
    refused: judged.flatMap(({ refused }) => refused ?? []),
  };
}

function refusedTopic(
  id: string,
  entry: OpenedTopic,
  other: Origin | undefined,
  sourceIds: readonly string[] | null,
): RefusedObject | null {
  const object = { kind: "topic", id } as const;
  if (other !== undefined) return takenByFile(object, originWords(other));
  if (entry.kind !== "read") return refusal(object, entry.kind === "unreadable" ? entry.problems : [], mendIt);
  const sources = { sources: (sourceIds ?? []).map((one) => ({ id: one })) };
  const unknown = sourceIds === null ? [] : unknownSourceComplaints(rootOf(entry), sources);
  const problems = [...locateAll(entry, [...topicRules(entry), ...unknown]), ...otherId(id, entry)];
  return refusal(object, problems, mendIt);
}

/** What is wrong with one entry, whatever else there is. */
export function topicRules(entry: OpenedTopic): readonly Complaint[] {
  if (entry.kind !== "read") return [];
  const empty = entry.value === null ? [] : emptyTopicComplaints(entry.value);
  return [...entry.complaints, ...topicComplaints(rootOf(entry)), ...empty];
}

/** The topics of entries that are right. */
export function builtTopics(opened: readonly OpenedTopic[]): TopicConfig[] {
  return opened.flatMap((entry) => (entry.kind === "read" && entry.value !== null ? buildTopics(entry.value) : []));
}

function otherId(id: string, entry: OpenedTopic): readonly Problem[] {
  const written = entry.kind === "read" ? valueAt(entry.yaml.value, ["topics", 0, "id"]) : null;
  if (entry.kind !== "read" || typeof written !== "string" || written === id) return [];
  const message = `found the id \`${written}\` in ${entry.path}: a topic of the console keeps the id it was made with.`;
  return [problemAt(entry.yaml.source, 0, { found: written, expected: "the id it was made with", message })];
}
