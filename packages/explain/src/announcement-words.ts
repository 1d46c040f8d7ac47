import type { Announcement, ExplainedArticle } from "@wirewatch/store";
import { oneLine } from "./plain-words.ts";
import type { Told } from "./told.ts";

const ends: Readonly<Record<string, string>> = { knownUrl: "no new work", excluded: "not taken" };

/** Where a page was announced, and what came of that; pure. */
export function announcementWords(item: Announcement): Told {
  const { sourceId, feedUrl, isBaseline, outcome, reason, articleId } = item;
  const opened = articleId === null ? "" : `work opened as article ${articleId}`;
  const end = outcome === null ? opened : (ends[outcome] ?? outcome);
  return {
    text: `${sourceId}, ${feedUrl.startsWith("push:") ? "handed in" : feedUrl}`,
    notes: [
      ...(end === "" ? [] : [`${end}${reason === null ? "" : `: ${oneLine(reason)}`}`]),
      ...(isBaseline ? ["it was in the feed's first document: archived, not alerted"] : []),
    ],
  };
}

/** Said where a page is known and no item that named it is left. */
export const noAnnouncement = "Announced in no feed that is still recorded.";

/** Said where a page was announced and nothing was to be done. */
export const noWork = "No work was opened for it, so there is no article and no alert.";

/** How an article was found by an address that is not the one it was announced under; null when it is. */
export function knownByWords({ knownBy }: Pick<ExplainedArticle, "knownBy">): string | null {
  switch (knownBy) {
    case "announced":
      return null;
    case "redirect":
      return "found because a redirect from its announced address leads to this URL";
    case "canonical":
      return "found because the page names this URL as its own address";
  }
}
