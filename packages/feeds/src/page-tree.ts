import { type Cheerio, type CheerioAPI, load } from "cheerio/slim";
import { FeedError } from "./feed-error.ts";
import { eachTag } from "./html-tags.ts";

/** Longest page that is searched, in characters. */
const maxLength = 8 * 1024 * 1024;
/** Deeper nesting than any real page; parsers and selectors get slow above it (design: reliability.md §4). */
const maxDepth = 1024;
const maxElements = 200_000;

const voidNames: ReadonlySet<string> = new Set(
  "area base br col embed frame hr img input link meta param source track wbr".split(" "),
);

/** Elements that end when one of the names begins, as the parser has it; they may be left open without nesting. */
const endsAt: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    p: "p div ul ol dl table h1 h2 h3 h4 h5 h6 section article aside header footer main nav form figure blockquote pre hr",
    li: "li",
    dt: "dt dd",
    dd: "dt dd",
    td: "td th tr",
    th: "td th tr",
    tr: "tr",
    option: "option optgroup",
  }).map(([name, beginnings]) => [name, new Set(beginnings.split(" "))]),
);

/**
 * Reads a page for search by CSS selectors.
 *
 * @throws {FeedError} `tooLarge` over 8 MB, 200,000 elements or 1,024 levels
 */
export function pageTree(html: string): CheerioAPI {
  if (html.length > maxLength) throw new FeedError("tooLarge", `the page is larger than ${maxLength / 1024 / 1024} MB`);
  const open: string[] = [];
  let elements = 0;
  eachTag(html, new Set(), {
    open(name) {
      elements += 1;
      if (elements > maxElements) throw new FeedError("tooLarge", `the page has more than ${maxElements} elements`);
      while (endsAt.get(open.at(-1) ?? "")?.has(name) === true) open.pop();
      if (voidNames.has(name)) return;
      if (open.length >= maxDepth) throw new FeedError("tooLarge", `the page is nested deeper than ${maxDepth} levels`);
      open.push(name);
    },
    close(name) {
      const at = open.lastIndexOf(name);
      if (at !== -1) open.length = at;
    },
  });
  return load(html);
}

/** Elements that were found in a page. */
export type Selection = Cheerio<PageNode>;
type PageNode = Exclude<Parameters<typeof load>[0], string | Buffer | readonly unknown[]>;

/**
 * Elements that a selector of the operator finds, in the order of the page.
 *
 * @param inside elements below which it is looked for
 * @throws {FeedError} `notFound` when it is no selector
 */
export function select(inside: Selection, selector: string): Selection {
  try {
    return inside.find(selector);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new FeedError("notFound", `"${selector}" is not a CSS selector: ${reason}`);
  }
}
