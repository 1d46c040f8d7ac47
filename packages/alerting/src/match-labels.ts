import type { Severity } from "@wirewatch/model";
import type { Labels } from "./matcher.ts";

/** What is stored of a match, as far as its labels go. */
export interface LabelledMatch {
  readonly topicId: string;
  readonly severity: Severity;
  /** Null when it has none, or none yet. */
  readonly storyId: string | null;
  readonly sourceId: string;
  /** Of the article (BCP 47); null when unknown. */
  readonly language: string | null;
}

/**
 * What routes, silences and inhibition see of a match. Labels of its topic come with it, but do not replace these.
 *
 * @param topic its configuration; undefined when it has none any more
 * @param source likewise
 */
export function matchLabels(
  { topicId, severity, storyId, sourceId, language }: LabelledMatch,
  topic: { readonly labels: Labels } | undefined,
  source:
    | { readonly tags: readonly string[]; readonly language: string | null; readonly country: string | null }
    | undefined,
): Labels {
  return {
    ...topic?.labels,
    topic: topicId,
    severity,
    story: storyId ?? "",
    source: sourceId,
    source_tag: source?.tags ?? [],
    language: language ?? source?.language ?? "",
    country: source?.country ?? "",
  };
}
