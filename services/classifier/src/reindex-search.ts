import {
  archivedAfter,
  finishReindex,
  indexArticle,
  openArchive,
  resumeReindex,
  saveReindex,
  searchIndexVersion,
} from "@wirewatch/store";
import type { Database, Kysely } from "@wirewatch/store";
import { searchWords } from "./search-words.ts";

const name = "search";

/** Articles between two notes of how far it has come, written in one transaction. */
const batch = 50;

/** How far a rebuild has come. */
export interface SearchReindexed {
  readonly done: number;
  readonly of: number;
}

/**
 * Makes all archived articles findable, while the system runs: for archives that are older than the index, or than a new version of it. What
 * the classifier writes meanwhile stays, for a newer revision always wins. It begins where one that was stopped ended, and doing it again
 * changes nothing. Nobody is alerted.
 *
 * @param onProgress called after each batch
 * @param signal ends it between two batches; the next call goes on from there
 */
export async function reindexSearch(
  db: Kysely<Database>,
  onProgress: (progress: SearchReindexed) => void,
  signal: AbortSignal,
): Promise<SearchReindexed> {
  const window = await openArchive(db, new Date(0));
  let { afterArticleId, done } = await resumeReindex(db, name, searchIndexVersion);
  for (;;) {
    if (signal.aborted) return { done, of: Math.max(window.articles, done) };
    const articles = await archivedAfter(db, window, afterArticleId, batch);
    const last = articles.at(-1);
    if (last === undefined) break;
    await db.transaction().execute(async (tx) => {
      for (const article of articles) await indexArticle(tx, article, searchWords(article, article.sections));
    });
    afterArticleId = last.article_id;
    done += articles.length;
    await saveReindex(db, name, { afterArticleId, done });
    onProgress({ done, of: Math.max(window.articles, done) });
  }
  await finishReindex(db, name);
  return { done, of: done };
}
