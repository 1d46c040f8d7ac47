import type { SourceItem } from "@wirewatch/model";
import { canonicalUrl } from "@wirewatch/urls";
import type { Intake } from "./intake.ts";
import { fits } from "./url-pattern.ts";

/** Why an item is not taken, one sentence, or null when it is. */
export function exclusion(
  item: SourceItem,
  { source, isBaseline }: Pick<Intake, "source" | "isBaseline">,
): string | null {
  const { url } = item;
  if (url === null) return "the entry has no link";
  if (canonicalUrl(url) === null) return "its link is not an http or https address";
  if (source.exclude.some((pattern) => fits(url, pattern)))
    return "its address matches an exclude pattern of the source";
  if (source.include.length > 0 && !source.include.some((pattern) => fits(url, pattern)))
    return "its address matches no include pattern of the source";
  if (isBaseline && source.firstRun === "skip")
    return "it was in the feed before the source was added (first_run: skip)";
  return null;
}

/** True for an item that was older than the source's limit when it was first seen. */
export function isTooOld(item: SourceItem, { source, now }: Pick<Intake, "source" | "now">): boolean {
  if (source.maxAgeMs === null || item.publishedAt === null) return false;
  return now.getTime() - Date.parse(item.publishedAt) > source.maxAgeMs;
}
