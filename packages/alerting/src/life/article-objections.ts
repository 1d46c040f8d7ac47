import type { EarlyObjection } from "./match-verdict.ts";

/** What an article is judged by, named as the store's row of it. */
export interface JudgedArticle {
  /** It was in its source when the source was added. */
  readonly baseline: boolean;
  /** The feed said that it is too old. */
  readonly too_old: boolean;
  readonly verdict: string | null;
  /** Of a revision: whether it says something else; null when nobody knows. */
  readonly material: boolean | null;
  readonly published_at: Date | null;
  readonly seen_at: Date;
}

/**
 * What there is against telling people of an article, as far as it depends on the article alone. The notifier suppresses matches by it,
 * previews and backtests count by it.
 *
 * @param maxAgeMs of the article's source, from publication to first sight; null: however old
 */
export function articleObjections(
  { baseline, too_old: isTooOld, verdict, material, published_at: publishedAt, seen_at: seenAt }: JudgedArticle,
  maxAgeMs: number | null,
): EarlyObjection[] {
  const against: EarlyObjection[] = [];
  if (baseline) against.push({ reason: "baseline", detail: "it was in the source before the source was added" });
  const isOld = maxAgeMs !== null && publishedAt !== null && seenAt.getTime() - publishedAt.getTime() > maxAgeMs;
  if (isTooOld || isOld) {
    const published = publishedAt?.toISOString() ?? "too long ago";
    against.push({ reason: "too_old", detail: `published ${published}, seen ${seenAt.toISOString()}` });
  }
  if (verdict === "revision" && material !== true) {
    against.push({ reason: "not_material", detail: "the text changed, but not what it says" });
  }
  return against;
}
