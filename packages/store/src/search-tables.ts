import type { ColumnType } from "kysely";
import type { Id, Instant, N } from "./columns.ts";

/** What search finds articles by; written by the classifier and by `reindex search`. */
export interface ArticleSearchTable {
  article_id: Id;
  /** The newest one that topics were asked about. */
  revision: number;
  source_id: string;
  story_id: N<Id>;
  /** Publication, or first sight when that was earlier. */
  at: Instant;
  /** Primary subtag, as the article itself says it. */
  language: N<string>;
  /** Words as topics compare them, see packages/topics/src/search. */
  tokens: ColumnType<string, never, never>;
}
