import type { TopicConfig } from "@wirewatch/config";
import { severities } from "@wirewatch/model";
import type { MatchSpans, Severity, Snippet, TextRange, TopicDocument } from "@wirewatch/model";
import { topicVersion } from "@wirewatch/store";
import type { MatchFeatures, StoredClause } from "@wirewatch/store";
import { snippet, snippets } from "@wirewatch/topics";
import type { TopicResult } from "@wirewatch/topics";

/** A topic in an article, as it is recorded. */
export interface FoundMatch {
  readonly topicId: string;
  readonly topicName: string;
  readonly topicVersion: string;
  readonly severity: Severity;
  /** The topic's own severity where a query under `raise` made it a higher one. */
  readonly raisedFrom: Severity | null;
  readonly units: readonly (number | null)[];
  readonly spans: MatchSpans;
  readonly clauses: readonly StoredClause[];
  /** At least one, the best first. */
  readonly snippets: readonly Snippet[];
  readonly features: MatchFeatures;
  readonly strength: number;
  readonly isBrief: boolean;
  readonly language: string | null;
}

/** Ranges that are kept of a match, and of each of its clauses; more than anybody looks at, and a bound for texts of one word. */
const maxRanges = 500;
/** Words that are kept of a clause, and characters of each. */
const maxWords = 5;
const maxWordLength = 60;
/** Clauses that are kept of a match; a topic may have thousands under `any`. */
const maxClauses = 20;
/** Passages that are kept of a match. */
const maxSnippets = 3;

/**
 * What is recorded of a topic that is in an article; pure.
 *
 * @param isOneOfMany one passage has to do: three of each match cost ten times what asking all topics does (measured with 95 matches
 *   in an article of 400 words)
 */
export function foundMatch(
  topic: TopicConfig,
  found: TopicResult,
  document: TopicDocument,
  { isOneOfMany = false } = {},
): FoundMatch {
  const { severity, raisedFrom } = raisedSeverity(topic, found.raised);
  return {
    topicId: topic.id,
    topicName: topic.name,
    topicVersion: versionOf(topic),
    severity,
    raisedFrom,
    units: found.units.slice(0, maxRanges),
    spans: firstRanges(found.spans),
    clauses: found.clauses.slice(0, maxClauses).map(({ clause, query, spans }) => ({
      clause,
      query,
      spans: firstRanges(spans),
      words: wordsOf(document, spans),
    })),
    snippets: isOneOfMany ? [snippet(document, found)] : snippets(document, found, { max: maxSnippets }),
    features: found.features,
    strength: found.strength,
    isBrief: found.isBrief,
    language: document.lang ?? null,
  };
}

const versions = new WeakMap<TopicConfig, string>();

/** A topic's version is made once: topics are read-only, and a changed one is another object. */
function versionOf(topic: TopicConfig): string {
  const version = versions.get(topic) ?? topicVersion(topic);
  versions.set(topic, version);
  return version;
}

/** The highest of the topic's own severity and those of its queries under `raise` that were true; it never falls. */
export function raisedSeverity(
  topic: {
    readonly severity: Severity;
    readonly raise: readonly { readonly to: Severity }[];
  },
  raised: readonly number[],
): { readonly severity: Severity; readonly raisedFrom: Severity | null } {
  const wanted = raised.flatMap((index) => topic.raise[index]?.to ?? []);
  const rank = (severity: Severity): number => severities.indexOf(severity);
  const severity = wanted.reduce((highest, one) => (rank(one) > rank(highest) ? one : highest), topic.severity);
  return { severity, raisedFrom: severity === topic.severity ? null : topic.severity };
}

function firstRanges(spans: MatchSpans): MatchSpans {
  let left = maxRanges;
  const kept: [string, readonly TextRange[]][] = [];
  for (const [name, ranges] of Object.entries(spans)) {
    if (left === 0) break;
    const first = ranges.slice(0, left);
    left -= first.length;
    kept.push([name, first]);
  }
  return Object.fromEntries(kept);
}

/** Some of the words in these ranges, as they stand in the text, each once whatever its case. */
export function wordsOf(document: TopicDocument, spans: MatchSpans): string[] {
  const words = new Map<string, string>();
  for (const [name, ranges] of Object.entries(spans)) {
    const text = textNamed(document, name);
    for (const [start, end] of ranges.slice(0, maxRanges)) {
      const word = text
        .slice(start, Math.min(end, start + maxWordLength))
        .replaceAll(/\s+/gu, " ")
        .trim();
      if (word !== "" && !words.has(word.toLowerCase())) words.set(word.toLowerCase(), word);
      if (words.size === maxWords) return [...words.values()];
    }
  }
  return [...words.values()];
}

function textNamed({ title, body, sections = [] }: TopicDocument, name: string): string {
  if (name === "title") return title ?? "";
  const section = sections[Number(name.slice(1))];
  if (section === undefined) return name === "s0" ? (body ?? "") : "";
  return (name.startsWith("h") ? section.heading : section.text) ?? "";
}
