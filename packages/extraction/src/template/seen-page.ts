import type { Article, SeenBlock, SeenPage } from "@wirewatch/model";
import { articleBlocks } from "./article-blocks.ts";
import type { SharedBlocks } from "./evidence.ts";
import { findOnTopic } from "./on-topic.ts";

/**
 * An article as it is remembered for others of its source.
 *
 * @param shared what the source's articles have in common, this one among them; without it, nothing is said about the subject
 *   of its blocks
 */
export function seenPage(
  articleId: string,
  article: Pick<Article, "title" | "standfirst" | "sections">,
  shared: SharedBlocks = new Map(),
): SeenPage {
  const blocks = articleBlocks(article);
  const onTopic = findOnTopic(article, blocks, shared);
  const allWords = blocks.reduce((sum, { words }) => sum + words, 0);
  const seen = new Map<string, SeenBlock>();
  let wordsBefore = 0;
  for (const block of blocks) {
    const { key, words, figures } = block;
    const isEarly = wordsBefore + words / 2 < allWords / 2;
    if (!seen.has(key)) seen.set(key, { key, words, figures, isEarly, isOnTopic: onTopic.get(block) ?? null });
    wordsBefore += words;
  }
  return { articleId, blocks: [...seen.values()] };
}
