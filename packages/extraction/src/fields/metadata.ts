import type { Alternate } from "@wirewatch/model";
import { canonicalUrl, isSameSite } from "@wirewatch/urls";
import type { Element } from "domhandler";
import { chooseAuthors } from "./authors.ts";
import { chooseHeadline } from "./headline.ts";
import { parseInstant } from "./instant.ts";
import { readLinkedArticle, type LinkedArticle } from "./json-ld.ts";
import { hasToken, isWithin, readPageHead, type PageHead } from "./page-head.ts";
import type { PageTree } from "../page/page-tree.ts";
import { collapse, plainText } from "../page/walk.ts";

/** What is known about an article apart from its text. */
export interface Metadata {
  readonly canonicalUrl: string;
  readonly title: string | null;
  /** Text of the element the page marks as its standfirst. */
  readonly standfirst: string | null;
  /** Description for search engines and cards; often the first sentence of the text. */
  readonly description: string | null;
  readonly authors: readonly string[];
  readonly publishedAt: string | null;
  readonly modifiedAt: string | null;
  readonly language: string | null;
  readonly siteName: string | null;
  readonly leadImage: string | null;
  readonly tags: readonly string[];
  readonly isPaywalled: boolean;
  readonly isLive: boolean;
  readonly alternates: readonly Alternate[];
  /** Paragraphs of the text as JSON-LD has it; empty when it does not. */
  readonly linkedBody: readonly string[];
  /** True when the page calls itself an article. */
  readonly isArticlePage: boolean;
}

const publishedKeys = [
  "article:published_time",
  "article:published",
  "og:article:published_time",
  "og:published_time",
  "datepublished",
  "parsely-pub-date",
  "sailthru.date",
  "pubdate",
  "publishdate",
  "publish-date",
  "publication_date",
  "date",
  "dc.date.issued",
  "dcterms.created",
  "dc.date",
  "dcterms.date",
  "cxenseparse:recs:publishtime",
  "cxenseparse:publishtime",
  "last-modified-published",
  "timestamp",
];
const modifiedKeys = [
  "article:modified_time",
  "article:modified",
  "og:updated_time",
  "og:article:modified_time",
  "datemodified",
  "dcterms.modified",
  "last-modified",
  "lastmod",
];

/** Reads title, authors, dates and the like from JSON-LD, OpenGraph, `<meta>` and marked elements, in this order of trust. */
export function readMetadata(tree: PageTree, url: string): Metadata {
  const head = readPageHead(tree.root);
  const linked = readLinkedArticle(tree.jsonLd, url);
  const siteName = head.meta.get("og:site_name") ?? linked?.publisher ?? head.meta.get("application-name") ?? null;
  const names = siteNames(siteName, linked, url);
  return {
    canonicalUrl: chooseCanonicalUrl(head.canonical, url),
    title: chooseHeadline(head, linked, [...names, head.meta.get("article:section") ?? ""]),
    standfirst: standfirstOf(head),
    description: linked?.description ?? head.meta.get("og:description") ?? head.meta.get("description") ?? null,
    authors: chooseAuthors(head, linked, names),
    publishedAt: firstInstant([
      linked?.publishedAt,
      ...publishedKeys.map((key) => head.meta.get(key)),
      ...markedTimes(head.times),
    ]),
    modifiedAt: firstInstant([linked?.modifiedAt, ...modifiedKeys.map((key) => head.meta.get(key))]),
    language: chooseLanguage([
      head.language,
      linked?.language,
      head.meta.get("content-language"),
      head.meta.get("og:locale"),
      head.meta.get("dc.language"),
      head.meta.get("language"),
    ]),
    siteName,
    leadImage: null,
    tags: [],
    isPaywalled: false,
    isLive: false,
    alternates: [],
    linkedBody: linked?.body ?? [],
    isArticlePage: linked !== null || head.meta.get("og:type") === "article",
  };
}

/** `rel=canonical` if it names a page of the same site other than the home page, else the URL itself; as a canonical form. */
function chooseCanonicalUrl(declared: string | null, url: string): string {
  const own = canonicalUrl(url) ?? url;
  const target = declared === null ? null : URL.parse(declared.trim(), url);
  if (target === null || !isSameSite(target.href, url)) return own;
  if (target.pathname === "/" && target.search === "") return own;
  return canonicalUrl(target.href) ?? own;
}

function siteNames(siteName: string | null, linked: LinkedArticle | null, url: string): string[] {
  const host = URL.parse(url)?.hostname.replace(/^www\./, "") ?? "";
  const label = host.split(".").at(-2) ?? "";
  return [siteName, linked?.publisher, host, label].filter(
    (name) => typeof name === "string" && name !== "",
  ) as string[];
}

function firstInstant(candidates: readonly (string | null | undefined)[]): string | null {
  for (const candidate of candidates) {
    const instant = parseInstant(candidate);
    if (instant !== null) return instant;
  }
  return null;
}

/** `datetime` of the `<time>` elements that say when the article was published; a lone one says so without a mark. */
function markedTimes(times: readonly Element[]): string[] {
  const dated = times.filter(
    (time) =>
      time.attribs["datetime"] !== undefined &&
      !isWithin(time, (element) => element.name === "aside" || element.name === "nav"),
  );
  const marked = dated.filter(
    (time) =>
      "pubdate" in time.attribs ||
      hasToken(time.attribs["itemprop"], "datepublished") ||
      /publi/i.test(time.attribs["class"] ?? ""),
  );
  const chosen = marked.length > 0 ? marked : dated.slice(0, 1);
  return chosen.map((time) => time.attribs["datetime"] ?? "");
}

/** The first usable language tag, in canonical spelling. */
function chooseLanguage(candidates: readonly (string | null | undefined)[]): string | null {
  for (const candidate of candidates) {
    const tag =
      (candidate ?? "")
        .trim()
        .split(/[\s,;]/)[0]
        ?.replaceAll("_", "-") ?? "";
    if (!/^[a-z]{2,3}(?:-[a-z0-9]{2,8})*$/i.test(tag) || /^und\b/i.test(tag)) continue;
    try {
      const [canonical] = Intl.getCanonicalLocales(tag);
      if (canonical !== undefined) return canonical;
    } catch {
      // A tag of the right shape that is not well-formed; the next candidate may be.
    }
  }
  return null;
}

function standfirstOf(head: PageHead): string | null {
  for (const element of head.standfirsts) {
    if (isWithin(element, (around) => around.name === "aside" || around.name === "nav" || around.name === "footer"))
      continue;
    const text = collapse(plainText(element));
    if (text.length >= 30 && text.length <= 1_000) return text;
  }
  return null;
}
