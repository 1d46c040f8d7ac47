import { folded } from "../page/words.ts";
import type { Element } from "domhandler";
import type { LinkedArticle } from "./json-ld.ts";
import { hasToken, isOfOtherItem, metaOf, metasOf, type PageHead } from "./page-head.ts";
import { isAgency, isPersonal, looksLikePerson } from "./person-kind.ts";
import { splitNames } from "./person-names.ts";
import { shortText } from "./short-text.ts";

const maxAuthors = 20;
/** A longer element is the author's biography. */
const maxBylineLength = 200;

const authorKeys = [
  "author",
  "parsely-author",
  "article:author",
  "article:author_name",
  "dc.creator",
  "dcterms.creator",
  "byl",
  "cXenseParse:author",
  "sailthru.author",
  "twitter:misc:Written by",
];
/** Labels of `twitter:label1`, which say what `twitter:data1` is: "Written by", "Verfasst von", "Escrito por". */
const writtenBy = /(?:^|\s)(?:by|von|par|por|da|di|door|av|af|przez|autor\p{L}*|auteur|автор)$/iu;

/**
 * Names of the authors: from JSON-LD, else `<meta>`, else what the page marks as a byline.
 *
 * The first of these that names people gives all names, agencies with them; the site's own name, desks and roles are dropped
 * then. Where no person is named, the first organisation or desk counts; the site's name not from `<meta>`, where it is the
 * template's.
 *
 * @param siteNames names of the site, which some publishers give as the author
 * @returns clean names in page order, no lead-in such as "By", no addresses, none twice
 */
export function chooseAuthors(head: PageHead, linked: LinkedArticle | null, siteNames: readonly string[]): string[] {
  const sites = siteNames.map(folded).filter((name) => name.length > 2);
  const isSite = siteTest(sites);
  // "Courier Business" is a desk of the Courier.
  const isOfSite = (name: string): boolean =>
    isSite(name) || (!name.includes("/") && sites.some((site) => folded(name).startsWith(`${site} `)));
  const declared = unique(linked?.authors ?? []);
  const inMeta = unique([...metasOf(head, ...authorKeys), ...labelledAuthors(head)]).filter((name) => !isSite(name));
  const { names: shown, isCertain } = readByline(head.bylines);
  let others: readonly string[] = [];
  for (const names of [declared, inMeta, shown]) {
    const people = names.filter((name) => !isOfSite(name) && isPersonal(name));
    // Against an organisation that was named before, or in what only looks like a byline, a word is no person.
    const isWeak = others.length > 0 || (names === shown && !isCertain);
    if (isWeak ? people.some(looksLikePerson) : people.length > 0)
      return names.filter((name) => people.includes(name) || (isAgency(name) && !isSite(name)));
    if (others.length === 0 && (names !== shown || isCertain)) others = names;
  }
  return [...others];
}

/** Knows the site under one of its names or a beginning of it. */
function siteTest(sites: readonly string[]): (name: string) => boolean {
  return (name) => {
    const text = folded(name);
    return sites.some(
      (site) => site === text || site === text.replaceAll(" ", "") || (text.length > 2 && site.startsWith(`${text} `)),
    );
  };
}

/** Clean names of the texts, each once. */
function unique(texts: readonly string[]): string[] {
  return once(texts.flatMap(splitNames));
}

function once(names: readonly string[]): string[] {
  const found = new Map<string, string>();
  for (const name of names) if (found.size < maxAuthors && !found.has(folded(name))) found.set(folded(name), name);
  return [...found.values()];
}

/** WordPress and others label two lines below a card for Twitter. */
function labelledAuthors(head: PageHead): string[] {
  return ["1", "2"].flatMap((number) => {
    const label = metaOf(head, `twitter:label${number}`);
    return label !== null && writtenBy.test(label) ? metasOf(head, `twitter:data${number}`) : [];
  });
}

/** Names in the first marked byline and in those like it beside it; of bylines in one another the innermost. */
function readByline(bylines: readonly Element[]): { readonly names: readonly string[]; readonly isCertain: boolean } {
  const own = bylines.filter((element) => !isOfOtherItem(element));
  const innermost = own.filter((element) => !own.some((other) => other !== element && isInside(other, element)));
  const found = innermost.flatMap((element) => {
    const names = splitNames(shortText(element, maxBylineLength));
    return names.length === 0 ? [] : [{ element, names }];
  });
  const first = found[0]?.element;
  if (first === undefined) return { names: [], isCertain: false };
  const alike = found.filter(
    ({ element }) =>
      element.attribs["class"] === first.attribs["class"] &&
      (element.parent === first.parent || element.parent?.parent === first.parent?.parent),
  );
  const isCertain = hasToken(first.attribs["rel"], "author") || hasToken(first.attribs["itemprop"], "author");
  return { names: once(alike.flatMap(({ names }) => names)), isCertain };
}

function isInside(element: Element, around: Element): boolean {
  for (let node = element.parent; node !== null; node = node.parent) if (node === around) return true;
  return false;
}
