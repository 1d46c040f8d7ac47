import type { FoundMatch } from "@wirewatch/classifier";
import type { ArchivedArticle } from "@wirewatch/store";

/** How much a version of a topic found. */
export interface Tally {
  readonly hits: number;
  /** Of the hits: named in passing. */
  readonly brief: number;
  /** Of the hits: nobody would be told (old when they were found, or nothing new in them). */
  readonly silent: number;
  /** Events that the hits are on. */
  readonly stories: number;
  /** Messages that would have been sent: one for each story with a hit that people are told of. */
  readonly alerts: number;
  readonly alertsPerDay: number;
  /** Hits per clause, e.g. `any[0]`. */
  readonly clauses: Readonly<Record<string, number>>;
}

/** Counts the hits of one version of a topic. */
export interface TallyCounter {
  /** @param isTold whether people would hear of the article */
  add(article: Pick<ArchivedArticle, "article_id" | "story_id">, match: FoundMatch, isTold: boolean): void;
  result(days: number): Tally;
}

/** Memory grows with the number of stories only. */
export function createTally(): TallyCounter {
  const stories = new Set<string>();
  const told = new Set<string>();
  const clauses = new Map<string, number>();
  let [hits, brief, silent] = [0, 0, 0];
  return {
    add({ article_id, story_id }, match, isTold) {
      hits += 1;
      if (match.isBrief) brief += 1;
      if (!isTold) silent += 1;
      // An article without a story would be a story of its own.
      const story = story_id ?? `article ${article_id}`;
      stories.add(story);
      if (isTold) told.add(story);
      for (const { clause } of match.clauses) clauses.set(clause, (clauses.get(clause) ?? 0) + 1);
    },
    result: (days) => ({
      hits,
      brief,
      silent,
      stories: stories.size,
      alerts: told.size,
      alertsPerDay: told.size / days,
      clauses: Object.fromEntries(clauses),
    }),
  };
}
