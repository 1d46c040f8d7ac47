import { severities } from "@wirewatch/model";
import type { Severity } from "@wirewatch/model";
import { estimateOf } from "./estimate.ts";
import type { Estimate } from "./estimate.ts";
import type { Looked } from "./look-through.ts";
import type { FirstMatch } from "./preview.ts";

/** What counts of an article that was looked at. */
export interface Tallied {
  /** Severity the draft gives it; null when the draft does not find it. */
  readonly severity: Severity | null;
  /** Whether the saved version finds it. */
  readonly isSaved: boolean;
  readonly isTold: boolean;
}

/** Adds up what a draft finds, story by story. */
export interface PreviewTally {
  add(looked: Looked, tallied: Tallied): void;
  /** @param total candidates @param share of the stories that were looked at */
  result(total: number, share: number): PreviewTotals;
}

export interface PreviewTotals {
  readonly articles: Estimate;
  readonly stories: Estimate;
  readonly told: Estimate;
  readonly added: Estimate;
  readonly removed: Estimate;
  readonly firstMatches: readonly FirstMatch[];
}

interface Story {
  looked: number;
  found: number;
  added: number;
  removed: number;
  first: FirstMatch | null;
}

export function createPreviewTally(): PreviewTally {
  const stories = new Map<string, Story>();
  return {
    add(looked, { severity, isSaved, isTold }) {
      const { article } = looked;
      const key = article.story_id ?? `article ${article.article_id}`;
      const story = stories.get(key) ?? { looked: 0, found: 0, added: 0, removed: 0, first: null };
      stories.set(key, story);
      story.looked += 1;
      if (severity === null) {
        if (isSaved) story.removed += 1;
        return;
      }
      story.found += 1;
      if (!isSaved) story.added += 1;
      story.first = firstOf(story.first, matchOf(looked, severity, isTold));
    },
    result(total, share) {
      const all = [...stories.values()];
      const estimate = (count: (story: Story) => number): Estimate =>
        estimateOf(
          all.map((story) => ({ looked: story.looked, counted: count(story) })),
          total,
          share,
        );
      return {
        articles: estimate(({ found }) => found),
        stories: estimate(({ first }) => Number(first !== null)),
        told: estimate(({ first }) => Number(first?.isTold === true)),
        added: estimate(({ added }) => added),
        removed: estimate(({ removed }) => removed),
        firstMatches: all
          .flatMap(({ first }) => first ?? [])
          .toSorted((one, other) => other.at.getTime() - one.at.getTime()),
      };
    },
  };
}

function matchOf({ article, document }: Looked, severity: Severity, isTold: boolean): FirstMatch {
  return {
    storyId: article.story_id,
    articleId: article.article_id,
    sourceId: article.source_id,
    at: article.at,
    severity,
    language: document.lang ?? null,
    isTold,
  };
}

/** The earlier one; with the highest severity of both, and told of when one of them is. */
function firstOf(known: FirstMatch | null, match: FirstMatch): FirstMatch {
  if (known === null) return match;
  const [first, other] = match.at < known.at ? [match, known] : [known, match];
  const isHigher = severities.indexOf(other.severity) > severities.indexOf(first.severity);
  return {
    ...first,
    severity: isHigher ? other.severity : first.severity,
    isTold: first.isTold || other.isTold,
  };
}
