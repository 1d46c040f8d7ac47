import type { AlertArticle } from "@wirewatch/model";

/** The columns of an article's revision that messages show. */
export interface ArticleColumns {
  readonly article_id: string;
  readonly source_id: string;
  readonly title: string | null;
  readonly page_url: string | null;
  readonly canonical_url: string | null;
  readonly language: string | null;
  readonly published_at: Date | null;
  readonly seen_at: Date;
}

/** An article as messages name it. @param names of sources by their ids */
export function articleOf(row: ArticleColumns, names: ReadonlyMap<string, string>): AlertArticle {
  return {
    id: row.article_id,
    url: row.page_url ?? row.canonical_url ?? "",
    title: row.title ?? row.page_url ?? "",
    sourceId: row.source_id,
    sourceName: names.get(row.source_id) ?? row.source_id,
    language: row.language,
    publishedAt: row.published_at?.toISOString() ?? null,
    firstSeenAt: row.seen_at.toISOString(),
  };
}
