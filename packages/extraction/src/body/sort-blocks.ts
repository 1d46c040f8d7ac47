import type { SectionRole } from "@wirewatch/model";
import type { Block } from "./blocks.ts";
import { markAsides } from "./asides.ts";
import { isAppeal, isByline, isControl, isCredit, isDisclaimer, isRelatedPointer } from "./furniture.ts";
import { endsSentence, folded } from "../page/words.ts";

export interface SortedBlock {
  readonly block: Block;
  readonly role: SectionRole;
}

/** Texts of the page that have fields of their own and do not belong into the body. */
export interface KnownTexts {
  readonly title: string | null;
  /** What the page marks as its standfirst. */
  readonly standfirst: string | null;
  /** Description in the metadata; left out only where the page shows it as a heading. */
  readonly description: string | null;
  readonly authors: readonly string[];
}

/** Share of the words that may be cut as lines before the first or after the last sentence: a list of products has no sentences. */
const maxEdgeShare = 0.2;

/** How far into the text a standfirst or lead may stand. */
const maxLeadBlocks = 6;

/**
 * Separates the blocks of a container into the article and what stands in or after it (`aside`: related items, newsletter boxes,
 * lists of other headlines), in page order.
 *
 * Left out are buttons, credits, bylines, the repeated headline, and the lines before the first and after the last sentence.
 */
export function sortBlocks(blocks: readonly Block[], known: KnownTexts): SortedBlock[] {
  const kept = withoutRepeatedLead(blocks.filter((block, at) => !isFurniture(block) && !isKnown(block, at, known)));
  const isAside = markAsides(kept, isSentence);
  const main = trimEdges(kept.filter((_, at) => isAside[at] !== true)).filter((block) => !isPointer(block));
  const chosen = new Set(main);
  return kept.flatMap((block, at): SortedBlock[] => {
    if (isAside[at] === true) return [{ block, role: "aside" }];
    return chosen.has(block) ? [{ block, role: "main" }] : [];
  });
}

function isFurniture(block: Block): boolean {
  const { text, words } = block;
  if (words === 0) return true;
  if (isControl(text) || isCredit(text)) return !isLongSentence(block);
  return isDisclaimer(text) && block.kind !== "heading";
}

function isKnown(block: Block, at: number, known: KnownTexts): boolean {
  const text = folded(block.text);
  if (known.title !== null && text === folded(known.title)) return true;
  if (known.standfirst !== null && at < maxLeadBlocks && text === folded(known.standfirst)) return true;
  if (known.description !== null && block.kind === "heading" && text === folded(known.description)) return true;
  return block.words <= 8 && known.authors.some((author) => text.includes(folded(author))) && !endsSentence(block.text);
}

/** Drops a lead that a later paragraph repeats word for word: agencies set one above the text. */
function withoutRepeatedLead(blocks: readonly Block[]): readonly Block[] {
  const texts = blocks.map((block) => folded(block.text));
  const repeated = blocks
    .slice(0, maxLeadBlocks)
    .findIndex(
      (block, at) => block.words >= 12 && texts.slice(at + 1).some((later) => later.includes(texts[at] ?? "")),
    );
  return repeated === -1 ? blocks : blocks.toSpliced(repeated, 1);
}

/** True for blocks that read as running text. */
function isSentence(block: Block): boolean {
  if (block.kind === "heading" || block.linkShare > 0.8) return false;
  if (block.words <= 12 && isAppeal(block.text)) return false;
  return block.words >= 20 || (block.words >= 4 && endsSentence(block.text));
}

function isLongSentence(block: Block): boolean {
  return block.words >= 25 && endsSentence(block.text) && block.linkShare < 0.5;
}

function countWordsOf(blocks: readonly Block[]): number {
  return blocks.reduce((sum, block) => sum + block.words, 0);
}

/** Drops what stands before the first and after the last sentence, except headings right above the first. */
function trimEdges(blocks: readonly Block[]): Block[] {
  const first = blocks.findIndex(isSentence);
  if (first === -1) return [...blocks];
  const limit = maxEdgeShare * countWordsOf(blocks);
  let start = first;
  while (start > 0 && blocks[start - 1]?.level != null && !isByline(blocks[start - 1]?.text ?? "")) start--;
  let end = blocks.length;
  while (end > first + 1 && !endsArticle(blocks[end - 1])) end--;
  if (countWordsOf(blocks.slice(0, start)) > limit) start = 0;
  if (countWordsOf(blocks.slice(end)) > limit) end = blocks.length;
  return blocks.slice(start, end);
}

function endsArticle(block: Block | undefined): boolean {
  if (block === undefined) return true;
  return isSentence(block) || (block.kind === "item" && block.linkShare < 0.3) || block.kind === "quote";
}

/** True for pointers to other items and for blocks that are nothing but a link. */
function isPointer(block: Block): boolean {
  if (isRelatedPointer(block.text) && block.words <= 40) return true;
  if (isAppeal(block.text) && block.words <= 60 && block.linkShare > 0) return true;
  return block.linkShare >= 0.8 && (block.words < 20 || block.kind === "heading");
}
