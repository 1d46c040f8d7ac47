import { blockKey, seenPage, sharedBlocks, withoutTemplate, type TextOfArticle } from "@wirewatch/extraction";
import type { SeenPage } from "@wirewatch/model";
import type { Id, LearnedBlock, SourceMemory } from "@wirewatch/store";

/** An article without its source's template. */
export interface CleanedText<A> {
  readonly article: A;
  /** As it is remembered for the source's other articles: with its template. */
  readonly seen: SeenPage;
  /** What was taken out, and how many independent articles have it, this one among them. */
  readonly template: readonly (LearnedBlock & { readonly articles: number })[];
}

/** Takes out of an article what others of its source have too; pure. See `withoutTemplate` for what that is. */
export function cleanText<A extends TextOfArticle>(
  articleId: Id,
  article: A,
  { pages, learned }: SourceMemory,
): CleanedText<A> {
  const others = pages.filter((page) => page.articleId !== articleId);
  const shared = sharedBlocks([...others, seenPage(articleId, article)], learned);
  const cleaned = withoutTemplate(article, shared);
  const template = cleaned.cut.slice(article.cut.length).flatMap(({ text }) => {
    const key = blockKey(text);
    return key === null ? [] : [{ key, text, articles: shared.get(key)?.articles ?? 0 }];
  });
  return { article: cleaned, seen: seenPage(articleId, article, shared), template };
}

/** The source's other articles that have one of these blocks. */
export function articlesWith(keys: readonly string[], { pages }: SourceMemory): Id[] {
  const wanted = new Set(keys);
  return pages.filter(({ blocks }) => blocks.some(({ key }) => wanted.has(key))).map(({ articleId }) => articleId);
}
