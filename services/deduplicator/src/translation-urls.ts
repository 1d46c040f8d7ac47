import type { Alternate } from "@wirewatch/model";
import { canonicalUrl } from "@wirewatch/urls";

/** Pages in more languages are rare; a page made for it could otherwise ask for thousands of addresses. */
const maxAlternates = 30;
/** Longer addresses do not fit an index. */
const maxLength = 2_000;

/**
 * Canonical addresses of an article's translations, as its page names them. Home pages are left out: many sites name those of their
 * editions on every page.
 *
 * @param url canonical address of the article itself
 */
export function translationUrls(url: string, alternates: readonly Alternate[]): string[] {
  const urls = alternates
    .slice(0, maxAlternates)
    .map((alternate) => canonicalUrl(alternate.url))
    .filter((found) => found !== null && found !== url && found.length <= maxLength && !isHomePage(found));
  return [...new Set(urls)].filter((found) => found !== null);
}

/** `/`, `/de`, `/de-at/`, `/index.html`. */
function isHomePage(url: string): boolean {
  const { pathname, search } = new URL(url);
  return search === "" && /^\/(?:[a-z]{2}(?:[-_][a-z]{2})?\/?)?(?:index\.\w+)?$/iu.test(pathname);
}
