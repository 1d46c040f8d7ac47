import type { Alternate } from "@wirewatch/model";
import { canonicalUrl, isSameSite } from "@wirewatch/urls";
import type { Element } from "domhandler";
import { canonicalTag } from "./language.ts";

const maxAlternates = 50;
/** Attributes are cut at this length: a longer URL is not whole. */
const maxUrlLength = 2_047;
/** A feed or another format in some language is no translation of the page. */
const otherFormat = /rss|atom|json|xml|pdf/i;

/**
 * `rel=canonical` if it plausibly names the page: on the same site, neither its home page nor one of its sections; else the URL
 * itself. As a canonical form.
 */
export function chooseCanonicalUrl(declared: string | null, url: string): string {
  const own = canonicalUrl(url) ?? url;
  const target = declared === null ? null : absoluteUrl(declared, url);
  if (target === null || !isSameSite(target.href, url)) return own;
  if (target.pathname === "/" && target.search === "") return own;
  return isSectionAbove(target, url) ? own : (canonicalUrl(target.href) ?? own);
}

/** Other language versions of the page, each once; not `x-default`, which names no language, and not the page itself. */
export function readAlternates(links: readonly Element[], url: string, canonical: string): Alternate[] {
  const found = new Map<string, Alternate>();
  const own = new Set([canonicalUrl(url), canonical]);
  for (const { attribs } of links) {
    const language = canonicalTag(attribs["hreflang"]);
    const target = absoluteUrl(attribs["href"] ?? "", url);
    if (language === null || language.startsWith("x-") || target === null || otherFormat.test(attribs["type"] ?? ""))
      continue;
    if (own.has(canonicalUrl(target.href))) continue;
    found.set(`${language} ${target.href}`, { language, url: target.href });
    if (found.size === maxAlternates) break;
  }
  return [...found.values()];
}

/** An address on the page as an absolute http(s) URL. */
export function absoluteUrl(href: string, base: string): URL | null {
  const trimmed = href.trim();
  if (trimmed === "" || trimmed.length > maxUrlLength) return null;
  const url = URL.parse(trimmed, base);
  return url !== null && (url.protocol === "https:" || url.protocol === "http:") ? url : null;
}

/** `/news` for `/news/2025/quay-opens`: a template that names its section instead of the page. */
function isSectionAbove(target: URL, url: string): boolean {
  const section = target.pathname.replace(/\/$/, "");
  const path = URL.parse(url)?.pathname ?? "";
  return /^\/[a-z]+$/i.test(section) && path.startsWith(`${section}/`) && path.length > section.length + 20;
}
