import { articleLanguage } from "@wirewatch/topics";
import type { PoolResult } from "./extract-pool.ts";

/**
 * Gives an article the language of its text where the page says none, or another one that cannot be right; pure.
 *
 * What was read from the page stands in all other results.
 */
export function settleLanguage(result: PoolResult): PoolResult {
  if (result.kind !== "article") return result;
  const { title, text, language: declared } = result.article;
  const { language, reason } = articleLanguage({ declared, title, text });
  const settled = { ...result, article: { ...result.article, language } };
  return reason === null ? settled : { ...settled, languageReason: reason, notes: [...result.notes, reason] };
}
