import type { AlertsFile } from "./alerts-schema.ts";
import { dateFormatComplaints } from "./date-format-rules.ts";
import { entriesAt, textsAt } from "./entries.ts";
import { kindComplaints } from "./kind-rules.ts";
import { locateAll, rootOf, type OpenedFile } from "./open-file.ts";
import type { Problem } from "./problem.ts";
import { selectorComplaints } from "./selector-rules.ts";
import { inheritedComplaints, sourceComplaints } from "./source-rules.ts";
import type { SourcesFile } from "./sources-schema.ts";
import { queryWarnings } from "./topic-queries.ts";
import { emptyTopicComplaints, topicComplaints } from "./topic-rules.ts";
import type { TopicsFile } from "./topics-schema.ts";

/** What reading a file said of it, as far as its schema. */
export function problemsOf(file: OpenedFile<unknown>): readonly Problem[] {
  if (file.kind === "unreadable") return file.problems;
  return file.kind === "read" ? locateAll(file, file.complaints) : [];
}

/**
 * What is wrong with a `sources.yaml` beside its schema, whatever the other files say.
 *
 * @param allowPrivate null when it is not known, since a file could not be read
 */
export function sourceProblems(
  sources: OpenedFile<SourcesFile>,
  allowPrivate: readonly string[] | null,
): readonly Problem[] {
  const root = rootOf(sources);
  return [
    ...locateAll(sources, sourceComplaints(root, allowPrivate)),
    ...locateAll(sources, kindComplaints(root)),
    ...locateAll(sources, selectorComplaints(root)),
    ...locateAll(sources, dateFormatComplaints(root)),
    ...locateAll(sources, valueOf(sources, inheritedComplaints)),
  ];
}

/** What is wrong with a `topics.yaml` beside its schema, whatever the other files say. */
export function topicProblems(topics: OpenedFile<TopicsFile>): readonly Problem[] {
  return locateAll(topics, [...topicComplaints(rootOf(topics)), ...valueOf(topics, emptyTopicComplaints)]);
}

export function topicWarnings(topics: OpenedFile<TopicsFile>): readonly Problem[] {
  return locateAll(topics, queryWarnings(rootOf(topics)));
}

/** What a rule says about a file that fits its schema. */
export function valueOf<T, Result>(file: OpenedFile<T>, rule: (value: T) => readonly Result[]): readonly Result[] {
  return file.kind === "read" && file.value !== null ? rule(file.value) : [];
}

/** Private hosts that the files open, each once. */
export function allowedPrivate(...files: readonly OpenedFile<SourcesFile | AlertsFile>[]): string[] {
  const listed = files.flatMap((file) => textsAt(rootOf(file), ["network", "allow_private"]).map(({ value }) => value));
  return [...new Set(listed)];
}

/** Whether what a file opens is known: an address is not said to be private where that is what is written wrong. */
export function isOpeningKnown(file: OpenedFile<SourcesFile | AlertsFile>): boolean {
  if (file.kind === "unreadable") return false;
  return file.kind === "missing" || !file.complaints.some(({ path }) => path[0] === "network");
}

/** Ids of the entries of a list, also where other parts of the file are wrong. */
export function idsIn(file: OpenedFile<unknown>, key: "sources" | "topics"): readonly string[] {
  const root = rootOf(file);
  return entriesAt(root, [key]).flatMap(({ path }) => textsAt(root, [...path, "id"]).map(({ value }) => value));
}
