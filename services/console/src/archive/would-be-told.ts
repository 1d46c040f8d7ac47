import type { SourceConfig } from "@wirewatch/config";
import type { FoundArticle } from "@wirewatch/store";

/** Whether people would have heard of an article, as far as it depends on the article alone. */
export function wouldBeTold(
  { baseline, too_old, verdict, material, published_at, seen_at }: FoundArticle,
  source: Pick<SourceConfig, "maxAgeMs"> | undefined,
): boolean {
  const maxAgeMs = source?.maxAgeMs ?? null;
  const isOld = maxAgeMs !== null && published_at !== null && seen_at.getTime() - published_at.getTime() > maxAgeMs;
  return !baseline && !too_old && !isOld && (verdict !== "revision" || material === true);
}
