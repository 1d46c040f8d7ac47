import type { ExtractResult } from "../read-article.ts";

/** The better of two readings of one page; pure. */
export function choose(first: ExtractResult, second: ExtractResult): ExtractResult {
  if (first.kind === "notArticle") return second.kind === "article" ? second : first;
  return first;
}
