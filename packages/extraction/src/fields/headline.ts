import type { LinkedArticle } from "./json-ld.ts";
import type { PageHead } from "./page-head.ts";
import { plainText } from "../page/walk.ts";
import { folded } from "../page/words.ts";

/** What stands between a headline and the site's name. Without spaces around it, a part must be the name exactly. */
const separator = /\s+(?:[|\-–—·•»:]|::)\s+|\s*[|»ㅣ]\s*|-/g;

/** Longer titles are a mistake or an attack. */
const maxLength = 500;

/**
 * The article's headline without the site's name: JSON-LD (unless it repeats `<title>`, made for search engines, while the page
 * shows the OpenGraph title as its `<h1>`), else the title in the metadata that the page shows as its `<h1>`,
 * else OpenGraph and `<title>`, else a lone `<h1>`.
 *
 * JSON-LD comes first because it was right most often on the publishers corpus (title agreement 0.86; `<h1>` first: 0.81).
 *
 * @param siteNames names of the site, its host and the section, which are cut off
 */
export function chooseHeadline(
  head: PageHead,
  linked: LinkedArticle | null,
  siteNames: readonly string[],
): string | null {
  const names = new Set(siteNames.map(folded).filter((name) => name !== ""));
  const headings = head.headings.map(plainText).filter((heading) => heading.length > 1 && heading.length <= maxLength);
  const shown = new Set(headings.map(folded));
  const titles = [linked?.headline, head.meta.get("og:title"), head.meta.get("twitter:title"), head.title].map(
    (title) => {
      if (title === null || title === undefined || title.length > maxLength) return null;
      const headline = withoutSiteName(title, names, shown);
      return headline === "" || names.has(folded(headline)) ? null : headline;
    },
  );
  const [linkedHeadline, socialTitle, , pageTitle] = titles;
  const isSearchTitle = folded(linkedHeadline ?? "") === folded(pageTitle ?? "");
  if (isSearchTitle && socialTitle && shown.has(folded(socialTitle))) return socialTitle;
  const known = titles.slice(1).filter((title) => title !== null);
  const lone = headings.length === 1 ? headings[0] : undefined;
  return linkedHeadline ?? known.find((title) => shown.has(folded(title))) ?? known[0] ?? lone ?? null;
}

/** Cuts trailing parts that name the site or section, and leading ones where the site puts its name first. */
function withoutSiteName(title: string, names: ReadonlySet<string>, shown: ReadonlySet<string>): string {
  let result = title.trim();
  for (let round = 0; round < 3 && !shown.has(folded(result)); round++) {
    const cuts = [...result.matchAll(separator)];
    const first = cuts[0];
    const last = cuts.at(-1);
    if (first === undefined || last === undefined) break;
    const before = result.slice(0, last.index).trim();
    const tail = folded(result.slice(last.index + last[0].length));
    if (shown.has(folded(before)) || names.has(tail) || (last[0] !== "-" && isPartOfName(tail, names))) result = before;
    else if (names.has(folded(result.slice(0, first.index))))
      result = result.slice(first.index + first[0].length).trim();
    else break;
  }
  return result;
}

/** "The Standard" for a site called "The Standard London", and the other way round. */
function isPartOfName(tail: string, names: ReadonlySet<string>): boolean {
  return (
    tail.length > 3 && [...names].some((name) => name.startsWith(tail) || (name.length > 3 && tail.startsWith(name)))
  );
}
