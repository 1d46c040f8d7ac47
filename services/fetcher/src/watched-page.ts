import type { SourceConfig } from "@wirewatch/config";
import { newBlocks } from "@wirewatch/feeds";
import type { SourceItem } from "@wirewatch/model";
import { pack, unpack } from "@wirewatch/store";

/** Which parts of a page count. */
type PageRules = Pick<NonNullable<SourceConfig["page"]>, "select" | "ignore" | "minChange">;

/** A watched page as it is kept between two looks. */
export interface SeenPage {
  /** The parts that counted. By other rules nothing can be compared. */
  readonly by: string;
  readonly blocks: readonly string[];
}

/** What a look at a watched page gave. */
export interface PageChange {
  /** The article made of what is new; null when too little is. */
  readonly item: SourceItem | null;
  /** What the next look compares with. What was too little is left out of it, so that small changes add up. */
  readonly seen: SeenPage;
}

/** Blocks of a page that are kept and compared; more are on no page that a person would watch. */
const maxBlocks = 5000;

/**
 * Compares a watched page with how it was last seen. New blocks of at least `minChange` characters become an item that
 * carries their text; its address is the page's with a fragment that names the moment, so that each change is an article
 * of its own, and a reader still lands on the page.
 *
 * @param before null at the first look, which gives an item only when `tellsFirst`
 */
export function changeOf(
  page: { readonly url: string; readonly title: string | null; readonly blocks: readonly string[] },
  before: SeenPage | null,
  options: { readonly rules: PageRules; readonly tellsFirst: boolean; readonly now: Date },
): PageChange {
  const blocks = page.blocks.slice(0, maxBlocks);
  const by = signatureOf(options.rules);
  const fresh = before === null ? (options.tellsFirst ? blocks : []) : newBlocks(before.blocks, blocks);
  const characters = fresh.reduce((sum, block) => sum + block.length, 0);
  if (characters < options.rules.minChange && before !== null) {
    // `fresh` is part of `blocks`: this is the rest.
    return { item: null, seen: { by, blocks: newBlocks(fresh, blocks) } };
  }
  return { item: fresh.length === 0 ? null : changeItem(page, fresh, options.now), seen: { by, blocks } };
}

function changeItem(
  page: { readonly url: string; readonly title: string | null },
  blocks: readonly string[],
  now: Date,
): SourceItem {
  const stamp = now.toISOString().replaceAll(/[-:]|\.\d+/g, "");
  const url = new URL(page.url);
  // With `!` the fragment is part of an article's identity; see `canonicalUrl`.
  url.hash = `!change-${stamp}`;
  return {
    id: url.href,
    url: url.href,
    title: page.title,
    // When it was changed between two looks is not known.
    publishedAt: null,
    updatedAt: null,
    summary: null,
    content: blocks.map((block) => `<p>${escapeHtml(block)}</p>`).join(""),
    authors: [],
    categories: [],
    enclosures: [],
    language: null,
  };
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}

/** For the column `feed.content`. */
export function packSeenPage(seen: SeenPage): Buffer {
  return pack(JSON.stringify(seen));
}

/** The opposite of `packSeenPage`; null for what was seen by other rules, or written by another version. */
export function unpackSeenPage(stored: Uint8Array | null, rules: PageRules): SeenPage | null {
  if (stored === null) return null;
  const seen = JSON.parse(unpack(stored).toString("utf8")) as SeenPage;
  return seen.by === signatureOf(rules) ? seen : null;
}

function signatureOf({ select, ignore }: PageRules): string {
  return JSON.stringify([select, ...ignore]);
}
