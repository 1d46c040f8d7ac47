import { load, type CheerioAPI } from "cheerio/slim";
import type { Document } from "domhandler";
import { getOuterHTML } from "domutils";
import { parsePage } from "./page-tree.ts";
import { collapse } from "./walk.ts";

/** CSS selectors an operator wrote for one source; null where the automatic result is wanted. */
export interface Selectors {
  readonly body: string | null;
  readonly title: string | null;
  readonly date: string | null;
  /** Elements cut from the page before anything else. */
  readonly remove: readonly string[];
}

/** What the selectors found. */
export interface SelectedParts {
  /** The page without the removed elements. */
  readonly page: Document;
  /** The elements of `body`; null when the selector is not set or found nothing. */
  readonly body: Document | null;
  readonly title: string | null;
  /** `datetime` or `content` of the element, else its text. */
  readonly date: string | null;
  /** What did not work, for the person who wrote the selectors. */
  readonly notes: readonly string[];
}

/** Applies a source's selectors to a page. A selector that is wrong or finds nothing yields a note, never an error. */
export function selectParts(root: Document, selectors: Selectors): SelectedParts {
  const $ = load(getOuterHTML(root, { encodeEntities: "utf8" }));
  const notes: string[] = [];
  for (const selector of selectors.remove) find($, "extract.remove", selector, notes)?.remove();
  const body = find($, "extract.body", selectors.body, notes);
  const title = find($, "extract.title", selectors.title, notes)?.first();
  const date = find($, "extract.date", selectors.date, notes)?.first();
  const bodyHtml =
    body
      ?.toArray()
      .map((element) => $.html(element))
      .join("\n") ?? null;
  return {
    page: selectors.remove.length === 0 ? root : parsePage($.html()).root,
    body: bodyHtml === null ? null : parsePage(bodyHtml).root,
    title: collapse(title?.text() ?? "") || null,
    date: date?.attr("datetime") ?? date?.attr("content") ?? (collapse(date?.text() ?? "") || null),
    notes,
  };
}

function find($: CheerioAPI, field: string, selector: string | null, notes: string[]): ReturnType<CheerioAPI> | null {
  if (selector === null) return null;
  try {
    const found = $(selector);
    if (found.length > 0) return found;
    if (field !== "extract.remove") notes.push(`${field}: "${selector}" found nothing; the automatic result was used`);
  } catch {
    notes.push(`${field}: "${selector}" is not a CSS selector; the automatic result was used`);
  }
  return null;
}
