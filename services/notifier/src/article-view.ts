import type { Config } from "@wirewatch/config";
import type { AlertArticle } from "@wirewatch/model";
import { sourceOf } from "./config-lookup.ts";

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

/** An article as messages name it. */
export function articleOf(row: ArticleColumns, config: Pick<Config, "sources">): AlertArticle {
  return {
    id: row.article_id,
    url: row.page_url ?? row.canonical_url ?? "",
    title: row.title ?? row.page_url ?? "",
    sourceId: row.source_id,
    sourceName: sourceOf(config, row.source_id)?.name ?? row.source_id,
    language: row.language,
    publishedAt: row.published_at?.toISOString() ?? null,
    firstSeenAt: row.seen_at.toISOString(),
  };
}
