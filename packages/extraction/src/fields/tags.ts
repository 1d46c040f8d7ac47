import { folded } from "../page/words.ts";
import type { LinkedArticle } from "./json-ld.ts";
import { metasOf, type PageHead } from "./page-head.ts";

const maxTags = 50;
const maxTagLength = 100;
const maxTagWords = 8;

const tagKeys = ["article:tag", "news_keywords", "parsely-tags", "sailthru.tags", "og:article:tag"];

/** Names of sections as `<meta>` has them, most of all `article:section`. */
export const sectionKeys: readonly string[] = [
  "article:section",
  "og:section",
  "parsely-section",
  "content_category",
  "section",
];

/**
 * Keywords and sections of the article: JSON-LD and `article:tag` with their like; the keywords for search engines where there
 * are none of these.
 *
 * @param siteNames dropped, with or without "the"
 * @returns each once, in page order, 50 at most
 */
export function chooseTags(head: PageHead, linked: LinkedArticle | null, siteNames: readonly string[]): string[] {
  const sites = new Set(siteNames.map(folded));
  const tags = new Map<string, string>();
  const add = (texts: readonly string[]): void => {
    for (const text of texts) {
      const tag = text.trim().replace(/^#/, "");
      const key = folded(tag);
      if (isTag(tag) && key !== "" && !sites.has(key) && !tags.has(key) && tags.size < maxTags) tags.set(key, tag);
    }
  };
  add([...(linked?.keywords ?? []), ...metasOf(head, ...tagKeys)].flatMap(splitList));
  if (tags.size === 0) add(metasOf(head, "keywords").flatMap(splitList));
  add([...(linked?.sections ?? []), ...metasOf(head, ...sectionKeys)]);
  return [...tags.values()];
}

function splitList(text: string): string[] {
  return text.split(/[,;|，、،]/u);
}

/** False for sentences, addresses and the numbers by which content systems know things. */
function isTag(text: string): boolean {
  if (text.length < 2 || text.length > maxTagLength || text.includes("://")) return false;
  return text.split(/\s+/).length <= maxTagWords && !/^[\da-f-]{16,}$/i.test(text);
}
