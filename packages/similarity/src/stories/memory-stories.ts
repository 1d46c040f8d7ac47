import { chooseStory, isWithinWindow, joinStory, storyIdf } from "./choose-story.ts";
import type { SeenTerms, StoryCandidate, StoryChoice } from "./choose-story.ts";
import type { StoryTerms } from "./story-terms.ts";

/** Stories in memory, for one process and one run. */
export interface MemoryStories {
  /** Counts a canonical article's terms and puts it into the story it belongs to, a new one where there is none. */
  place(articleId: string, terms: StoryTerms, at: string | null): StoryChoice;
}

/** An article's weightiest terms lead to the stories it is compared with; 30 terms and 50 stories gave the same stories. */
const lookup = { terms: 12, stories: 8 } as const;

interface MutableStory extends StoryCandidate {
  terms: StoryTerms;
  articles: number;
  lastAt: string | null;
}

/** Creates an empty set of stories; a new story is called as its first article. It grows by about 8 kB per story. */
export function createMemoryStories(): MemoryStories {
  const stories = new Map<string, MutableStory>();
  const byTerm = new Map<string, Set<string>>();
  const documents = new Map<string, number>();
  let count = 0;
  const seen = (): SeenTerms => ({ texts: count, of: (term) => documents.get(term) ?? 0 });
  const idf = (term: string): number => storyIdf(count, documents.get(term) ?? 0);

  const candidatesFor = (terms: StoryTerms, at: string | null): MutableStory[] => {
    const shared = new Map<string, number>();
    const rarest = [...terms]
      .map(([term, weight]) => ({ term, value: weight * idf(term) }))
      .toSorted((a, b) => b.value - a.value)
      .slice(0, lookup.terms);
    for (const { term, value } of rarest)
      for (const storyId of byTerm.get(term) ?? []) shared.set(storyId, (shared.get(storyId) ?? 0) + value);
    const near: MutableStory[] = [];
    for (const [storyId] of [...shared].toSorted(([, a], [, b]) => b - a)) {
      const story = stories.get(storyId);
      if (story !== undefined && isWithinWindow(at, story.lastAt)) near.push(story);
      if (near.length === lookup.stories) break;
    }
    return near;
  };

  const remember = (story: MutableStory, before: StoryTerms): void => {
    for (const term of before.keys()) if (!story.terms.has(term)) byTerm.get(term)?.delete(story.storyId);
    for (const term of story.terms.keys()) {
      const known = byTerm.get(term);
      if (known === undefined) byTerm.set(term, new Set([story.storyId]));
      else known.add(story.storyId);
    }
  };

  return {
    place(articleId, terms, at) {
      count += 1;
      for (const term of terms.keys()) documents.set(term, (documents.get(term) ?? 0) + 1);
      const choice = chooseStory({ terms, at }, candidatesFor(terms, at), seen());
      const story = choice.kind === "join" ? stories.get(choice.storyId) : undefined;
      if (story === undefined) {
        const opened = { storyId: articleId, terms, articles: 1, lastAt: at };
        stories.set(articleId, opened);
        remember(opened, new Map());
        return { kind: "new" };
      }
      const before = story.terms;
      story.terms = joinStory(before, terms, story.articles);
      story.articles += 1;
      if (at !== null && (story.lastAt === null || Date.parse(at) > Date.parse(story.lastAt))) story.lastAt = at;
      remember(story, before);
      return choice;
    },
  };
}
