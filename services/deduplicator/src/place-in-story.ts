import type { Verdict } from "@wirewatch/model";
import { chooseStory, joinStory, storyIdf } from "@wirewatch/similarity";
import type { SeenTerms, StoryDecision, StoryTerms } from "@wirewatch/similarity";
import {
  extendStory,
  findCluster,
  findStories,
  findTranslations,
  handInTerms,
  holdStory,
  joinCluster,
  lockNames,
  openCluster,
  openStory,
  readTermCounts,
} from "@wirewatch/store";
import type { Database, Id, TermCounts, Transaction } from "@wirewatch/store";

/** What decides on the cluster and the story of a text. */
export interface PlacedText {
  readonly articleId: Id;
  readonly title: string | null;
  /** Publication, else first sight. */
  readonly publishedAt: Date;
  /** Primary language; null when unknown. */
  readonly language: string | null;
  /** Canonical address. */
  readonly url: string;
  /** Canonical addresses of its translations. */
  readonly alternates: readonly string[];
  readonly terms: StoryTerms;
}

/** Where a text belongs, and why it is in its story. */
export interface Place {
  readonly storyId: Id;
  readonly why: string;
}

/**
 * Terms by which stories are found: those that weigh most, rare ones before frequent ones. Over the event clusters of ECB+ and
 * Giveme5W1H 533 of 534 articles join the story that a comparison with all stories gives (with 12 terms 529).
 */
export const lookUpTerms = 16;
/** Bounds of the search for stories. */
export const storyLimits = { storiesPerTerm: 64, minSharedTerms: 2, stories: 10 } as const;

/**
 * Puts a text in its cluster and story. A copy joins the cluster of what it is a copy of, and with it the story; so clusters are never
 * merged, and nothing is joined by way of a third text. Any other text opens a cluster, in the story of its translation, in that
 * on the same event, or in one of its own. An article stays where it is.
 */
export async function placeText(
  tx: Transaction<Database>,
  text: PlacedText,
  verdict: Verdict,
  story: StoryDecision,
): Promise<Place> {
  const own = await findCluster(tx, text.articleId);
  if (own !== null) return { storyId: own.storyId, why: "The story of its earlier revision." };
  const model = verdict.of === null ? null : await findCluster(tx, verdict.of);
  if (model !== null) {
    await joinCluster(tx, model.clusterId, text);
    return { storyId: model.storyId, why: "The story of the text it is a copy of." };
  }
  const place =
    story.kind === "join"
      ? { storyId: story.storyId, why: "The story of the text before it." }
      : await storyOf(tx, text);
  await openCluster(tx, place.storyId, text);
  return place;
}

async function storyOf(tx: Transaction<Database>, text: PlacedText): Promise<Place> {
  const { language, publishedAt: at, terms } = text;
  const own = [...terms.keys()];
  const ownCounts = await readTermCounts(tx, language, own);
  const weighed = weightiest(terms, seenWith(ownCounts, terms));
  await lockNames(tx, [...weighed, text.url, ...text.alternates]);
  const [translation] = (await findTranslations(tx, text)).filter(({ rivals }) => rivals === 0);
  await handInTerms(tx, language, own);
  // Its words are another language's: the story is found by those it has.
  if (translation !== undefined)
    return { storyId: translation.storyId, why: `The same in another language: ${translation.url}.` };

  const candidates = await findStories(tx, { terms: weighed, language, at }, storyLimits);
  const theirs = candidates.flatMap((story) => [...story.terms.keys()]);
  const counts = theirs.length === 0 ? ownCounts : await readTermCounts(tx, language, [...own, ...theirs]);
  const seen = seenWith(counts, terms);
  const choice = chooseStory({ terms, at: at.toISOString() }, candidates, seen);
  // Between the look-up and here another text may have joined it; its row is locked now, and read again.
  const story = choice.kind === "join" ? await holdStory(tx, choice.storyId) : null;
  if (choice.kind === "new" || story === null) {
    const { articleId, title } = text;
    const storyId = await openStory(tx, { title, language, articleId, terms, indexed: weighed, at });
    return { storyId, why: "No recent story is on the same event." };
  }
  const centroid = joinStory(story.terms, terms, story.articles);
  await extendStory(tx, story.storyId, { terms: centroid, indexed: weightiest(centroid, seen), at });
  return { storyId: story.storyId, why: choice.why };
}

/** The counts with the text itself. */
function seenWith(counts: TermCounts, terms: StoryTerms): SeenTerms {
  return { texts: counts.texts + 1, of: (term) => counts.of(term) + Number(terms.has(term)) };
}

/** The terms that weigh most, rarity counted. */
function weightiest(terms: StoryTerms, seen: SeenTerms): string[] {
  return [...terms]
    .map(([term, weight]) => ({ term, weight: weight * storyIdf(seen.texts, seen.of(term)) }))
    .toSorted((a, b) => b.weight - a.weight || (a.term < b.term ? -1 : 1))
    .slice(0, lookUpTerms)
    .map(({ term }) => term);
}
