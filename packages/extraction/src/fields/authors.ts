import type { LinkedArticle } from "./json-ld.ts";
import type { PageHead } from "./page-head.ts";
import { plainText } from "../page/walk.ts";
import { folded } from "../page/words.ts";

const maxAuthors = 20;
const leadIn =
  /^(?:(?:written|reported|posted|published|story|words|text|edited)\s+)?(?:by|von|par|por|di|da|door|av|af|od|przez|от|автор|auteur|autor(?:in)?|autore|author|text|texto|texte)\s*[:：]?\s+/iu;
const joiner = /\s*(?:[,;/|•·]|\s(?:and|und|et|y|e|en|och|og|и|i|&)\s)\s*/iu;
/** E-mail addresses, URLs and account names. */
const address = /\S*(?:@|:\/\/|www\.)\S*/g;
const notName =
  /\d{4,}|^(?:admin|administrator|editor|redaktion|redaction|staff|n\/a|null|undefined|author|authors)$/iu;

/**
 * Names of the authors: from JSON-LD, else the `author` metadata, else what the page marks as a byline.
 *
 * @param siteNames names of the site, which some publishers give as the author
 * @returns clean names in page order, no lead-in such as "By", no addresses, none twice
 */
export function chooseAuthors(head: PageHead, linked: LinkedArticle | null, siteNames: readonly string[]): string[] {
  const sites = new Set(siteNames.map(folded));
  const metadata = ["author", "parsely-author", "article:author", "dc.creator", "byl"].map((key) => head.meta.get(key));
  const sources = [
    linked?.authors ?? [],
    metadata.filter((name) => name !== undefined),
    ...head.bylines.map((byline) => [plainText(byline)]),
  ];
  let site: string[] = [];
  for (const source of sources) {
    const names = cleanNames(source);
    const people = names.filter((name) => !sites.has(folded(name)));
    if (people.length > 0) return people;
    if (site.length === 0) site = names;
  }
  return site;
}

/** Splits "By A and B" into names and drops what is none. */
function cleanNames(texts: readonly string[]): string[] {
  const names = new Map<string, string>();
  for (const text of texts) {
    if (text.length > 300) continue;
    for (const part of text.replace(address, " ").trim().replace(leadIn, "").split(joiner)) {
      const name = part
        .replace(leadIn, "")
        .replace(/\([^)]*\)/g, "")
        .replace(/^[\s.,:;\-–—|]+|[\s,:;\-–—|]+$/g, "");
      if (isName(name)) names.set(folded(name), name);
      if (names.size === maxAuthors) return [...names.values()];
    }
  }
  return [...names.values()];
}

function isName(text: string): boolean {
  const words = text.split(/\s+/).length;
  return text.length > 1 && text.length <= 80 && words <= 7 && /\p{L}/u.test(text) && !notName.test(text);
}
