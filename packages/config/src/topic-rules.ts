import { severities } from "@wirewatch/model";
import { valueAt } from "./describe-value.ts";
import { entriesAt, repeatedNames, textsAt, unknownNames } from "./entries.ts";
import type { Complaint } from "./locate.ts";
import { unreadableQueries } from "./topic-queries.ts";
import type { TopicsFile } from "./topics-schema.ts";

/** What the schema cannot say about `topics.yaml`, checked even when other parts of the file are wrong. */
export function topicComplaints(root: unknown): readonly Complaint[] {
  const ids = entriesAt(root, ["topics"]).flatMap(({ path }) => textsAt(root, [...path, "id"]));
  return [...repeatedNames("topic", ids), ...unreadableQueries(root), ...loweredSeverities(root)];
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

/** `raise` with a severity that the topic has anyway, or a lower one. */
function loweredSeverities(root: unknown): readonly Complaint[] {
  return entriesAt(root, ["topics"]).flatMap(({ path }) => {
    const own = rankOf(valueAt(root, [...path, "severity"]) ?? "normal");
    return entriesAt(root, [...path, "raise"]).flatMap((entry) => {
      const to = rankOf(valueAt(root, [...entry.path, "to"]));
      if (own === -1 || to === -1 || to > own) return [];
      const higher = severities.slice(own + 1);
      const [found, topicHas] = [severities[to] ?? "", severities[own] ?? ""];
      const way = higher.length === 0 ? "nothing is higher; leave `raise` out" : `expected ${higher.join(" or ")}`;
      const message = `raise.to: found "${found}", but the topic's severity is ${topicHas} and can only be raised: ${way}.`;
      const expected = higher.length === 0 ? "no raise" : higher.join(" or ");
      return [{ path: [...entry.path, "to"], found, expected, message }];
    });
  });
}

function rankOf(severity: unknown): number {
  return severities.findIndex((known) => known === severity);
}
