import type { Labels } from "@wirewatch/alerting";
import type { Config } from "@wirewatch/config";
import type { Severity } from "@wirewatch/model";
import { sourceOf, topicOf } from "./config-lookup.ts";

/** What labels are made of. */
export interface Labelled {
  readonly topicId: string;
  readonly severity: Severity;
  readonly storyId: string | null;
  readonly sourceId: string;
  /** Of the article (BCP 47); null when unknown. */
  readonly language: string | null;
}

/** What routes, silences and inhibition see of a match. Labels of its topic come with it, but do not replace these. */
export function labelsOf(config: Config, { topicId, severity, storyId, sourceId, language }: Labelled): Labels {
  const source = sourceOf(config, sourceId);
  return {
    ...topicOf(config, topicId)?.labels,
    topic: topicId,
    severity,
    story: storyId ?? "",
    source: sourceId,
    source_tag: source?.tags ?? [],
    language: language ?? source?.language ?? "",
    country: source?.country ?? "",
  };
}
