import type { Alternate } from "@wirewatch/feeds";
import { gateOf } from "@wirewatch/pipeline";

/** A document that another one led to, to be polled in a row of its own. */
export interface FoundDocument {
  readonly url: string;
  readonly kind: "feed" | "sitemap";
}

/** Documents that one home page or one sitemap index leads to at most. */
const maxFound = 20;
/** A home page that announces more feeds than this has one for each section; the first ones are the main ones. */
const maxFeeds = 5;

/** Feeds of readers' comments, as the usual systems name them. */
const commentFeed =
  /\/comments?\/(?:feed|rss|atom|default)\b|[?&](?:feed|withoutcomments)=comments|comments-rss2|\/comments\.(?:xml|rss|atom)/i;
const commentTitle = /\b(?:comments?|kommentare?|commentaires|comentarios|commenti|reacties)\b/i;
/** What distinguishes the titles of one feed's formats. */
const formatWords = /\b(?:rss|atom|json|xml|rdf|feed)\b|[\d.]+|\W+/gi;

/**
 * The feeds of a home page that are polled: not the ones for comments, of several formats of one feed the first, at most
 * five, in the order of the page.
 */
function chooseFeeds(alternates: readonly Alternate[]): FoundDocument[] {
  const chosen = new Map<string, FoundDocument>();
  for (const { url, title } of alternates) {
    if (!isWebAddress(url) || commentFeed.test(url) || commentTitle.test(title ?? "")) continue;
    const name = (title ?? "").toLowerCase().replaceAll(formatWords, " ").trim();
    const key =
      name === ""
        ? `${gateOf(url)} ${new URL(url).pathname.replace(/\/(?:rss|atom|feed|json|index)?[^/]*$/i, "/")}`
        : name;
    if (!chosen.has(key)) chosen.set(key, { url, kind: "feed" });
  }
  return [...chosen.values()].slice(0, maxFeeds);
}

/** The sitemaps of a robots.txt that are polled, in its order. */
function chooseSitemaps(urls: readonly string[]): FoundDocument[] {
  return [...new Set(urls)]
    .filter(isWebAddress)
    .slice(0, maxFound)
    .map((url) => ({ url, kind: "sitemap" }));
}

/**
 * The sitemaps of an index that are polled: the newest first, those without a date as the index orders them. One that was
 * last modified before the oldest entry that is taken holds none that is.
 *
 * @param maxAgeMs age from which entries are not taken; null: no limit
 */
function chooseChildren(
  children: readonly { readonly url: string; readonly modifiedAt: string | null }[],
  maxAgeMs: number | null,
  now: Date,
): FoundDocument[] {
  const time = (at: string | null): number => (at === null ? Number.NEGATIVE_INFINITY : Date.parse(at));
  const isRecent = (at: string | null): boolean =>
    at === null || maxAgeMs === null || now.getTime() - Date.parse(at) <= maxAgeMs;
  const wanted = children.filter(({ url, modifiedAt }) => isWebAddress(url) && isRecent(modifiedAt));
  const byUrl = new Map(
    wanted.toSorted((a, b) => time(b.modifiedAt) - time(a.modifiedAt)).map((child) => [child.url, child]),
  );
  return [...byUrl.keys()].slice(0, maxFound).map((url) => ({ url, kind: "sitemap" }));
}

function isWebAddress(url: string): boolean {
  return /^https?:\/\//i.test(url) && url.length <= 2048 && URL.canParse(url);
}

/** Documents that a document leads to. */
export interface Choice {
  readonly found: readonly FoundDocument[];
  /** Those found earlier and not now are no longer polled. */
  readonly replacesOthers: boolean;
  /** What it chose, one sentence; null when there is nothing to say. */
  readonly reason: string | null;
}

/** What a home page leads to: the feeds it announces, else the sitemaps of its robots.txt; null when there are none. */
export function chooseForHomePage(alternates: readonly Alternate[], sitemaps: readonly string[]): Choice | null {
  const feeds = chooseFeeds(alternates);
  const found = feeds.length > 0 ? feeds : chooseSitemaps(sitemaps);
  if (found.length === 0) return null;
  const named = found.map((document) => document.url).join(", ");
  const reason =
    feeds.length > 0
      ? `a home page; of the feeds it announces (${alternates.length}) it reads ${named}`
      : `a home page that announces no feed; of the sitemaps in its robots.txt (${sitemaps.length}) it reads ${named}`;
  return { found, replacesOthers: false, reason: reason.slice(0, 1000) };
}

/** What a sitemap index leads to. */
export function chooseForIndex(
  children: readonly { readonly url: string; readonly modifiedAt: string | null }[],
  maxAgeMs: number | null,
  now: Date,
): Choice {
  const found = chooseChildren(children, maxAgeMs, now);
  const isAll = found.length === children.length;
  const reason = isAll ? null : `an index of sitemaps; it reads the newest ${found.length} of ${children.length}`;
  return { found, replacesOthers: true, reason };
}
