import type { AlertArticle } from "@wirewatch/model";
import { plainText, safeLink } from "./plain-text.ts";

/** An article in one line. */
export interface ArticleView {
  readonly source: string;
  readonly title: string;
  readonly url: string | null;
}

const maxTitle = 300;
const maxName = 80;

export function articleView({ sourceName, sourceId, title, url }: AlertArticle): ArticleView {
  return {
    source: plainText(sourceName, maxName) || plainText(sourceId, maxName) || "(no name)",
    title: plainText(title, maxTitle) || "(no title)",
    url: safeLink(url),
  };
}

/** Null for what is no date, or one no calendar shows. */
export function instant(text: string): Date | null {
  const at = new Date(text);
  const year = at.getUTCFullYear();
  return year >= 1 && year <= 9998 ? at : null;
}
