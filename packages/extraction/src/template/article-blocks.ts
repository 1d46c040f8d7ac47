import type { Article } from "@wirewatch/model";
import { countWords, endsSentence } from "../page/words.ts";
import { blockKey, figuresOf, type BlockKey } from "./block-key.ts";

/** A heading or paragraph of an article's main sections. */
export interface ArticleBlock {
  readonly key: BlockKey;
  readonly text: string;
  readonly words: number;
  /** See `figuresOf`. */
  readonly figures: number;
  /** Position of its section in the article, and of the block among the section's; a heading is -1. */
  readonly section: number;
  readonly part: number;
  /** Sentences, as opposed to a line such as a heading, a label or a button. */
  readonly isProse: boolean;
}

/** The `part` of a section's heading. */
export const headingPart = -1;

/** Longer articles are known by their beginning and their end, where templates are. */
const maxFromStart = 200;
const maxFromEnd = 100;

const minWordsOfSentence = 8;
const minWordsWithoutEnd = 25;

/** The blocks of an article's main sections in order, at most 300 of them; those without letters and digits are left out. */
export function articleBlocks({ sections }: Pick<Article, "sections">): ArticleBlock[] {
  const blocks: ArticleBlock[] = [];
  for (const [at, { heading, text, role }] of sections.entries()) {
    if (role !== "main") continue;
    const parts = text.split("\n\n");
    if (heading !== null) blocks.push(...blockOf(heading, at, headingPart));
    for (const [part, block] of parts.entries()) blocks.push(...blockOf(block, at, part));
  }
  if (blocks.length <= maxFromStart + maxFromEnd) return blocks;
  return [...blocks.slice(0, maxFromStart), ...blocks.slice(-maxFromEnd)];
}

function blockOf(text: string, section: number, part: number): ArticleBlock[] {
  const key = blockKey(text);
  if (key === null) return [];
  const words = countWords(text);
  const isSentence = words >= minWordsWithoutEnd || (words >= minWordsOfSentence && endsSentence(text));
  return [{ key, text, words, figures: figuresOf(text), section, part, isProse: isSentence && part !== headingPart }];
}
