import type { Mass } from "./measure.ts";

/** What is known of a text that was found in a container. */
export interface TextFacts {
  /** Null when nothing on the page reads like an article. */
  readonly container: Mass | null;
  readonly page: Mass;
  /** Letters of the text that was kept. */
  readonly letters: number;
  readonly words: number;
  /** Paragraphs, headings and items of the text, and how many of them end as sentences do. */
  readonly blocks: number;
  readonly sentences: number;
  /** Words of the article's text in JSON-LD; 0 when it has none. */
  readonly linkedWords: number;
  readonly agreement: number | null;
}

/** The rest of the page's prose stands elsewhere. */
const minShareOfProse = 0.6;
/** Of what the container holds so much was cut that it may be the wrong one. */
const minShareKept = 0.35;
/** A text of so few words, on a page with so many letters that are no links, may have been missed. */
const fewWords = 60;
const manyLetters = 1_500;
/** Of so many blocks this share should be sentences: others may be what stands around an article. Longer lists are lists on purpose. */
const fewBlocks = 10;
const manyBlocks = 50;
const minShareOfSentences = 0.4;
/** With hardly any sentence it is a list on purpose as well. */
const maxShareOfList = 0.2;
/** JSON-LD with fewer words is a teaser, and says nothing about the text. */
const minLinkedWords = 100;
const minAgreement = 0.6;

/**
 * Why a text may be the wrong one, in plain words; empty for nearly every page.
 *
 * On the two development corpora (185 pages) it speaks up for 2 %.
 */
export function doubtsOf(facts: TextFacts): string[] {
  const { container, page, letters, words, blocks, sentences, linkedWords, agreement } = facts;
  const unlinked = page.text - page.linked;
  if (container === null) return unlinked >= manyLetters ? ["no part of the page reads like an article"] : [];
  const doubts: string[] = [];
  if (words < fewWords && unlinked >= manyLetters) doubts.push(`the text has ${words} words on a page with much more`);
  if (container.prose < minShareOfProse * page.prose)
    doubts.push("much of what reads like an article stands elsewhere");
  if (letters < minShareKept * container.text) doubts.push("most of the article's box was cut");
  const isMixed = sentences > maxShareOfList * blocks && sentences < minShareOfSentences * blocks;
  if (blocks >= fewBlocks && blocks <= manyBlocks && isMixed) doubts.push("most of the text's blocks are no sentences");
  if (linkedWords >= minLinkedWords && agreement !== null && agreement < minAgreement)
    doubts.push("the page's own JSON-LD has another text");
  return doubts;
}
