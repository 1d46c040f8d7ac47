import { folded } from "../page/words.ts";
import type { LinkedArticle } from "./json-ld.ts";
import { metaOf, type PageHead } from "./page-head.ts";
import { plain } from "./plain.ts";
import { shortText } from "./short-text.ts";
import { commonHeadline, createTitleCleaner, type TitleCleaner } from "./title-parts.ts";
import { isSpelledInUrl } from "./title-in-url.ts";

/** Longer titles are a mistake or an attack. */
const maxLength = 500;

/** Names of which a title is freed. */
export interface TitleNames {
  readonly sites: readonly string[];
  readonly sections: readonly string[];
}

/**
 * The article's headline without the names of site and section.
 *
 * JSON-LD comes first, then OpenGraph, Twitter and `<title>`, of these one that the page shows as its `<h1>` before others,
 * then a lone `<h1>`. JSON-LD gives way to a title in OpenGraph
 * - that the page shows, when JSON-LD only repeats `<title>`, which is made for search engines;
 * - that the page shows and that JSON-LD abridges;
 * - that the page's address spells out, as addresses keep the headline of the first publication.
 *
 * @param url address of the page
 */
export function chooseHeadline(
  head: PageHead,
  linked: LinkedArticle | null,
  names: TitleNames,
  url: string,
): string | null {
  const headings = head.headings
    .map((heading) => shortText(heading, maxLength))
    .filter((heading) => heading.length > 1);
  const cleaner = createTitleCleaner(names, headings);
  const clean = (title: string | null | undefined): string | null => usable(title, cleaner);
  const linkedTitle = clean(linked?.headline);
  const socialTitle = clean(metaOf(head, "og:title"));
  const pageTitle = clean(head.title);
  if (linkedTitle !== null) {
    const isReplaced = socialTitle !== null && replaces(socialTitle, linkedTitle, pageTitle, cleaner, url);
    return isReplaced ? socialTitle : linkedTitle;
  }
  const known = [socialTitle, clean(metaOf(head, "twitter:title")), clean(metaOf(head, "title")), pageTitle].filter(
    (title) => title !== null,
  );
  const lone = headings.length === 1 ? headings[0] : undefined;
  const shown = known.find(cleaner.isShown);
  if (shown !== undefined) return shown;
  const [first] = known;
  if (first === undefined) return lone ?? null;
  return commonHeadline(first, headings) ?? cleaner.withoutSection(first);
}

function usable(title: string | null | undefined, cleaner: TitleCleaner): string | null {
  if (title === null || title === undefined || title.length > 2 * maxLength) return null;
  const headline = cleaner.withoutNames(plain(title) ?? "");
  return headline === "" || headline.length > maxLength || cleaner.isName(headline) ? null : headline;
}

function replaces(
  social: string,
  linked: string,
  pageTitle: string | null,
  cleaner: TitleCleaner,
  url: string,
): boolean {
  if (folded(social) === folded(linked)) return false;
  if (cleaner.isShown(social)) {
    if (pageTitle !== null && folded(linked) === folded(pageTitle)) return true;
    if (folded(social).endsWith(` ${folded(linked)}`) || folded(social).startsWith(`${folded(linked)} `)) return true;
  }
  return isSpelledInUrl(social, url) && !isSpelledInUrl(linked, url);
}
