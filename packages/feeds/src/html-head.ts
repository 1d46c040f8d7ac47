import { absoluteUrl } from "./absolute-url.ts";
import { eachTag } from "./html-tags.ts";
import { plainOrNull } from "./plain-text.ts";

/** A feed that a web page links to. */
export interface Alternate {
  /** Absolute where the page's own URL is known. */
  readonly url: string;
  readonly title: string | null;
  /** Media type as announced, or as the address suggests. */
  readonly type: string;
}

/** What a page says about itself that helps to find its feeds. */
export interface HtmlHead {
  readonly title: string | null;
  /** Announced by `<link rel="alternate">`; else links of the page to what looks like a feed. Comments come last. */
  readonly alternates: readonly Alternate[];
}

/** Types by which pages announce their feeds. */
const feedTypes: ReadonlySet<string> = new Set([
  "application/rss+xml",
  "application/atom+xml",
  "application/rdf+xml",
  "application/feed+json",
  "application/xml",
  "text/xml",
  "text/rss+xml",
  "text/rss",
]);

/** Pages name a handful of feeds; the rest would not fit into a message. */
const maxAlternates = 10;

/** Links are looked for in the beginning of a page; menus may come before its text. */
const maxLength = 1024 * 1024;

const wanted: ReadonlySet<string> = new Set(["base", "link", "a"]);

/** @param base URL of the page; null when unknown */
export function readHtmlHead(html: string, base: string | null): HtmlHead {
  const announced: Link[] = [];
  const linked: Link[] = [];
  let title: string | null = null;
  let pageBase: string | null = null;
  let inside: "title" | "link" | null = null;
  eachTag(html.slice(0, maxLength), wanted, {
    open(name, { href = "", rel = "", type = "", title: label = "" }) {
      if (name === "title" && title === null) inside = "title";
      if (name === "base") pageBase ??= absoluteUrl(href, base);
      if (name === "link" && isFeedLink(rel, type)) announced.push({ href, label, type: mediaType(type) });
      if (name !== "a" || !looksLikeFeed(href)) return;
      linked.push({ href, label, type: "" });
      inside = "link";
    },
    text(text) {
      const link = linked.at(-1);
      if (inside === "title") title = (title ?? "") + text;
      if (inside === "link" && link?.label.trim() === "") link.label = text;
    },
    close(name) {
      if (name === "title" || name === "a") inside = null;
    },
  });
  const links = announced.length > 0 ? announced : linked;
  return { title: plainOrNull(title), alternates: alternatesOf(links, pageBase ?? base) };
}

interface Link {
  readonly href: string;
  label: string;
  readonly type: string;
}

function isFeedLink(rel: string, type: string): boolean {
  const relations = rel.toLowerCase().split(/\s+/);
  return relations.includes("feed") || (relations.includes("alternate") && feedTypes.has(mediaType(type)));
}

function mediaType(type: string): string {
  return (type.split(";")[0] ?? "").trim().toLowerCase();
}

/** Names under which sites commonly keep feeds, as a part of the path or as the end of one. */
const feedPart = /^(?:rss|feeds?|atom|rdf|rss[-_]?feeds?|feed[-_]?rss|rss2?|rss2\.0|rss_2\.0)$/i;
const feedFile =
  /^(?:rss|feeds?|atom|rdf|index|news|latest)[\w-]*\.(?:xml|json|rss|rdf|php|aspx?)$|\.(?:rss|atom|rdf)$/i;
const feedQuery = /(?:^|&)(?:feed|format|type|output)=(?:rss|atom|feed|rdf)/i;

/** Whether an address is likely to be a feed, e.g. `/rss`, `/feed/`, `/politics/rss.xml`, `/?feed=rss2`. */
function looksLikeFeed(href: string): boolean {
  const { path = "", query = "" } =
    /^(?<path>[^?#]{0,500})(?:\?(?<query>[^#]{0,500}))?/.exec(href.trim())?.groups ?? {};
  if (/^(?!https?:)[a-z]+:/i.test(path)) return false;
  const parts = path.replace(/^https?:\/\/[^/]*/i, "").split("/");
  const file = parts.at(-1) ?? "";
  if (/\.html?$/i.test(file)) return false;
  return parts.some((part) => feedPart.test(part)) || feedFile.test(file) || feedQuery.test(query);
}

function alternatesOf(links: readonly Link[], base: string | null): Alternate[] {
  const alternates = new Map<string, Alternate>();
  for (const { href, label, type } of links) {
    const url = absoluteUrl(href, base) ?? (base === null ? href.trim() : "");
    if (url === "" || alternates.has(url)) continue;
    alternates.set(url, { url, title: plainOrNull(label), type: type === "" ? typeByName(url) : type });
  }
  const all = [...alternates.values()];
  const isComments = ({ url, title }: Alternate): boolean => /comment|kommentar/i.test(`${url} ${title ?? ""}`);
  return [...all.filter((one) => !isComments(one)), ...all.filter(isComments)].slice(0, maxAlternates);
}

function typeByName(url: string): string {
  if (/json/i.test(url)) return "application/feed+json";
  return /atom/i.test(url) ? "application/atom+xml" : "application/rss+xml";
}
