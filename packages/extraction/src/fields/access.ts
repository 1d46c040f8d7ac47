import { truth, type LinkedArticle } from "./json-ld.ts";
import { metasOf, type PageHead } from "./page-head.ts";

/** Values of `article:content_tier`; `free` is the other one. @see https://developers.facebook.com/docs/instant-articles/subscriptions/content-tiering */
const closedTier = /^(?:locked|metered|premium|paid|subscri\w*|plus)$/i;

/** True when the page says that the article is for subscribers only: JSON-LD, else the tier in `<meta>`, else microdata. */
export function isPaywalled(head: PageHead, linked: LinkedArticle | null): boolean {
  if (linked !== null && linked.isFree !== null) return !linked.isFree;
  return (
    metasOf(head, "article:content_tier", "og:article:content_tier").some((tier) => closedTier.test(tier)) ||
    metasOf(head, "isAccessibleForFree").some((value) => truth(value) === false)
  );
}
