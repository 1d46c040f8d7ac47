import type { Article } from "@wirewatch/model";
import { agreementOf } from "../body/agreement.ts";
import { textOf } from "../body/sections.ts";
import type { ExtractResult } from "../read-article.ts";
import { countWords, endsSentence } from "../page/words.ts";
import { blocksOf, compareBlocks, keepBlocks } from "./compare-blocks.ts";

/** A reading that agrees with JSON-LD by so much more than the other is the better one … */
const minLead = 0.05;
/** … when it agrees at all: the JSON-LD of many pages is a stub. */
const minAgreement = 0.5;
/** Second readings with a smaller share of the first one's words are fragments: Readability took a box beside the article. */
const minCommonShare = 0.6;
/** A first reading of fewer words may have missed the article; it has when the second one has so many times its words. */
const maxWordsOfMiss = 60;
const minGrowth = 3;

/**
 * The better of two readings of one page, or what both have in common; pure.
 *
 * The first reader is right more often, so its reading stands with two exceptions: JSON-LD speaks for the second one, or the first one is
 * next to nothing. But the readers are wrong about different things, so of the first one's text the blocks go that the second one does not
 * have where this is likely to be right: behind the last common block, and where they are no sentences. A paragraph before or between
 * common ones stays: Readability drops real ones there. The fields stay the first one's.
 *
 * `agreement` becomes the highest that one of the independent witnesses (the other reading, JSON-LD) has with the text: a text that one
 * of them confirms is not in doubt because the other is a stub.
 */
export function choose(first: ExtractResult, second: ExtractResult): ExtractResult {
  if (second.kind === "notArticle") return first;
  if (first.kind === "notArticle") return { ...second, notes: [...first.notes, ...second.notes] };
  const { article } = first;
  // Both found the same in JSON-LD, a script or by the source's selectors: no second opinion at all.
  if (second.article.method !== "readability") return first;
  if (article.method === "selectors") return first;
  const chosen = chooseText(article, second.article);
  const between = agreementOf(article.text, second.article.text);
  const agreements = [between, chosen.agreement].filter((agreement) => agreement !== null);
  const agreement = agreements.length === 0 ? null : Math.max(...agreements);
  return { ...first, article: { ...chosen, agreement } };
}

function chooseText(first: Article, second: Article): Article {
  const [ours, theirs] = [first.agreement, second.agreement];
  if (ours !== null && theirs !== null) {
    if (theirs >= minAgreement && theirs - ours > minLead) return withTextOf(second, first);
    if (ours >= minAgreement && ours - theirs > minLead) return first;
  }
  const words = countWords(first.text);
  if (words < maxWordsOfMiss && countWords(second.text) >= minGrowth * words) return withTextOf(second, first);
  const { commonWords, isCommon } = compareBlocks(first, second);
  if (commonWords < minCommonShare * words) return first;
  return withoutDisputed(first, isCommon);
}

function withTextOf({ text, sections, captions, cut, method, agreement }: Article, fields: Article): Article {
  return { ...fields, text, sections, captions, cut, method, agreement };
}

/** The article without its blocks that are not common where they stand behind all common ones or are no sentences. */
function withoutDisputed(article: Article, isCommon: (block: string) => boolean): Article {
  const blocks = blocksOf(article.text);
  const lastCommon = blocks.findLastIndex(isCommon);
  const isKept = (block: string, at: number): boolean =>
    isCommon(block) ||
    (at < lastCommon && endsSentence(block)) ||
    isPostSignature(block) ||
    isPostSignature(blocks[at + 1] ?? "");
  const { sections, left } = keepBlocks(article.sections, isKept);
  if (left.length === 0) return article;
  const cut = [...article.cut, ...left.map((text) => ({ text, reason: "disputed" as const }))];
  return { ...article, sections, text: textOf(sections), cut };
}

/** "— Name (@name) date", the last line of a quoted post: Readability drops these with the post. */
function isPostSignature(block: string): boolean {
  return /^[—–-].{1,100}\(@\w{1,30}\)/u.test(block);
}
