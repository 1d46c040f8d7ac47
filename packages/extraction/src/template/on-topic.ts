import type { Article } from "@wirewatch/model";
import { countWords } from "../page/words.ts";
import type { ArticleBlock } from "./article-blocks.ts";
import type { SharedBlocks } from "./evidence.ts";

/** Long words stand for what a text is about; in scripts that put no spaces between words every pair of characters does. */
const longWords = /(?:(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}])\p{L}){5,}/gu;
const pairs = /(?=([\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]{2}))/gu;

/** A shorter block, or a shorter rest of the article, says too little. */
const minLongWords = 4;
const minWordsOfRest = 20;

/**
 * For each paragraph of sentences that other articles have too: whether it is about what the rest of the article is about, as
 * a paragraph of background is ("The port was founded in 1911 ..."), while an appeal for donations is not.
 *
 * It is when enough of its long words occur in what the article has for itself. How many is chance grows with the
 * article's length: of paragraphs of the de-duplication corpus, three quarters are above the limit in their own article, and
 * one in ten in another (`limitFor`).
 */
export function findOnTopic(
  article: Pick<Article, "title" | "standfirst">,
  blocks: readonly ArticleBlock[],
  shared: SharedBlocks,
): Map<ArticleBlock, boolean> {
  const own = blocks.filter(({ key }) => !shared.has(key)).map(({ text }) => text);
  const rest = [article.title ?? "", article.standfirst ?? "", ...own].join("\n");
  const restWords = countWords(rest);
  const found = new Map<ArticleBlock, boolean>();
  if (restWords < minWordsOfRest) return found;
  const known = wordsOf(rest);
  for (const block of blocks) {
    if (!block.isProse || !shared.has(block.key)) continue;
    const words = [...wordsOf(block.text)];
    if (words.length < minLongWords) continue;
    found.set(block, words.filter((word) => known.has(word)).length >= limitFor(restWords) * words.length);
  }
  return found;
}

/** 0.18 for 175 words, 0.23 for 350, 0.28 for 700, 0.33 for 1,400. */
function limitFor(restWords: number): number {
  return Math.max(0.15, 0.18 + 0.05 * Math.log2(restWords / 175));
}

function wordsOf(text: string): Set<string> {
  const words = new Set(text.toLowerCase().match(longWords));
  for (const [, pair = ""] of text.matchAll(pairs)) words.add(pair);
  return words;
}
