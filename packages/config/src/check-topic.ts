import { buildTopics } from "./build-topics.ts";
import type { TopicConfig } from "./config.ts";
import { topicRules } from "./console-topics.ts";
import { locate, maxComplaints, type Complaint, type Path } from "./locate.ts";
import { openTopicEntry } from "./open-entry.ts";
import { rootOf } from "./open-file.ts";
import type { Problem } from "./problem.ts";
import { queryWarnings } from "./topic-queries.ts";
import { unknownSourceComplaints, unknownTagWarnings } from "./topic-rules.ts";

/** What the entry of a topic is checked against. */
export interface TopicSurroundings {
  /** What problems call the entry. */
  readonly name: string;
  readonly sourceIds: readonly string[];
  readonly tags: readonly string[];
}

/** A problem of one topic, by the key it is about. */
export interface TopicProblem extends Problem {
  /** E.g. `id`, `any[0]`, `raise[1].when`, `tests.match[0]`; empty when it is about the whole entry. */
  readonly field: string;
  /** UTF-16 offset into the text of that key; null when it is about all of it. */
  readonly at: number | null;
}

/**
 * Either a topic that can be used as it is, or everything that is wrong with it, in reading order. `topic` of a wrong one: what is written there,
 * although queries or names in it are wrong; null when it does not fit the schema.
 */
export type CheckedTopic =
  | { readonly ok: true; readonly topic: TopicConfig; readonly warnings: readonly TopicProblem[] }
  | { readonly ok: false; readonly topic: TopicConfig | null; readonly problems: readonly TopicProblem[] };

/**
 * Reads the YAML of one topic by the rules of `topics.yaml`.
 *
 * @param text one mapping
 */
export function checkTopicText(text: string, { name, sourceIds, tags }: TopicSurroundings): CheckedTopic {
  const entry = openTopicEntry(name, text);
  if (entry.kind !== "read") {
    const problems = entry.kind === "unreadable" ? entry.problems : [];
    return { ok: false, topic: null, problems: problems.map((problem) => ({ ...problem, field: "", at: null })) };
  }
  const place = (complaint: Complaint): TopicProblem => ({
    ...locate(entry.yaml, complaint),
    field: fieldOf(complaint.path),
    at: complaint.at ?? null,
  });
  const sources = { sources: sourceIds.map((id) => ({ id })) };
  const root = rootOf(entry);
  const wrong = [...topicRules(entry), ...unknownSourceComplaints(root, sources)];
  const [topic = null] = entry.value === null ? [] : buildTopics(entry.value);
  if (wrong.length > 0 || topic === null) return { ok: false, topic, problems: inOrder(wrong.map(place)) };
  const doubtful = [...queryWarnings(root), ...unknownTagWarnings(root, tags)];
  return { ok: true, topic, warnings: inOrder(doubtful.map(place)) };
}

/** Without `topics[0]`, which every path begins with. */
function fieldOf(path: Path): string {
  return path
    .slice(2)
    .map((step, at) => (typeof step === "number" ? `[${step}]` : `${at === 0 ? "" : "."}${step}`))
    .join("");
}

function inOrder(problems: readonly TopicProblem[]): TopicProblem[] {
  return problems.toSorted((a, b) => a.line - b.line || a.column - b.column).slice(0, maxComplaints);
}
