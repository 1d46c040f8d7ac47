import type { SourceConfig } from "@wirewatch/config";
import type { DocumentRead } from "@wirewatch/fetcher";
import type { Feed, Sitemap } from "@wirewatch/feeds";
import type { SourceItem } from "@wirewatch/model";
import { counted, instant, lengthOfTime, oneLine } from "../terminal-text.ts";

/*
 * What the documents of sources hold, in lines for people.
 */

const shownItems = 3;
const shownLinks = 5;
const shownBlocks = 5;

type Document<Kind> = Extract<DocumentRead, { kind: Kind }>;

export function feedFacts(feed: Feed, { websub, fullText }: SourceConfig): string[] {
  const { items } = feed;
  const whole = items.filter((item) => item.content !== null && item.content.length > 0).length;
  return [
    `${feed.kind}${feed.title === null ? "" : ` “${oneLine(feed.title, 100)}”`}${feed.language === null ? "" : `, ${feed.language}`}`,
    items.length === 0 ? "no items at the moment" : itemCount(items, "item"),
    ...withoutLink(items),
    ...(fullText === "feed" ? [`${whole} of them with text of their own (full_text: feed)`] : []),
    ...hubFacts(feed, websub),
    ...items.slice(0, shownItems).map((item) => `· ${titleOf(item)}`),
  ];
}

function hubFacts({ hub }: Feed, websub: boolean): string[] {
  if (hub === null) return websub ? ["it names no hub: push: websub changes nothing here, it is polled"] : [];
  return [
    websub ? `new items are pushed by its hub, ${hub}` : `its hub ${hub} could push new items at once (push: websub)`,
  ];
}

/** @param taken the entries that the source takes */
export function sitemapFacts({ items }: Sitemap, taken: readonly SourceItem[], { sitemap }: SourceConfig): string[] {
  const withNews = items.filter((item) => item.isNews).length;
  const limits = [
    ...(sitemap.newsOnly ? ["with news data"] : []),
    ...(sitemap.maxAgeMs === null ? [] : [`not older than ${lengthOfTime(sitemap.maxAgeMs)}`]),
  ];
  const reason = limits.length === 0 ? "" : ` (${limits.join(", ")})`;
  return [
    items.length === 0
      ? "no addresses at the moment"
      : `${itemCount(items, "address", "addresses")}, ${withNews} with news data`,
    `${taken.length.toLocaleString("en")} of them ${isAre(taken.length)} taken${reason}`,
    ...taken.slice(0, shownLinks).map(linkLine),
  ];
}

export function indexFacts({ children }: Sitemap, leadsTo: readonly { readonly url: string }[]): string[] {
  const dates = new Map(children.map((child) => [child.url, child.modifiedAt]));
  return [
    `an index of ${counted(children.length, "sitemap")}; ${leadsTo.length.toLocaleString("en")} of them ${isAre(leadsTo.length)} read, the newest first:`,
    ...leadsTo.slice(0, shownLinks).map(({ url }) => `· ${url}${dateIn(dates.get(url) ?? null)}`),
    ...(leadsTo.length > shownLinks ? [`  and ${leadsTo.length - shownLinks} more`] : []),
  ];
}

export function listingFacts({ items, nextUrl }: Document<"listing">, { listing }: SourceConfig): string[] {
  const untitled = items.filter((item) => item.title === null).length;
  const undated = items.filter((item) => item.publishedAt === null).length;
  return [
    itemCount(items, "article"),
    ...withoutLink(items),
    ...(untitled > 0 ? [`${untitled} without a title: see listing.title`] : []),
    ...(undated > 0 && listing?.date != null ? [`${undated} whose date cannot be read: see listing.date`] : []),
    ...items.slice(0, shownLinks).map(linkLine),
    ...nextFacts(nextUrl, listing),
  ];
}

function nextFacts(nextUrl: string | null, listing: SourceConfig["listing"]): string[] {
  if (listing?.next == null) return [];
  return [nextUrl === null ? `no link to a next page (${listing.next})` : `next page of the list: ${nextUrl}`];
}

export function pageFacts({ title, blocks }: Document<"page">, { page }: SourceConfig): string[] {
  const characters = blocks.reduce((sum, block) => sum + block.length, 0);
  return [
    ...(title === null ? [] : [`“${oneLine(title, 100)}”`]),
    `${counted(characters, "character")} in ${counted(blocks.length, "block")} are watched; ${counted(page?.minChange ?? 0, "character")} of new text count as a change`,
    ...blocks.slice(0, shownBlocks).map((block) => `· ${oneLine(block, 100)}`),
    ...(blocks.length > shownBlocks ? [`  and ${blocks.length - shownBlocks} more`] : []),
  ];
}

/** The verb that goes with an amount. */
export function isAre(amount: number): string {
  return amount === 1 ? "is" : "are";
}

function itemCount(items: readonly SourceItem[], noun: string, plural = `${noun}s`): string {
  const dates = items.flatMap(({ publishedAt, updatedAt }) => {
    const at = publishedAt ?? updatedAt;
    return at === null ? [] : [Date.parse(at)];
  });
  const newest = dates.length === 0 ? "" : `, the newest of ${instant(new Date(newestOf(dates)))} UTC`;
  const amount = items.length.toLocaleString("en");
  return `${amount} ${items.length === 1 ? noun : plural}, ${dates.length.toLocaleString("en")} with a date${newest}`;
}

/** Sitemaps have 50,000 dates: too many for the arguments of one call. */
function newestOf(dates: readonly number[]): number {
  return dates.reduce((newest, date) => Math.max(newest, date), Number.NEGATIVE_INFINITY);
}

function withoutLink(items: readonly SourceItem[]): string[] {
  const amount = items.filter((item) => item.url === null).length;
  return amount === 0 ? [] : [`${amount} without a link: they cannot be watched`];
}

function titleOf({ title }: SourceItem): string {
  return title === null ? "(no title)" : oneLine(title, 120);
}

function linkLine(item: SourceItem): string {
  const title = item.title === null ? "" : `${oneLine(item.title, 100)}: `;
  return `· ${title}${item.url ?? "(no link)"}${dateIn(item.publishedAt ?? item.updatedAt)}`;
}

function dateIn(at: string | null): string {
  return at === null ? "" : ` (${instant(new Date(at))})`;
}
