import { findContainer } from "./body/find-container.ts";
import { readArticle, type ExtractResult, type Page } from "./read-article.ts";

/**
 * Reads the article on a page: its text in sections, its fields, and what was left out and why. No network, no clock.
 *
 * Never throws for any page content, never recurses over the page, and takes time linear in its size.
 *
 * @example extract({ url: "https://example.com/a", body: html })
 */
export function extract(page: Page): ExtractResult {
  return readArticle(page, {
    method: "scorer",
    find: (root, { masses, headline }) => ({
      container: findContainer(root, masses),
      masses,
      headline,
      isCut: false,
    }),
  });
}
