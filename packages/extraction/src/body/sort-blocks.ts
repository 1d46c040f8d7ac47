import type { CutReason, SectionRole } from "@wirewatch/model";
import { isSameSite } from "@wirewatch/urls";
import { countWords, endsSentence, folded } from "../page/words.ts";
import { markAsides } from "./asides.ts";
import type { Block } from "./blocks.ts";
import { isAppeal, isChannelOffer, isFollow, isNewsletterOffer } from "./furniture/appeals.ts";
import { isByline, isClockLine, isDateLine, isReporting } from "./furniture/bylines.ts";
import { isControl } from "./furniture/controls.ts";
import { isCaption, isCredit } from "./furniture/credits.ts";
import { isConsentNotice, isDisclaimer } from "./furniture/notices.ts";
import { isRelatedPointer } from "./furniture/related.ts";

/** A block with its part in the article, or the reason why it has none. */
export type SortedBlock =
  | { readonly block: Block; readonly role: SectionRole }
  | { readonly block: Block; readonly role: null; readonly reason: CutReason };

/** Texts of the page that have fields of their own and do not belong into the body. */
export interface KnownTexts {
  readonly title: string | null;
  /** What the page marks as its standfirst. */
  readonly standfirst: string | null;
  /** Description in the metadata; left out only where the page shows it as a heading. */
  readonly description: string | null;
  readonly authors: readonly string[];
  /** Address of the page, by which links to other sites are told. */
  readonly url: string;
}

/** Share of the words that may be cut as lines before the first or after the last sentence: a list of products has no sentences. */
const maxEdgeShare = 0.2;

const maxStandfirstShare = 0.4;
/** Longer blocks are neither headline nor standfirst. */
const maxKnownWords = 120;
/** Letters of what may stand in a headline besides the title. */
const maxKicker = 60;
/** How far into the text a standfirst or lead may stand. */
const maxLeadBlocks = 6;
/** A lead that a paragraph repeats: shorter ones only where the paragraph begins with it. */
const minLeadWords = 5;
const minLongLeadWords = 12;
/** Characters of a lead by which its repetition is looked for. */
const comparedLength = 30;
/** How many blocks at the end may be notes on who wrote it, where to follow the publisher and the like. */
const maxTailBlocks = 5;

/**
 * Separates the blocks of a container into the article and what stands in or after it (`aside`: related items, newsletter boxes,
 * lists of other headlines), in page order.
 *
 * Cut are buttons, credits, bylines, the repeated headline, and the lines before the first and after the last sentence.
 */
export function sortBlocks(blocks: readonly Block[], given: KnownTexts): SortedBlock[] {
  const known = foldedTexts(given, blocks);
  const reasons = new Map<Block, CutReason>();
  const cut = (kept: readonly Block[], reasonOf: (block: Block, at: number) => CutReason | null): readonly Block[] =>
    kept.filter((block, at) => {
      const reason = reasonOf(block, at);
      if (reason !== null) reasons.set(block, reason);
      return reason === null;
    });

  const isNearEdge = (at: number): boolean => at < maxLeadBlocks || at >= blocks.length - maxTailBlocks;
  const headline = blocks.slice(0, maxLeadBlocks).find(({ level, words }) => level === 1 && words <= maxKnownWords);
  const clean = cut(
    blocks,
    (block, at) =>
      furnitureReason(block, at, isNearEdge(at)) ??
      (block === headline ? "headline" : knownReason(block, at, known, isNearEdge(at))),
  );
  const repeated = repeatedLead(clean);
  const kept = cut(clean, (block) => (block === repeated ? "repeated" : null));
  const isAside = markAsides(kept, isSentence);
  const asides = new Set(kept.filter((_, at) => isAside[at] === true));
  const main = cutTail(
    kept.filter((block) => !asides.has(block)),
    reasons,
  );
  const { start, end } = edges(main);
  cut(
    cut(main, (_, at) => (at < start || at >= end ? "edge" : null)),
    (block) => pointerReason(block, known.url),
  );
  return blocks.map((block): SortedBlock => {
    const reason = reasons.get(block);
    if (reason !== undefined) return { block, role: null, reason };
    return { block, role: asides.has(block) ? "aside" : "main" };
  });
}

/**
 * The known texts as blocks are compared with them. A standfirst or description that is most of the text is the text: a news
 * flash of one paragraph.
 */
function foldedTexts(
  { title, standfirst, description, authors, url }: KnownTexts,
  blocks: readonly Block[],
): KnownTexts {
  const most = maxStandfirstShare * countWordsOf(blocks);
  const unlessWhole = (text: string | null): string | null =>
    text === null || countWords(text) > most ? null : folded(text);
  return {
    title: title === null ? null : folded(title),
    standfirst: unlessWhole(standfirst),
    description: unlessWhole(description),
    authors: authors.map(folded),
    url,
  };
}

function furnitureReason(block: Block, at: number, isNearEdge: boolean): CutReason | null {
  const { text, words } = block;
  // A line of signs divides parts of a text.
  if (words === 0) return /^(?:[_*–—-]{2,}|[*•·\s]{3,})$/u.test(text) ? null : "control";
  if (isControl(text) && !isLongSentence(block)) return "control";
  if (isConsentNotice(text)) return "control";
  if (isCredit(text) && !isLongSentence(block)) return "credit";
  if (at < maxLeadBlocks && words <= 60 && isCaption(text)) return "caption";
  if (words <= 60 && isChannelOffer(text)) return "appeal";
  if (isDisclaimer(text) && block.kind !== "heading") return "disclaimer";
  // Further in, dates are the headings of a chronicle, but the hours of a live page still no text.
  const isLine = (block.kind === "paragraph" || block.kind === "item") && words <= 10;
  if (isLine && (isClockLine(text) || (isNearEdge && isDateLine(text)))) return "byline";
  return words <= 70 && block.linkShare > 0 && isNewsletterOffer(text) ? "appeal" : null;
}

/** @param known as `foldedTexts` gives them */
function knownReason(block: Block, at: number, known: KnownTexts, isNearEdge: boolean): CutReason | null {
  const mayBeDescription = known.description !== null && block.kind === "heading";
  if (block.words > maxKnownWords || !(isNearEdge || mayBeDescription)) return null;
  const text = folded(block.text);
  if (known.title !== null && at < maxLeadBlocks && isHeadline(block, text, known.title)) return "headline";
  if (at < maxLeadBlocks && text === known.standfirst) return "standfirst";
  if (mayBeDescription && text === known.description) return "standfirst";
  if (!isNearEdge || block.words > 8 || endsSentence(block.text)) return null;
  return known.authors.some((author) => text.includes(author)) ? "byline" : null;
}

/** The title as it is, or a heading that has little besides it, such as a kicker above. */
function isHeadline(block: Block, text: string, title: string): boolean {
  if (text === title || isTitleWithDate(block, title)) return true;
  return (
    block.kind === "heading" && title.length > 20 && text.includes(title) && text.length < title.length + maxKicker
  );
}

/** The title with lines below it that say when and by whom, in one block. */
function isTitleWithDate({ text }: Block, title: string): boolean {
  const [first = "", ...below] = text.split("\n");
  if (below.length === 0 || below.length > 3 || folded(first) !== title) return false;
  return below.every((line) => isDateLine(line) || isClockLine(line) || isByline(line));
}

/** A lead that a later paragraph repeats word for word: agencies set one above the text. */
function repeatedLead(blocks: readonly Block[]): Block | undefined {
  return blocks.slice(0, maxLeadBlocks).find((block, at) => {
    if (block.kind === "heading" || block.words < minLeadWords) return false;
    const isLong = block.words >= minLongLeadWords;
    const beginning = block.text.slice(0, comparedLength);
    // Letter by letter first: to compare all blocks without their punctuation takes a third of the time that sorting does.
    const repeated = blocks.slice(at + 1).filter(({ text }) => text.includes(beginning));
    if (repeated.length === 0) return false;
    const lead = folded(block.text);
    return repeated.some(({ text }) => (isLong ? folded(text).includes(lead) : folded(text).startsWith(`${lead} `)));
  });
}

/** A sentence with the code of its author or agency: "… is over.“ (phy)". */
const endsWithCode = /[.!?…]["”“»’]*\s*\(\p{L}[\p{L}/.\s-]{0,25}\)$/u;

/** A sentence before the end, as in "He came. He saw" or "… on 31 March. Reuter"; "26. März" and "J. Smith" hold none. */
const holdsEnd = /(?:\p{L}{2}|\d{3}|[)>%])[.!?…]["”»]?\s+\p{Lu}|[.!?…]["”»]?\s+\p{Lu}\p{L}{1,11}$|[。！？]/u;
const minWordsAroundEnd = 5;
/** Words of a line that opens a list or a statement. */
const minIntroduction = 6;

/** An item of a list that is made of paragraphs. */
const listLine = /^(?:[-–—•*▪◦]|\d{1,2}[.)])\s*["“„«]?\p{L}/u;
/** A line of so many words without a link ends the text, though not like a sentence. */
const minWordsOfLastLine = 12;
/** Fewer words are an exclamation or a label. */
const minSentence = 2;
/** A block of so many words is running text, however it ends. */
const minWordsOfText = 16;

/** True for blocks that read as running text. */
function isSentence(block: Block): boolean {
  const { text, words } = block;
  if (block.kind === "heading" || block.linkShare > 0.8) return false;
  if (words <= 12 && isAppeal(text)) return false;
  if (words >= minWordsOfText || (words >= minSentence && (endsSentence(text) || endsWithCode.test(text)))) return true;
  if (words >= minIntroduction && /[:：;]$/u.test(text)) return true;
  return words >= minWordsAroundEnd && holdsEnd.test(text);
}

function isLongSentence(block: Block): boolean {
  return block.words >= 25 && endsSentence(block.text) && block.linkShare < 0.5;
}

function countWordsOf(blocks: readonly Block[]): number {
  return blocks.reduce((sum, block) => sum + block.words, 0);
}

/** Cuts notes among the last blocks. */
function cutTail(blocks: readonly Block[], reasons: Map<Block, CutReason>): readonly Block[] {
  const cut = new Set<Block>();
  for (const block of blocks.slice(-maxTailBlocks)) {
    const reason = tailReason(block);
    if (reason === null) continue;
    cut.add(block);
    reasons.set(block, reason);
  }
  return blocks.filter((block) => !cut.has(block));
}

function tailReason(block: Block): CutReason | null {
  if (isReporting(block.text)) return "byline";
  if (block.words <= 60 && isFollow(block.text)) return "appeal";
  return null;
}

/** The first block of the text and the one after its last: from the first to the last sentence, with headings right above the first. */
function edges(blocks: readonly Block[]): { start: number; end: number } {
  const first = blocks.findIndex(isSentence);
  if (first === -1) return { start: 0, end: blocks.length };
  const limit = maxEdgeShare * countWordsOf(blocks);
  let start = first;
  while (start > 0 && blocks[start - 1]?.level != null && !isByline(blocks[start - 1]?.text ?? "")) start--;
  let end = blocks.length;
  while (end > first + 1 && !endsArticle(blocks[end - 1])) end--;
  if (countWordsOf(blocks.slice(0, start)) > limit) start = 0;
  if (countWordsOf(blocks.slice(end)) > limit) end = blocks.length;
  return { start, end };
}

function endsArticle(block: Block | undefined): boolean {
  if (block === undefined) return true;
  if (isSentence(block) || block.kind === "quote") return true;
  if (block.kind === "item") return block.linkShare < 0.3;
  if (listLine.test(block.text)) return block.linkShare < 0.8;
  return block.kind === "paragraph" && block.words >= minWordsOfLastLine && block.linkShare < 0.1;
}

/** Pointers to other items and blocks that are nothing but a link. */
function pointerReason(block: Block, url: string): CutReason | null {
  if (isRelatedPointer(block.text) && isPointer(block)) return "related";
  if (isAppeal(block.text) && block.words <= 60 && block.linkShare > 0) return "appeal";
  // A link to another site is a source or a shop that the text names.
  if (block.linkShare < 0.8 || (block.words >= 20 && block.kind !== "heading")) return null;
  return block.kind !== "heading" && leadsElsewhere(block, url) ? null : "links";
}

/** Mostly links, or short and no sentence of the text: "Related: the firm also lost its head." */
function isPointer({ text, words, linkShare }: Block): boolean {
  return linkShare > 0.5 || (words <= 40 && (linkShare > 0 || !endsSentence(text)));
}

/** True when the block's first link leads to another site that is no network to share on. */
function leadsElsewhere({ href }: Block, url: string): boolean {
  if (href === null || !/^(?:https?:)?\/\//i.test(href)) return false;
  const target = URL.parse(href, url);
  if (target === null || isSameSite(target.href, url) || sharingHost.test(target.hostname)) return false;
  // One publisher's sites under several top-level domains.
  return !labelsOf(target.hostname).some(
    (label) => label.length > 2 && labelsOf(URL.parse(url)?.hostname ?? "").includes(label),
  );
}

const sharingHost =
  /(?:^|\.)(?:facebook|twitter|x|instagram|youtube|linkedin|pinterest|reddit|tiktok|whatsapp|wa|t|telegram|vk|ok|threads|bsky|flipboard|google|apple)\.(?:com|net|org|me|ru|app|social)$/;

/** Labels of a host name without `www` and the top-level domain. */
function labelsOf(host: string): string[] {
  return host
    .split(".")
    .slice(0, -1)
    .filter((label) => label !== "www" && label !== "com" && label !== "co" && label !== "news");
}
