import { folded } from "../page/words.ts";
import type { LinkedArticle } from "./json-ld.ts";
import { absoluteUrl } from "./links.ts";
import { metasOf, type PageHead } from "./page-head.ts";

/** File names that stand for the site or for nothing. */
const placeholder =
  /(?:^|[-_.])(?:placeholder|fallback|favicon|blank|spacer|dummy|no-?image|no-?img|no-?photo|avatar|og-?image|(?:apple-)?touch-?icon|(?:social|share|default)-?(?:share|card|image|img|thumb\w*|logo)|site-?logo)(?:[-_.]|$)|^(?:logo|icon|default)s?[-_.]?(?:[\dx]*|og|fb|social|share)\.|\.(?:ico|svg)$/i;

const maxCandidates = 50;

const imageKeys = ["og:image:secure_url", "og:image", "og:image:url"];
const otherKeys = [
  "twitter:image",
  "twitter:image:src",
  "image",
  "thumbnail",
  "parsely-image-url",
  "sailthru.image.full",
];

/**
 * The picture that stands for the article: OpenGraph, JSON-LD, then cards; the first that is, by its file name, no placeholder and
 * not the logo of the site.
 *
 * @param siteNames names of the site: the logo of another company may well illustrate an article
 * @returns absolute http(s) URL
 */
export function chooseLeadImage(
  head: PageHead,
  linked: LinkedArticle | null,
  siteNames: readonly string[],
  url: string,
): string | null {
  const candidates = [...metasOf(head, ...imageKeys), ...(linked?.images ?? []), ...metasOf(head, ...otherKeys)];
  for (const candidate of candidates.slice(0, maxCandidates)) {
    const image = absoluteUrl(candidate, url);
    if (image !== null && image.pathname !== "/" && !isPlaceholder(image, siteNames)) return image.href;
  }
  return null;
}

function isPlaceholder({ pathname }: URL, siteNames: readonly string[]): boolean {
  const file = pathname.split("/").at(-1) ?? "";
  if (placeholder.test(file)) return true;
  const name = compact(file);
  return name.includes("logo") && siteNames.some((site) => compact(site) !== "" && name.includes(compact(site)));
}

function compact(text: string): string {
  return folded(text).replaceAll(" ", "");
}
