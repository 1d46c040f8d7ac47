import { extract, type ExtractResult, type Page } from "@wirewatch/extraction";

/** What runs inside an extraction thread; see `extract-pool.ts`. Takes and returns plain data. */
export function extractPage(page: Page): ExtractResult {
  return extract(page);
}
