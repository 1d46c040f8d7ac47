import type { Article, Section } from "@wirewatch/model";
import type { Document, ParentNode } from "domhandler";
import { agreementOf } from "./body/agreement.ts";
import { readBlocks, type Block } from "./body/blocks.ts";
import { findClutter } from "./body/prune.ts";
import { buildSections, textOf } from "./body/sections.ts";
import { sortBlocks } from "./body/sort-blocks.ts";
import { parseInstant } from "./fields/instant.ts";
import { readMetadata, type Metadata } from "./fields/metadata.ts";
import { decodePage, looksLikeText } from "./page/decode.ts";
import { isLinkList } from "./page/link-list.ts";
import { parsePage } from "./page/page-tree.ts";
import { selectParts, type SelectedParts, type Selectors } from "./page/selectors.ts";
import { countWords, folded } from "./page/words.ts";

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

/** JSON-LD replaces the text of the page only where the page holds a small part of it, as behind a script that loads the text. */
const maxShareForLinkedBody = 0.3;

/** Finds the element that holds the article of a page. */
export interface ContainerFinder {
  readonly method: "scorer" | "readability" | "readability";
  /** `isCut`: only a part of the page was searched. */
  readonly find: (
    root: Document,
    title: string | null,
  ) => { readonly container: ParentNode | null; readonly isCut: boolean };
}

/** Reads the article on a page, with its container as the finder says; never throws but by what the finder throws. */
export function readArticle(page: Page, finder: ContainerFinder): ExtractResult {
  const { html, cut } = decodePage(page.body, page.contentType);
  if (!looksLikeText(html)) return { kind: "notArticle", reason: "the page is not text", ...remarks([], []) };
  const tree = parsePage(html);
  const selectors = page.isWhole === true ? wholeArticle : page.selectors;
  const parts = selectors == null ? null : selectParts(tree.root, selectors);
  const notes = [
    ...(cut ? ["the page is longer than 3 MB; the rest was left out"] : []),
    ...tree.notes,
    ...(parts?.notes ?? []),
  ];
  const metadata = readMetadata(tree, page.url);
  const title = parts?.title ?? metadata.title ?? page.feedTitle ?? null;

  if (parts?.body == null && isLinkList(tree.root))
    return { kind: "notArticle", reason: "the page is a list of links", ...remarks([], notes) };
  const found = findText(parts?.page ?? tree.root, parts, { ...metadata, title }, finder);
  if (found.isCut)
    notes.push("the page is larger than any article: its first 10,000 elements or 600,000 characters were searched");
  const text = textOf(found.sections);
  const words = countWords(text);
  const least = metadata.isArticlePage || found.method === "selectors" ? minWordsOfArticlePage : minWords;
  if (words < (page.isWhole === true ? 1 : least)) {
    return {
      kind: "notArticle",
      reason: found.isLinks ? "the page is a list of links" : "the page has no readable text",
      ...remarks([], notes),
    };
  }
  const selectedDate = parseInstant(parts?.date);
  if (parts?.date != null && selectedDate === null)
    notes.push(`extract.date: "${parts.date.slice(0, 40)}" is not a date with a time and a zone`);
  const article: Article = {
    url: page.url,
    canonicalUrl: metadata.canonicalUrl,
    title,
    standfirst: chooseStandfirst(metadata, text),
    authors: metadata.authors,
    publishedAt: selectedDate ?? metadata.publishedAt ?? parseInstant(page.feedPublishedAt),
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
    captions: [],
    cut: [],
    method: found.method,
    agreement: found.method === "jsonld" ? null : agreementOf(text, metadata.linkedBody.join("\n")),
  };
  return { kind: "article", article, ...remarks([], notes) };
}

function remarks(doubts: readonly string[], notes: readonly string[]): Remarks {
  return { needsSecondOpinion: doubts.length > 0, doubts, notes };
}

interface FoundText {
  readonly sections: readonly Section[];
  readonly method: "scorer" | "readability" | "selectors" | "jsonld";
  /** True when what was found is mostly links. */
  readonly isLinks: boolean;
  readonly isCut: boolean;
}

/** The text by the source's selector, else in the container the finder names, else from JSON-LD when the page itself holds little of it. */
function findText(root: Document, parts: SelectedParts | null, metadata: Metadata, finder: ContainerFinder): FoundText {
  if (parts?.body != null) {
    const sections = buildSections(readBlocks(parts.body).map((block) => ({ block, role: "main" })));
    if (textOf(sections) !== "") return { sections, method: "selectors", isLinks: false, isCut: false };
  }
  const { container, isCut } = finder.find(root, metadata.title);
  const blocks = container === null ? [] : readBlocks(container, findClutter(container));
  const sections = buildSections(sortBlocks(blocks, metadata));
  const linked = metadata.linkedBody.join("\n\n");
  if (countWords(textOf(sections)) < maxShareForLinkedBody * countWords(linked)) {
    return { sections: [{ heading: null, text: linked, role: "main" }], method: "jsonld", isLinks: false, isCut };
  }
  const isLinks = isMostlyLinks(container === null ? readBlocks(root) : blocks);
  return { sections, method: finder.method, isLinks, isCut };
}

function isMostlyLinks(blocks: readonly Block[]): boolean {
  const words = blocks.reduce((sum, block) => sum + block.words, 0);
  const linked = blocks.reduce((sum, block) => sum + block.words * block.linkShare, 0);
  return words > 0 && linked > words / 2;
}

/** The marked standfirst, else the description unless it only repeats how the text begins. */
function chooseStandfirst(metadata: Metadata, text: string): string | null {
  if (metadata.standfirst !== null) return metadata.standfirst;
  const description = folded(metadata.description?.replace(/(?:…|\.\.\.|\[…\])\s*$/u, "") ?? "");
  if (description === "" || folded(text.split("\n\n", 2).join(" ")).includes(description)) return null;
  return metadata.description;
}
