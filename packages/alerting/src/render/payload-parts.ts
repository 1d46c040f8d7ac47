import type { AlertArticle, MessageLinks, Snippet } from "@wirewatch/model";
import { passageParts } from "./passage.ts";
import { escapeHtml, plainText, safeLink } from "./plain-text.ts";

const maxTitle = 300;
const maxLinks = 6;

export function articlePayload(article: AlertArticle): unknown {
  return {
    id: article.id,
    url: safeLink(article.url),
    title: plainText(article.title, maxTitle),
    source: article.sourceId,
    language: article.language,
    published_at: article.publishedAt,
    first_seen_at: article.firstSeenAt,
  };
}

/** A snippet as HTML: `<mark>` around what matched, everything else escaped. */
export function markedHtml(snippet: Snippet, maxLength: number): string {
  return passageParts(snippet, maxLength)
    .map(({ text, isMarked }) => (isMarked ? `<mark>${escapeHtml(text)}</mark>` : escapeHtml(text)))
    .join("")
    .trim();
}

export function linksPayload(links: MessageLinks): MessageLinks {
  const safe = Object.entries(links).map(([name, link]): [string, string | null] => [name, safeLink(link)]);
  return Object.fromEntries(safe.filter((entry): entry is [string, string] => entry[1] !== null).slice(0, maxLinks));
}
