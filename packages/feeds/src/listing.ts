import type { SourceItem } from "@wirewatch/model";
import { absoluteUrl } from "./absolute-url.ts";
import { dateReader, type ReadDate } from "./date-format.ts";
import { pageTree, select, type Selection } from "./page-tree.ts";
import { foldSpace } from "./plain-text.ts";
import { storable } from "./encodings.ts";

/** CSS selectors of a page that lists articles. */
export interface ListingRules {
  /** One element per article. */
  readonly item: string;
  /** The link inside the item; null: the item itself or its first link. */
  readonly link: string | null;
  /** The title inside the item; null: the text of the link, else the item's heading. */
  readonly title: string | null;
  /** `attr` null: the element's text, else its `datetime`; `format` as {@link dateReader} has it. */
  readonly date: {
    readonly selector: string;
    readonly attr: string | null;
    readonly format: string | null;
  } | null;
  /** Link to the next page of the list. */
  readonly next: string | null;
}

/** What a page of the list announces. */
export interface Listing {
  /** In the order of the page, each URL once; the id of an item is its URL. */
  readonly items: SourceItem[];
  /** Next page of the list; null on the last one. */
  readonly nextUrl: string | null;
}

/** Items read from one page. */
const maxItems = 5000;

/**
 * Reads a page that lists articles. Items without a link to a page are left out.
 *
 * @param url of the page, for relative addresses
 * @throws {FeedError} `notFound` when a rule is no CSS selector, `tooLarge` when the page is over a limit
 */
export function readListing(html: string, url: string, rules: ListingRules): Listing {
  const $ = pageTree(html);
  const base = absoluteUrl($("base[href]").first().attr("href") ?? "", url) ?? url;
  const language = textOrNull(($("html").attr("lang") ?? "").replaceAll("_", "-"));
  const readDate = dateReader(rules.date?.format ?? null);
  const next = rules.next === null ? null : nextUrl(select($.root(), rules.next), base, url);
  const elements = select($.root(), rules.item).toArray();
  const found: SourceItem[] = [];
  // From the last to the first, each cut out when it is read: where nobody closes an item, the next ones are inside.
  for (const [index, element] of [...elements.entries()].toReversed()) {
    const item = $(element);
    const link = linkIn(item, rules.link);
    const page = pageUrl(link.attr("href") ?? "", base);
    if (page !== null && index < maxItems)
      found.push(listedItem(page, titleIn(item, link, rules.title), publishedIn(item, rules, readDate), language));
    item.remove();
  }
  return { items: merged(found.toReversed()), nextUrl: next };
}

/** Each page once: pictures and headlines are often items of their own, and each knows a part. */
function merged(found: readonly SourceItem[]): SourceItem[] {
  const items = new Map<string, SourceItem>();
  for (const item of found) {
    const first = items.get(item.id);
    const title = first?.title ?? item.title;
    items.set(item.id, { ...item, title, publishedAt: first?.publishedAt ?? item.publishedAt });
  }
  return [...items.values()];
}

function listedItem(
  url: string,
  title: string | null,
  publishedAt: string | null,
  language: string | null,
): SourceItem {
  return {
    id: url,
    url,
    title,
    publishedAt,
    updatedAt: null,
    summary: null,
    content: null,
    authors: [],
    categories: [],
    enclosures: [],
    language,
  };
}

/** The element with the address; the selector may also name something around the link. */
function linkIn(item: Selection, selector: string | null): Selection {
  const holder = selector === null ? item : selfOrInside(item, selector);
  return holder.is("[href]") ? holder : holder.find("a[href]").first();
}

function titleIn(item: Selection, link: Selection, selector: string | null): string | null {
  if (selector !== null) {
    const titled = selfOrInside(item, selector);
    return visibleText(titled) ?? textOrNull(titled.attr("title") ?? titled.attr("content") ?? "");
  }
  return (
    visibleText(link.find("h1, h2, h3, h4, h5, h6").first()) ??
    visibleText(link) ??
    visibleText(item.find("h1, h2, h3, h4, h5, h6").first()) ??
    textOrNull(link.attr("title") ?? link.attr("aria-label") ?? link.find("img[alt]").first().attr("alt") ?? "")
  );
}

function publishedIn(item: Selection, { date }: ListingRules, readDate: ReadDate): string | null {
  if (date === null) return null;
  const dated = selfOrInside(item, date.selector);
  if (date.attr !== null) return readDate(dated.attr(date.attr) ?? "");
  return readDate(visibleText(dated) ?? "") ?? readDate(dated.attr("datetime") ?? "");
}

function selfOrInside(item: Selection, selector: string): Selection {
  const inside = select(item, selector).first();
  return item.is(selector) ? item : inside;
}

/** Null where the list would begin anew. */
function nextUrl(found: Selection | null, base: string, url: string): string | null {
  const next = found?.first();
  const link = next?.is("[href]") === true ? next : next?.find("a[href]").first();
  const page = pageUrl(link?.attr("href") ?? "", base);
  return page === pageUrl(url, null) ? null : page;
}

/** A page is the same whatever part of it an address points to. */
function pageUrl(address: string, base: string | null): string | null {
  const url = absoluteUrl(address, base);
  return url === null ? null : url.replace(/#.*$/s, "");
}

function visibleText(element: Selection): string | null {
  const copy = element.clone();
  copy.find("script, style, template, noscript").remove();
  return textOrNull(copy.text());
}

function textOrNull(text: string): string | null {
  const folded = foldSpace(storable(text));
  return folded === "" ? null : folded;
}
