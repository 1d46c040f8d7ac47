import type { ExplainedRevision } from "@wirewatch/store";
import { counted, oneLine } from "./plain-words.ts";

/** Topics that are named where none was found. */
const maxTopics = 30;

/** How a version ended; pure. */
export function outcomeWords({
  outcome,
  reason,
  matches,
  trigger,
}: Pick<ExplainedRevision, "outcome" | "reason" | "trigger"> & { readonly matches: readonly unknown[] }): string {
  const why = reason === null ? "" : ` — ${oneLine(reason)}`;
  switch (outcome) {
    case null:
      return "still in progress";
    case "matched":
      return `matched ${counted(matches.length, "topic")}${why}`;
    case "unmatched":
      return matches.length === 0 ? "an article, but no topic is in it" : "an article, but no topic was in it then";
    case "duplicate":
      return `a copy of another article${why}`;
    case "unchanged":
      return `${trigger === "template" ? "its text was cleaned again, nothing new was published" : "fetched again, the text is the same"}${why}`;
    case "notArticle":
      return `no readable article${why}`;
    case "gone":
      return `not there${why}`;
    case "refused":
      return `not fetched, as it is forbidden${why}`;
    case "failed":
      return `failed${why}`;
  }
}

/** Where a version was seen, and whether it was too late to tell anybody; pure. */
export function seenWords({
  sourceId,
  isBaseline,
  isTooOld,
}: Pick<ExplainedRevision, "sourceId" | "isBaseline" | "isTooOld">): string {
  if (isBaseline) return `seen in ${sourceId}, in the feed's first document (baseline)`;
  return `seen in ${sourceId}${isTooOld ? ", too old for an alert by then" : ""}`;
}

/** The topics that a text was asked for, where none is in it; null where it was not asked. */
export function unmatchedWords({ topicsAsked }: Pick<ExplainedRevision, "topicsAsked">): string | null {
  if (topicsAsked === null) return null;
  const names = topicsAsked.topics.map((topic) => topic.id);
  const more = names.length - maxTopics;
  const shown = more > 0 ? `${names.slice(0, maxTopics).join(", ")} and ${more} more` : names.join(", ");
  return `none of ${counted(names.length, "topic")} of configuration ${topicsAsked.configVersion} is in it (${shown})`;
}
