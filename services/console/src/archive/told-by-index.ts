import { countChosen, measureArchive } from "@wirewatch/store";
import type { ArchiveChoice, Database, Kysely } from "@wirewatch/store";
import { isToldByWords, partialArticles } from "@wirewatch/topics";
import type { TopicDefinition } from "@wirewatch/topics";
import { exactly } from "./estimate.ts";
import type { Estimate } from "./estimate.ts";
import type { PreviewTotals } from "./preview-tally.ts";

/**
 * Whether each article of a choice holds one of the topics, by what the index knows: then no text has to be read to count them.
 *
 * @param choice its words are the `candidateCondition` of the topics; of none of them, any article counts
 */
export async function isToldByIndex(
  db: Kysely<Database>,
  topics: readonly TopicDefinition[],
  choice: ArchiveChoice,
): Promise<boolean> {
  if (topics.length === 0) return true;
  // Null: more words than the index is asked for.
  if (choice.words === null || !topics.every(isToldByWords)) return false;
  const { articles } = await measureArchive(db, { ...choice, words: partialArticles });
  return articles === 0;
}

/**
 * What a draft finds, and what it finds more and less than the saved version, as far as the index tells it.
 *
 * @param choice of both of them
 * @param wordsOf their `candidateCondition`
 */
export async function countByIndex(
  db: Kysely<Database>,
  choice: ArchiveChoice,
  draft: TopicDefinition,
  saved: TopicDefinition | null,
  wordsOf: (topic: TopicDefinition) => string | null,
): Promise<Partial<Pick<PreviewTotals, "articles" | "stories" | "added" | "removed">>> {
  const [words, savedWords] = [wordsOf(draft), saved === null ? null : wordsOf(saved)];
  const ofDraft = { ...choice, words };
  if (words === null || !(await isToldByIndex(db, [draft], ofDraft))) return {};
  const { articles, stories } = await countChosen(db, ofDraft);
  const found = { articles: exactly(articles), stories: exactly(stories) };
  const isComparable = saved !== null && (await isToldByIndex(db, [saved], { ...choice, words: savedWords }));
  if (!isComparable || savedWords === null) return found;
  const without = async (one: string, other: string): Promise<Estimate> =>
    exactly((await countChosen(db, { ...choice, words: `(${one}) & !(${other})` })).articles);
  return { ...found, added: await without(words, savedWords), removed: await without(savedWords, words) };
}
