import { isTag, type Element, type Node } from "domhandler";
import { readMoment, type Moment } from "./instant.ts";
import type { LinkedArticle } from "./json-ld.ts";
import { hasToken, isOfOtherItem, metasOf, type PageHead } from "./page-head.ts";
import { dateAttributes } from "./marks.ts";
import { shortText } from "./short-text.ts";

/** A date of the article. */
export interface PageDate {
  /** ISO 8601 in UTC. */
  readonly at: string;
  /** False when the page names no zone: its clock was read as if it showed UTC. */
  readonly isExact: boolean;
}

const publishedKeys = [
  "article:published_time",
  "article:published",
  "og:article:published_time",
  "og:published_time",
  "datePublished",
  "parsely-pub-date",
  "sailthru.date",
  "pubdate",
  "publish_date",
  "publication_date",
  "date",
  "dc.date.issued",
  "dcterms.created",
  "dc.date",
  "dcterms.date",
  "cXenseParse:recs:publishtime",
  "cXenseParse:publishtime",
  "article:created_time",
  "timestamp",
];
const modifiedKeys = [
  "article:modified_time",
  "article:modified",
  "og:updated_time",
  "og:article:modified_time",
  "dateModified",
  "dcterms.modified",
  "last-modified",
  "lastmod",
];

/** A longer text is more than a date. */
const maxDateLength = 120;

/** The widest offset of a zone from UTC, and a day more for a date without time. */
const maxZoneMs = 14 * 3_600_000;
const dayMs = 24 * 3_600_000;

/** Words that introduce the date of a change; what stands behind one is not when the article was published. */
const changeWord =
  /\b(?:updated?|modified|aktuali[sz]|stand:|mis à jour|modifi|actuali[sz]|atuali[sz]|aggiornat|bijgewerkt|gewijzigd|oppdatert|opdateret|uppdaterad|zaktualizowan)|обновл|оновл|змінен|güncel|수정|更新/iu;

/**
 * When the article was published: from JSON-LD and `<meta>`; where these give no time, from elements marked as its date, then
 * from a date with a time in a short text of its own.
 *
 * A date that names its zone is taken before one that does not, and a time of day before a bare day. A local time without
 * zone is read as UTC, as feeds are (`isExact` is false then), a bare day as its midnight. The dates have to agree with the
 * first one as far as zones allow: others are dates of other items.
 *
 * @param language of the page, for months in words
 */
export function choosePublished(
  head: PageHead,
  linked: LinkedArticle | null,
  language: string | null,
): PageDate | null {
  const declared = momentsOf([linked?.publishedAt, ...metasOf(head, ...publishedKeys)], language);
  const isTimed = declared.some(({ precision }) => precision !== "day");
  return best(isTimed ? declared : [...declared, ...shownMoments(head, language)]);
}

/** When the article was changed last, from JSON-LD and `<meta>`; read as `choosePublished` does. */
export function chooseModified(head: PageHead, linked: LinkedArticle | null, language: string | null): PageDate | null {
  return best(momentsOf([linked?.modifiedAt, ...metasOf(head, ...modifiedKeys)], language));
}

function best(moments: readonly Moment[]): PageDate | null {
  const [anchor] = moments;
  if (anchor === undefined) return null;
  for (const precision of ["instant", "localTime", "day"] as const) {
    const moment = moments.find((candidate) => candidate.precision === precision && isNear(candidate, anchor));
    if (moment !== undefined) return { at: new Date(moment.ms).toISOString(), isExact: precision === "instant" };
  }
  return null;
}

function momentsOf(texts: readonly (string | null | undefined)[], language: string | null): Moment[] {
  return texts.flatMap((text) => readMoment(text, language) ?? []);
}

function isNear(moment: Moment, anchor: Moment): boolean {
  const slack = moment.precision === "day" || anchor.precision === "day" ? dayMs : 0;
  return Math.abs(moment.ms - anchor.ms) <= maxZoneMs + slack;
}

/** Dates in the page's elements: those marked as the publication's first, then other `<time>` and dates, then lone texts. */
function shownMoments(head: PageHead, language: string | null): Moment[] {
  const elements = head.dates.filter((element) => !isOfOtherItem(element) && !isOfChange(element));
  const marked = elements.filter(isOfPublication);
  const chosen = marked.length > 0 ? marked : elements.slice(0, 3);
  const written = chosen.flatMap((element) => [
    element.attribs["datetime"],
    element.attribs["content"],
    ...dateAttributes(element.attribs),
    beforeChange(shortText(element, maxDateLength)),
  ]);
  const hasHeadline = head.headings.length > 0;
  // A day without time that is only shown may be today's, unless it stands below the headline.
  const moments = momentsOf(written, language).filter(({ precision }) => precision !== "day" || hasHeadline);
  if (moments.some(({ precision }) => precision !== "day")) return moments;
  const alone = head.clockTexts.filter((text) => !isOfOtherItem(text) && !isLinked(text)).slice(0, 5);
  return [
    ...momentsOf(
      alone.map((text) => beforeChange(text.data)),
      language,
    ).filter(({ precision }) => precision !== "day"),
    ...moments,
  ];
}

function isOfPublication({ attribs }: Element): boolean {
  const names = `${attribs["class"] ?? ""} ${attribs["data-type"] ?? ""}`;
  return "pubdate" in attribs || hasToken(attribs["itemprop"], "datepublished") || /publi|created/i.test(names);
}

function isOfChange({ attribs }: Element): boolean {
  return /modif|updat|aktuali/i.test(`${attribs["itemprop"] ?? ""} ${attribs["class"] ?? ""}`);
}

function beforeChange(text: string): string {
  const at = text.search(changeWord);
  return at < 0 ? text : text.slice(0, at);
}

function isLinked(node: Node): boolean {
  for (let around = node.parentNode; around !== null; around = around.parentNode)
    if (isTag(around) && around.name === "a") return true;
  return false;
}
