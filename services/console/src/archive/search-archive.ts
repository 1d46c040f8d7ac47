import type { Config } from "@wirewatch/config";
import { countFacets, countFoundTopics, indexedLanguages } from "@wirewatch/store";
import type { ArchiveChoice, Database, FoundArticle, Kysely } from "@wirewatch/store";
import { candidateCondition, stem } from "@wirewatch/topics";
import type { TopicDefinition } from "@wirewatch/topics";
import { localDay } from "../local-day.ts";
import type { ArchiveSearch, FacetValue, SearchAnswer, SearchTotals } from "./archive-search.ts";
import { createAsker } from "./asker.ts";
import type { Asker } from "./asker.ts";
import { estimateOf, exactly } from "./estimate.ts";
import type { SampledStory } from "./estimate.ts";
import { foundHit } from "./found-hit.ts";
import type { FoundHit } from "./found-hit.ts";
import type { Looked } from "./look-through.ts";
import { placeText, readPlace } from "./place-text.ts";
import { archiveSeats } from "./archive-seats.ts";
import { survey } from "./survey.ts";
import { isToldByIndex } from "./told-by-index.ts";

/** What search and previews work with. */
export interface ArchiveDeps {
  readonly db: Kysely<Database>;
  readonly config: Pick<Config, "sources">;
}

export interface SearchOptions {
  /** Hits of a page. */
  readonly limit?: number;
  /** Also counts them and their sources, languages, topics and days. */
  readonly isCounted?: boolean;
  /** IANA zone of the days. */
  readonly timeZone: string;
  readonly signal?: AbortSignal | undefined;
}

/** Name that no topic has. */
const searchId = "the search";
const usualLimit = 20;
/** Values of a facet that are given. */
const maxValues = 40;

/**
 * Searches the archive with the topics' own engine: the index leads to articles that may fit, and each that is shown or counted was asked.
 *
 * @throws {RangeError} when the query cannot be read; ask `parseQuery` for its place before
 */
export async function searchArchive(
  { db, config }: ArchiveDeps,
  search: ArchiveSearch,
  { limit = usualLimit, isCounted = false, timeZone, signal }: SearchOptions,
): Promise<SearchAnswer> {
  const leave = await archiveSeats(db).take(signal);
  try {
    const choice = await choiceOf(db, search);
    const topics = search.query.trim() === "" ? [] : [topicOf(search)];
    const isReadForCounts = isCounted && !(await isToldByIndex(db, topics, choice));
    const hits: FoundHit[] = [];
    const places: string[] = [];
    const counted: Looked[] = [];
    const isHit = (looked: Looked): boolean => topics.length === 0 || looked.found.has(searchId);
    const surveyed = await survey(db, askerOf(config, topics), choice, {
      after: search.after === null ? null : readPlace(search.after),
      signal,
      onListed(looked) {
        if (!isHit(looked)) return true;
        if (hits.length < limit) hits.push(foundHit(looked, looked.found.get(searchId) ?? null));
        places.push(placeText(looked.candidate));
        return places.length <= limit;
      },
      onCounted: isReadForCounts ? (looked) => counted.push(looked) : null,
    });
    const end = surveyed.isListComplete || surveyed.next === null ? null : placeText(surveyed.next);
    const next = places.length > limit ? (places[limit - 1] ?? null) : end;
    const { candidates, share } = surveyed;
    const isListComplete = surveyed.isListComplete || hits.length === limit;
    const total = { candidates, share, isHit, timeZone };
    const totals = !isCounted
      ? null
      : isReadForCounts
        ? atLeast(hits.length, await totalsOf(db, counted, total))
        : await totalsOfAll(db, choice, candidates, timeZone);
    return { hits, next, isListComplete, totals };
  } finally {
    leave();
  }
}

/** Everything that a search finds, newest first, for an export; the caller stops when it has enough. */
export async function* eachHit(
  deps: ArchiveDeps,
  search: ArchiveSearch,
  options: Pick<SearchOptions, "timeZone" | "signal">,
): AsyncGenerator<FoundHit> {
  let after = search.after;
  do {
    const page = await searchArchive(deps, { ...search, after }, { ...options, limit: 200 });
    yield* page.hits;
    after = page.next;
  } while (after !== null);
}

async function choiceOf(
  db: Kysely<Database>,
  { query, dialect, stem: isStemmed, filters }: ArchiveSearch,
): Promise<ArchiveChoice> {
  const { sources, languages, topics, since, until } = filters;
  const isAny = query.trim() === "";
  const topic = topicOf({ query, dialect, stem: isStemmed });
  const words = isAny ? null : candidateCondition([topic], { languages: await indexedLanguages(db), stem });
  return {
    words,
    sources: sources.length === 0 ? null : sources,
    languages: languages.length === 0 ? null : languages.map((language) => (language === "none" ? "" : language)),
    topics: topics.length === 0 ? null : topics,
    since,
    until,
  };
}

/** A search is a topic with one query. */
function topicOf({
  query,
  dialect,
  stem: isStemmed,
}: Pick<ArchiveSearch, "query" | "dialect" | "stem">): TopicDefinition {
  const where = { languages: [], sources: [], tags: [], countries: [] };
  return {
    id: searchId,
    any: [query],
    all: [],
    none: [],
    raise: [],
    scope: "section",
    stem: isStemmed,
    dialect,
    where,
  };
}

function askerOf(config: Pick<Config, "sources">, topics: readonly TopicDefinition[]): Asker {
  return createAsker(config, topics);
}

interface Counted {
  readonly candidates: number;
  readonly share: number;
  readonly isHit: (looked: Looked) => boolean;
  readonly timeZone: string;
}

async function totalsOf(
  db: Kysely<Database>,
  looked: readonly Looked[],
  { candidates, share, isHit, timeZone }: Counted,
): Promise<SearchTotals> {
  const stories = new Map<string, { looked: number; counted: number }>();
  const sources = new Map<string, number>();
  const languages = new Map<string, number>();
  const days = new Map<string, number>();
  const hits: string[] = [];
  for (const one of looked) {
    const { article } = one;
    const key = article.story_id ?? `article ${article.article_id}`;
    const story = stories.get(key) ?? { looked: 0, counted: 0 };
    stories.set(key, story);
    story.looked += 1;
    if (!isHit(one)) continue;
    story.counted += 1;
    hits.push(article.article_id);
    count(sources, article.source_id);
    count(languages, languageOf(article));
    count(days, localDay(article.at, timeZone));
  }
  const sampled: readonly SampledStory[] = [...stories.values()];
  const articles = estimateOf(sampled, candidates, share);
  const part = hits.length === 0 ? 0 : articles.value / hits.length;
  const estimated = (key: string, found: number): FacetValue => {
    return {
      key,
      articles: share >= 1 ? exactly(found) : { value: Math.round(found * part), isExact: false, error: 0 },
    };
  };
  const values = (counts: ReadonlyMap<string, number>): readonly FacetValue[] =>
    [...counts]
      .toSorted(byCount)
      .slice(0, maxValues)
      .map(([key, found]) => estimated(key, found));
  const topics = await countFoundTopics(db, hits);
  return {
    articles,
    facets: {
      sources: values(sources),
      languages: values(languages),
      topics: topics.slice(0, maxValues).map(({ topicId, articles: found }) => estimated(topicId, found)),
      days: [...days].toSorted(byDay).map(([key, found]) => estimated(key, found)),
    },
  };
}

/** A sample may have missed what is on the page. */
function atLeast(shown: number, totals: SearchTotals): SearchTotals {
  const { articles } = totals;
  return articles.isExact || articles.value >= shown ? totals : { ...totals, articles: { ...articles, value: shown } };
}

/** Of everything in a choice: no text has to be read for that. */
async function totalsOfAll(
  db: Kysely<Database>,
  choice: ArchiveChoice,
  total: number,
  timeZone: string,
): Promise<SearchTotals> {
  const counts = await countFacets(db, choice, timeZone);
  const values = (facet: (typeof counts)[number]["facet"]): readonly (readonly [string, number])[] =>
    counts.filter((one) => one.facet === facet).map(({ key, articles }) => [key ?? "none", articles] as const);
  const given = (entries: readonly (readonly [string, number])[]): readonly FacetValue[] =>
    entries.map(([key, articles]) => ({ key, articles: exactly(articles) }));
  return {
    articles: exactly(total),
    facets: {
      sources: given(values("source").toSorted(byCount).slice(0, maxValues)),
      languages: given(values("language").toSorted(byCount).slice(0, maxValues)),
      topics: given(values("topic").toSorted(byCount).slice(0, maxValues)),
      days: given(values("day").toSorted(byDay)),
    },
  };
}

function languageOf({ language }: FoundArticle): string {
  return (language?.split(/[-_]/u)[0] ?? "").toLowerCase() || "none";
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function byCount(one: readonly [string, number], other: readonly [string, number]): number {
  return other[1] - one[1] || (one[0] < other[0] ? -1 : 1);
}

function byDay(one: readonly [string, number], other: readonly [string, number]): number {
  return one[0] < other[0] ? 1 : -1;
}
