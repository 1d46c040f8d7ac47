import type { ArticlePage, ArticleVersion } from "@wirewatch/store";

/** Clocks of publishers are that wrong without anything being the matter; see packages/polling, `trustPublished`. */
const maxAheadMs = 5 * 60_000;
/** Announced and printed dates that differ by less are one. */
const sameMs = 60_000;

/** Whether the date of publication is believed, and why; pure. */
export function trustWords({
  row,
  items,
}: {
  readonly row: Pick<ArticlePage["row"], "published_at" | "seen_at">;
  readonly items: ArticlePage["items"];
}): string {
  const { published_at: at, seen_at: seenAt } = row;
  if (at === null) return "no date is given";
  if (at.getTime() > seenAt.getTime() + maxAheadMs) return "not believed: it is later than the first sight of it";
  const announced = items.filter(
    ({ publishedAt }) => publishedAt !== null && Math.abs(publishedAt.getTime() - at.getTime()) < sameMs,
  );
  if (announced.some(({ isTrusted }) => isTrusted)) return "believed: the feed says so as well";
  if (announced.length > 0) {
    return "not believed: the feed had it not at the poll before, although it should have been there for a day by then";
  }
  return "as the page says";
}

/** Why there is a version; pure. */
export function triggerWords({ revision, trigger }: Pick<ArticleVersion, "revision" | "trigger">): string {
  switch (trigger) {
    case "recheck":
      return "looked at again for corrections";
    case "push":
      return "handed in";
    case "template":
      return "cleaned again of what other pages have";
    default:
      return revision === 1 ? "announced" : "announced again";
  }
}

/** How a version ended, in few words; pure. */
export function endWords({ outcome, isMaterial }: Pick<ArticleVersion, "outcome" | "isMaterial">): string {
  if (isMaterial !== null) return isMaterial ? "material change" : "no material change";
  return outcome === null ? "still in progress" : (ends[outcome] ?? outcome);
}

const ends: Readonly<Record<string, string>> = {
  matched: "topics found",
  unmatched: "no topic found",
  duplicate: "a copy",
  unchanged: "the same text as before",
  notArticle: "no readable article",
  gone: "not there",
  refused: "not fetched, as it is forbidden",
  failed: "failed",
};

/** What found the text, for people who never heard of it; pure. */
export function methodWords(method: string | null): string {
  return method === null ? "not recorded" : (methods[method] ?? method);
}

const methods: Readonly<Record<string, string>> = {
  scorer: "scorer: the part of the page that reads most like an article",
  readability: "readability: as browsers' reading views do it",
  selectors: "selectors: the source's own rule",
  jsonld: "jsonld: what the page hands to search engines",
};

/** Stages by what they have done. */
export const stageNames: Readonly<Record<string, string>> = {
  fetch: "fetched",
  strip: "stripped",
  deduplicate: "deduplicated",
  classify: "classified",
  notify: "alerted",
};
