import type { Article } from "@wirewatch/model";
import { headingPart, type ArticleBlock } from "./article-blocks.ts";
import { minArticles, type BlockEvidence, type SharedBlocks } from "./evidence.ts";
import { findOnTopic } from "./on-topic.ts";

/** What one source's articles share must be furniture on this share of them when it stands amid the text. */
const minShareAmid = 1 / 3;
/** The same for what has other figures each time: a clock or a banner that counts days, not a report that is written every day. */
const minShareWithOtherFigures = 1 / 2;
/** Sentences on the article's own subject are background of a running story, unless nearly all articles have them. */
const minShareOnTopic = 0.8;
const minArticlesOnTopic = 4;

/** Most of an article's words that may go; what is shared beyond that is rather another version of the article. */
const maxShareOfArticle = 0.4;

interface Candidate {
  readonly block: ArticleBlock;
  readonly evidence: BlockEvidence;
  /** Before the first or after the last sentences that are the article's own. */
  readonly isAtEdge: boolean;
  readonly isOnTopic: boolean;
}

/**
 * The blocks of an article that belong to its source's pages and not to the article.
 *
 * Three independent articles that have a block are enough, if it is not likely to be the articles' own:
 * - sentences about the article's subject: a paragraph of background is repeated from report to report. Nearly all articles
 *   of the source must have them, and at least four;
 * - the beginning of the text, if it is about the article's subject: other pages show it below theirs as a teaser. Three articles must
 *   have it in the first half of their text;
 * - what has other figures each time: "The bank offered 800 million" is news each day. Half of the articles must have it, and sentences
 *   on the article's subject must stand at the edge of the text as well;
 * - whatever stands amid the article's own text: a third of the articles;
 * - a heading or label above text that stays ("Background", "Question:") stays, and so does a number amid the text.
 *
 * At most 40 % of the words go. When more would, what has the best evidence goes: lines first, then sentences of no relation
 * to the article's subject, while they fit. Sentences on its subject stay then: so much in common makes it another
 * version of an article.
 */
export function findTemplate(
  article: Pick<Article, "title" | "standfirst">,
  blocks: readonly ArticleBlock[],
  shared: SharedBlocks,
  articleWords: number,
): Set<ArticleBlock> {
  const onTopic = findOnTopic(article, blocks, shared);
  const isCandidate = (block: ArticleBlock): boolean => (shared.get(block.key)?.articles ?? 0) >= minArticles;
  const isOwn = (block: ArticleBlock): boolean => block.isProse && !isCandidate(block);
  const firstOwn = blocks.findIndex(isOwn);
  const lastOwn = blocks.findLastIndex(isOwn);
  const found: Candidate[] = [];
  const isFound = new Set<ArticleBlock>();
  for (const [at, block] of [...blocks.entries()].toReversed()) {
    const evidence = shared.get(block.key);
    if (evidence === undefined || !isCandidate(block)) continue;
    const isAtStart = at < firstOwn;
    const isAtEdge = isAtStart || (firstOwn !== -1 && at > lastOwn);
    const isOnOwnTopic = onTopic.get(block);
    const votes = evidence.onTopic + (isOnOwnTopic === undefined ? 0 : isOnOwnTopic ? 1 : -1);
    if (isAtStart && isOnOwnTopic === true && evidence.early < minArticles) continue;
    const candidate = { block, evidence, isAtEdge, isOnTopic: votes > 0 };
    const next = blocks[at + 1];
    const headsText = next !== undefined && next.section === block.section && !isFound.has(next);
    if (!(block.isProse ? isProseOfTemplate(candidate) : isLineOfTemplate(candidate, headsText))) continue;
    found.push(candidate);
    isFound.add(block);
  }
  return withinLimit(found, maxShareOfArticle * articleWords);
}

function isLineOfTemplate({ block, evidence, isAtEdge }: Candidate, headsText: boolean): boolean {
  if (hasOtherFigures(block, evidence) && evidence.share < minShareWithOtherFigures) return false;
  if (isAtEdge) return true;
  const isLabel = block.part === headingPart || /[:：]\s*$/u.test(block.text);
  return evidence.share >= minShareAmid && !(isLabel && headsText) && /\p{L}/u.test(block.text);
}

function isProseOfTemplate({ block, evidence, isAtEdge, isOnTopic }: Candidate): boolean {
  const { articles, share } = evidence;
  const isCounting = hasOtherFigures(block, evidence);
  if (isOnTopic) return articles >= minArticlesOnTopic && share >= minShareOnTopic && (isAtEdge || !isCounting);
  if (isCounting) return share >= minShareWithOtherFigures;
  return isAtEdge || share >= minShareAmid;
}

/** True for a block that most articles have with other figures. */
function hasOtherFigures({ figures }: ArticleBlock, { byFigures }: BlockEvidence): boolean {
  return figures !== 0 && (byFigures.get(figures) ?? 0) < minArticles;
}

function withinLimit(found: readonly Candidate[], maxWords: number): Set<ArticleBlock> {
  const words = (candidates: readonly Candidate[]): number =>
    candidates.reduce((sum, { block }) => sum + block.words, 0);
  if (words(found) <= maxWords) return new Set(found.map(({ block }) => block));
  const offTopic = found.filter(({ block, isOnTopic }) => !block.isProse || !isOnTopic);
  const ranked = offTopic.toSorted(
    (a, b) =>
      Number(a.block.isProse) - Number(b.block.isProse) ||
      Number(b.isAtEdge) - Number(a.isAtEdge) ||
      b.evidence.articles - a.evidence.articles,
  );
  const kept = new Set<ArticleBlock>();
  let sum = 0;
  for (const { block } of ranked) {
    if (sum + block.words > maxWords) continue;
    sum += block.words;
    kept.add(block);
  }
  return kept;
}
