import { buildTopics } from "./build-topics.ts";
import type { TopicConfig } from "./config.ts";
import { valueAt } from "./describe-value.ts";
import { textsAt } from "./entries.ts";
import type { Complaint } from "./locate.ts";
import { consoleName, openTopicEntry, type ConsoleTopic } from "./open-entry.ts";
import { locateAll, rootOf, type OpenedFile } from "./open-file.ts";
import { problemAt, type Problem } from "./problem.ts";
import { emptyTopicComplaints, topicComplaints } from "./topic-rules.ts";
import type { TopicsFile } from "./topics-schema.ts";

/** A topic of the console, opened like a file. */
export type OpenedTopic = OpenedFile<TopicsFile>;

export function openConsoleTopics(topics: readonly ConsoleTopic[]): readonly OpenedTopic[] {
  return topics.map(({ id, content }) => openTopicEntry(consoleName(id), content));
}

/** What is wrong with topics of the console themselves, and ids that a file or another one has as well. */
export function consoleTopicProblems(
  opened: readonly OpenedTopic[],
  topics: OpenedFile<TopicsFile>,
): readonly Problem[] {
  return [...opened.flatMap(topicEntryProblems), ...sharedIds(opened, topics)];
}

function topicEntryProblems(entry: OpenedTopic): readonly Problem[] {
  return entry.kind === "unreadable" ? entry.problems : locateAll(entry, topicRules(entry));
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

/** One id in a file and in the console: neither is taken before the other, for nobody could say which one is meant. */
function sharedIds(opened: readonly OpenedTopic[], file: OpenedFile<TopicsFile>): readonly Problem[] {
  const inFile = new Map<string, string>();
  const root = rootOf(file);
  const list = valueAt(root, ["topics"]);
  for (const at of Array.isArray(list) ? list.keys() : []) {
    const path = ["topics", at, "id"];
    for (const { value } of textsAt(root, path)) {
      const [place] = locateAll(file, [{ path, found: value, expected: value, message: value }]);
      if (place !== undefined && !inFile.has(value)) inFile.set(value, `${place.file}:${place.line}`);
    }
  }
  return opened.flatMap((entry) => {
    if (entry.kind !== "read") return [];
    const id = valueAt(entry.yaml.value, ["topics", 0, "id"]);
    if (typeof id !== "string") return [];
    if (consoleName(id) !== entry.path) {
      const message = `found the id \`${id}\` in ${entry.path}: a topic of the console keeps the id it was made with.`;
      return [problemAt(entry.yaml.source, 0, { found: id, expected: "the id it was made with", message })];
    }
    const other = inFile.get(id);
    if (other === undefined) return [];
    const message = `the topic \`${id}\` is in ${other} and was made in the console: rename one, or delete one (the console keeps versions).`;
    return [problemAt(entry.yaml.source, 0, { found: id, expected: "an id that no file has", message })];
  });
}
