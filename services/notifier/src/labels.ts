import { matchLabels } from "@wirewatch/alerting";
import type { LabelledMatch, Labels } from "@wirewatch/alerting";
import type { Config } from "@wirewatch/config";
import { sourceOf, topicOf } from "./config-lookup.ts";

/** What routes, silences and inhibition see of a match, with the configuration in force. */
export function labelsOf(config: Config, match: LabelledMatch): Labels {
  return matchLabels(match, topicOf(config, match.topicId), sourceOf(config, match.sourceId));
}
