import { FeedError } from "./feed-error.ts";
import { pageTree, select, type Selection } from "./page-tree.ts";
import { plainText, textBlocks } from "./plain-text.ts";
import { storable } from "./encodings.ts";

/** Which part of a page is watched. */
export interface WatchRules {
  /** CSS selector of the part that counts; null: the whole page. */
  readonly select: string | null;
  /** CSS selectors of parts that do not count. */
  readonly ignore: readonly string[];
}

/** What a watched page says. */
export interface WatchedPage {
  readonly title: string | null;
  /** Paragraphs, headings, cells and the like as plain text, in the order of the page. */
  readonly blocks: readonly string[];
}

/**
 * Reads the watched part of a page.
 *
 * @param url of the page, to name it in errors
 * @throws {FeedError} `notFound` when the selector finds nothing or is none, `tooLarge` when the page is over a limit
 */
export function readWatchedPage(html: string, url: string, rules: WatchRules): WatchedPage {
  const $ = pageTree(html);
  const title = plainText($("title").first().html() ?? "") || plainText($("h1").first().html() ?? "");
  $("head").remove();
  for (const selector of rules.ignore) select($.root(), selector).remove();
  const part: Selection = rules.select === null ? $.root() : select($.root(), rules.select);
  if (part.length === 0)
    throw new FeedError("notFound", `"${rules.select}" finds nothing in ${url}; the page may have a new layout`);
  const blocks = part.toArray().flatMap((element) => textBlocks(storable($.html(element))));
  return { title: title === "" ? null : storable(title), blocks };
}
