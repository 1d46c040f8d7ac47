import { measurePage } from "../body/measure.ts";
import { readArticle, type ExtractResult, type Page } from "../read-article.ts";
import { findReadableContainer } from "./readable-container.ts";

/**
 * Reads a page as `extract` does, but in the container that Readability chooses.
 *
 * Slow (some 70 ms a page) and hungry for memory: run it in a thread that can be stopped and is replaced now and then
 * (`services/stripper/src/extract-pool.ts`).
 */
export function secondOpinion(page: Page): ExtractResult {
  return readArticle(page, {
    method: "readability",
    find: (root, _, title) => {
      const { root: container, isCut } = findReadableContainer(root, title);
      const { masses } = measurePage(container ?? root, null);
      return { container, masses, headline: null, isCut };
    },
  });
}
