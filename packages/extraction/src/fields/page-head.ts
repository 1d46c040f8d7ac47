import { isTag, type Document, type Element } from "domhandler";
import { collapse, elements, plainText } from "../page/walk.ts";

/** What a page says about itself in its elements, as written. */
export interface PageHead {
  /** `content` of `<meta>` by lower-case `property`, `name` or `itemprop`; the first non-empty one of each. */
  readonly meta: ReadonlyMap<string, string>;
  readonly title: string | null;
  readonly language: string | null;
  readonly canonical: string | null;
  readonly headings: readonly Element[];
  readonly times: readonly Element[];
  readonly bylines: readonly Element[];
  readonly standfirsts: readonly Element[];
}

/** Marked elements of one kind that are looked at; what counts is near the top of the page. */
const maxMarked = 20;

const bylineClass =
  /^(?:(?:article|post|entry|story)[-_]?)?(?:byline|author|authors|author[-_]?name|byline[-_]?name)$/i;
const standfirstClass =
  /^(?:\w+[-_]+)*(?:standfirst|stand-first|dek|deck|subheadline|sub-headline|subheading|subtitle|sub-title|chapeau|vorspann|entradilla|bajada|kicker-text|article-?lead|lead-?text|intro-?text|article-?intro|article-?summary|article-?description)$/i;

/** Collects, in one pass over the tree, the elements that carry metadata. */
export function readPageHead(root: Document): PageHead {
  const meta = new Map<string, string>();
  const headings: Element[] = [];
  const times: Element[] = [];
  const bylines: Element[] = [];
  const standfirsts: Element[] = [];
  let title: string | null = null;
  let language: string | null = null;
  let canonical: string | null = null;
  for (const element of elements(root)) {
    const { name, attribs } = element;
    if (name === "meta") {
      const key = (attribs["property"] ?? attribs["name"] ?? attribs["itemprop"] ?? attribs["http-equiv"])
        ?.trim()
        .toLowerCase();
      const content = collapse(attribs["content"] ?? "");
      if (key !== undefined && content !== "" && !meta.has(key)) meta.set(key, content);
    } else if (name === "html") language ??= attribs["lang"] ?? attribs["xml:lang"] ?? null;
    else if (name === "title") title ??= plainText(element) || null;
    else if (name === "link" && hasToken(attribs["rel"], "canonical")) canonical ??= attribs["href"] ?? null;
    else if (name === "h1") mark(headings, element);
    else if (name === "time") mark(times, element);
    else if (isByline(element)) mark(bylines, element);
    if (name !== "meta" && classMatches(element, standfirstClass)) mark(standfirsts, element);
    const itemDate = attribs["itemprop"];
    if (itemDate !== undefined && name !== "meta" && /^date(?:Published|Modified)$/i.test(itemDate)) {
      const key = itemDate.toLowerCase();
      const value = attribs["datetime"] ?? attribs["content"];
      if (value !== undefined && !meta.has(key)) meta.set(key, value);
    }
  }
  return { meta, title, language, canonical, headings, times, bylines, standfirsts };
}

function mark(marked: Element[], element: Element): void {
  if (marked.length < maxMarked) marked.push(element);
}

/** True when one of the element's classes matches from end to end. */
function classMatches(element: Element, pattern: RegExp): boolean {
  return (element.attribs["class"] ?? "").split(/\s+/, 20).some((name) => name !== "" && pattern.test(name));
}

function isByline(element: Element): boolean {
  const { attribs } = element;
  return (
    hasToken(attribs["rel"], "author") || hasToken(attribs["itemprop"], "author") || classMatches(element, bylineClass)
  );
}

/** True when a space-separated attribute has the token, whatever its case. */
export function hasToken(value: string | undefined, token: string): boolean {
  return value !== undefined && value.toLowerCase().split(/\s+/, 20).includes(token);
}

/** True when the element or one around it satisfies the test. */
export function isWithin(element: Element, test: (element: Element) => boolean): boolean {
  for (let node = element.parent; node !== null && isTag(node); node = node.parent) if (test(node)) return true;
  return test(element);
}
