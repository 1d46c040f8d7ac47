import { parseQuery } from "@wirewatch/topics";
import { quote } from "./describe-value.ts";
import { entriesAt, repeatedNames, textsAt, unknownNames, type Entry } from "./entries.ts";
import type { Complaint, Path } from "./locate.ts";
import type { TopicsFile } from "./topics-schema.ts";

/** What the schema cannot say about `topics.yaml`, checked even when other parts of the file are wrong. */
export function topicComplaints(root: unknown): readonly Complaint[] {
  const ids = entriesAt(root, ["topics"]).flatMap(({ path }) => textsAt(root, [...path, "id"]));
  const unreadable = queriesOf(root).flatMap(({ path, value }) => {
    const parsed = parseQuery(value);
    return parsed.ok ? [] : [queryComplaint(path, value, parsed.error, "the query cannot be read")];
  });
  return [...repeatedNames("topic", ids), ...unreadable];
}

/** Queries that can be read, but perhaps not as they were meant. */
export function queryWarnings(root: unknown): readonly Complaint[] {
  return queriesOf(root).flatMap(({ path, value }) => {
    const parsed = parseQuery(value);
    return parsed.ok ? parsed.warnings.map((warning) => queryComplaint(path, value, warning, "the query")) : [];
  });
}

/** Topics that could never match; the file fits its schema. */
export function emptyTopicComplaints(file: TopicsFile): readonly Complaint[] {
  return (file.topics ?? []).flatMap((topic, index) => {
    if ((topic.any ?? []).length + (topic.all ?? []).length > 0) return [];
    const message = `the topic \`${topic.id}\` has nothing to look for: write a query under \`any\` or \`all\`.`;
    return [{ path: ["topics", index], found: "no query", expected: "a query under any or all", message }];
  });
}

/**
 * References from topics to sources that do not exist.
 *
 * @param sourcesRoot the plain value of sources.yaml
 */
export function unknownSourceComplaints(root: unknown, sourcesRoot: unknown): readonly Complaint[] {
  const ids = entriesAt(sourcesRoot, ["sources"]).flatMap(({ path }) => textsAt(sourcesRoot, [...path, "id"]));
  const named = entriesAt(root, ["topics"]).flatMap(({ path }) => textsAt(root, [...path, "where", "sources"]));
  return unknownNames(
    "source",
    named,
    ids.map(({ value }) => value),
    "the id of a source in sources.yaml",
  );
}

/** Tags that topics ask for and no source has: allowed, but such a topic finds nothing. */
export function unknownTagWarnings(root: unknown, knownTags: readonly string[]): readonly Complaint[] {
  const named = entriesAt(root, ["topics"]).flatMap(({ path }) => textsAt(root, [...path, "where", "tags"]));
  return unknownNames("source with the tag", named, knownTags, "a tag that a source has");
}

function queriesOf(root: unknown): readonly (Entry & { readonly value: string })[] {
  const clauses = entriesAt(root, ["topics"]).flatMap(({ path }) =>
    ["any", "all", "none"].flatMap((clause) => entriesAt(root, [...path, clause])),
  );
  return clauses.filter(
    (entry): entry is Entry & { readonly value: string } => typeof entry.value === "string" && entry.value !== "",
  );
}

function queryComplaint(
  path: Path,
  query: string,
  { code, at, message }: { readonly code: string; readonly at: number; readonly message: string },
  subject: string,
): Complaint {
  const sentence = message.replace(/\.?$/, ".");
  return {
    path,
    at,
    found: quote(query.slice(at) || query),
    expected: "a WQL query",
    message: `${subject} (${code}): ${sentence}`,
  };
}
