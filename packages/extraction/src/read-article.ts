import type { Article, CutBlock } from "@wirewatch/model";
import { findText, maxCutLength, type ContainerFinder } from "./body/find-text.ts";
import { textOf } from "./body/sections.ts";
import { parseInstant } from "./fields/instant.ts";
import { readMetadata, type Metadata } from "./fields/metadata.ts";
import { looksLikeText, openPage } from "./page/decode.ts";
import { measurePage } from "./body/measure.ts";
import { parseMarkup } from "./page/page-tree.ts";
import { selectParts, type SelectedParts, type Selectors } from "./page/selectors.ts";
import { folded } from "./page/words.ts";

/** A page to be read. */
export interface Page {
  /** Its address after redirects. */
  readonly url: string;
  readonly body: Uint8Array | string;
  /** Value of the HTTP header, for the charset. */
  readonly contentType?: string | null;
  /** The source's own CSS selectors; they override the automatic result. */
  readonly selectors?: Selectors | null;
  /**
   * The page was made of a text that its source handed over as the article: all of its `article` element counts, however
   * short it is.
   */
  readonly isWhole?: boolean;
  /** What the feed said, used where the page says nothing. */
  readonly feedTitle?: string | null;
  readonly feedPublishedAt?: string | null;
}

/** `notes` hold in plain words what an operator may want to know: limits the page ran into, selectors that found nothing. */
export type ExtractResult =
  | ({ readonly kind: "article"; readonly article: Article } & Remarks)
  | ({ readonly kind: "notArticle"; readonly reason: string } & Remarks);

interface Remarks {
  /** True when the result is weak and Readability should be asked as well (`@wirewatch/extraction/second-opinion`). */
  readonly needsSecondOpinion: boolean;
  /** Why it is weak, in plain words; empty when it is not. */
  readonly doubts: readonly string[];
  readonly notes: readonly string[];
}

/** Fewer words are a notice or a login form; an article page may hold a news flash. */
const minWords = 25;
const minWordsOfArticlePage = 10;

/** The text without the headline, which is the page's title as well. */
const wholeArticle: Selectors = {
  body: "body > article",
  title: null,
  date: null,
  remove: ["body > article > h1:first-child"],
};

/** Reads the article on a page, with its container as the finder says; never throws but by what the finder throws. */
export function readArticle(page: Page, finder: ContainerFinder): ExtractResult {
  const { markup, cut } = openPage(page.body, page.contentType);
  if (!looksLikeText(markup)) return { kind: "notArticle", reason: "the page is not text", ...remarks([], []) };
  const selectors = page.isWhole === true ? wholeArticle : (page.selectors ?? null);
  const tree = parseMarkup(markup, { keepsAllAttributes: selectors !== null });
  const parts = selectors === null ? null : selectParts(tree.root, selectors);
  const notes = [
    ...(cut ? ["the page is longer than 3 MB; the rest was left out"] : []),
    ...tree.notes,
    ...(parts?.notes ?? []),
  ];
  const root = parts?.page ?? tree.root;
  const metadata = readMetadata({ ...tree, root }, page.url);
  const title = parts?.title ?? metadata.title ?? page.feedTitle ?? null;

  const measure = measurePage(root, title);
  if (parts?.body == null && measure.isLinkList)
    return { kind: "notArticle", reason: "the page is a list of links", ...remarks([], notes) };
  const found = findText(
    { root, measure, markup, url: page.url, selected: parts, metadata: { ...metadata, title } },
    finder,
  );
  if (found.isCut)
    notes.push("the page is larger than any article: its first 6,000 elements or 400,000 characters were searched");
  const text = textOf(found.sections);
  const { words } = found;
  const least = metadata.isArticlePage || found.method === "selectors" ? minWordsOfArticlePage : minWords;
  if (words < (page.isWhole === true ? 1 : least)) {
    return {
      kind: "notArticle",
      reason: found.isLinks ? "the page is a list of links" : "the page has no readable text",
      ...remarks(found.doubts, notes),
    };
  }
  const selectedDate = parseInstant(parts?.date, metadata.language);
  if (parts?.date != null && selectedDate === null)
    notes.push(`extract.date: "${parts.date.slice(0, 40)}" is not a date with a time and a zone`);
  const article: Article = {
    url: page.url,
    canonicalUrl: metadata.canonicalUrl,
    title,
    standfirst: chooseStandfirst(metadata, found.lead, text),
    authors: metadata.authors,
    publishedAt:
      selectedDate ??
      (metadata.isPublishedAtExact ? metadata.publishedAt : null) ??
      parseInstant(page.feedPublishedAt) ??
      metadata.publishedAt,
    modifiedAt: metadata.modifiedAt,
    language: metadata.language,
    siteName: metadata.siteName,
    leadImage: metadata.leadImage,
    tags: metadata.tags,
    isPaywalled: metadata.isPaywalled,
    isLive: metadata.isLive,
    alternates: metadata.alternates,
    text,
    sections: found.sections,
    captions: found.cut.flatMap(({ text, reason }) => (reason === "caption" || reason === "credit" ? [text] : [])),
    cut: [...removedBlocks(page, parts), ...found.cut],
    method: found.method,
    agreement: found.agreement,
  };
  return { kind: "article", article, ...remarks(found.doubts, notes) };
}

function remarks(doubts: readonly string[], notes: readonly string[]): Remarks {
  return { needsSecondOpinion: doubts.length > 0, doubts, notes };
}

/** What the source's own rules removed. */
function removedBlocks({ isWhole }: Page, parts: SelectedParts | null): CutBlock[] {
  const reason = isWhole === true ? "headline" : "removed";
  return (parts?.removed ?? []).map((text) => ({ text: text.slice(0, maxCutLength), reason }));
}

/** What stands between headline and text, else the marked standfirst, unless the text begins with it. */
function chooseStandfirst(metadata: Metadata, lead: string | null, text: string): string | null {
  const standfirst = lead ?? metadata.standfirst;
  if (standfirst === null) return null;
  return folded(text.split("\n\n", 2).join(" ")).includes(folded(standfirst)) ? null : standfirst;
}
