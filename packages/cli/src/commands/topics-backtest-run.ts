import { articleObjections } from "@wirewatch/alerting";
import { createTopicMatcher } from "@wirewatch/classifier";
import type { FoundMatch } from "@wirewatch/classifier";
import type { Config, TopicConfig } from "@wirewatch/config";
import { archivedBefore, openArchive, topicVersion } from "@wirewatch/store";
import type { ArchivedArticle, Database, Kysely } from "@wirewatch/store";
import { createTally } from "./topics-backtest-tally.ts";
import type { Tally } from "./topics-backtest-tally.ts";

/** Articles read at a time; with their texts they are all that is held in memory. */
const page = 100;

/** Hits that are shown, and of what the running version finds more or less. */
const maxSamples = 10;
const maxChanged = 5;

export interface BacktestOptions {
  readonly db: Kysely<Database>;
  /** As the files have it now, with what they say of sources. */
  readonly config: Config;
  readonly topic: TopicConfig;
  /** As it runs; null when it does not. */
  readonly running: TopicConfig | null;
  readonly since: Date;
  readonly now: Date;
  /** Articles that are looked at at most, the latest ones; null for all. */
  readonly limit: number | null;
  readonly onProgress: (looked: number, of: number) => void;
}

/** An article that a version of the topic is in. */
export interface BacktestSample {
  readonly articleId: string;
  readonly url: string | null;
  readonly title: string | null;
  readonly sourceId: string;
  readonly seenAt: Date;
  readonly match: Pick<FoundMatch, "strength" | "isBrief" | "severity" | "clauses" | "snippets">;
}

/** Articles that one version finds and the other does not. */
export interface BacktestChange {
  readonly articles: number;
  readonly samples: readonly BacktestSample[];
}

/** What a topic would have found. */
export interface Backtest {
  readonly topic: { readonly id: string; readonly name: string; readonly version: string };
  readonly since: Date;
  /** Articles of that time, and those looked at. */
  readonly articles: number;
  readonly looked: number;
  /** Time that the articles looked at came in, in days; at least one. */
  readonly days: number;
  readonly found: Tally;
  readonly samples: readonly BacktestSample[];
  /** The version that runs and what it found; null when the topic does not run yet. */
  readonly running: { readonly version: string; readonly found: Tally } | null;
  /** What the topic finds and the running version does not, and the other way round. */
  readonly added: BacktestChange;
  readonly removed: BacktestChange;
}

/**
 * Asks a topic, and the version of it that runs, about the archive: with the matcher of production, the articles made as the classifier
 * makes them. The latest articles come first. Writes nothing.
 */
export async function backtest(options: BacktestOptions): Promise<Backtest> {
  const { db, config, topic, running, since, now, limit, onProgress } = options;
  // Ids have no spaces, so this one is free.
  const runningId = `running ${topic.id}`;
  const matcher = createTopicMatcher();
  const topics = running === null ? [topic] : [topic, { ...running, id: runningId }];
  matcher.use({ version: "0", config: { ...config, topics } });
  const sources = new Map(config.sources.map((source) => [source.id, source]));

  const window = await openArchive(db, since);
  const of = Math.min(window.articles, limit ?? Infinity);
  const [found, foundRunning] = [createTally(), createTally()];
  const [samples, added, removed] = [sampler(maxSamples), sampler(maxChanged), sampler(maxChanged)];
  let looked = 0;
  let oldest = now;
  let before: string | null = null;
  while (looked < of) {
    const articles: ArchivedArticle[] = await archivedBefore(db, window, before, Math.min(page, of - looked));
    const last = articles.at(-1);
    if (last === undefined) break;
    for (const article of articles) {
      const { matches } = matcher.ask(article, article.sections);
      const hit = matches.find((match) => match.topicId === topic.id);
      const runningHit = matches.find((match) => match.topicId === runningId);
      const isTold = articleObjections(article, sources.get(article.source_id)?.maxAgeMs ?? null).length === 0;
      if (hit !== undefined) found.add(article, hit, isTold);
      if (runningHit !== undefined) foundRunning.add(article, runningHit, isTold);
      if (hit !== undefined) samples.add(article, hit);
      if (hit !== undefined && runningHit === undefined) added.add(article, hit);
      if (runningHit !== undefined && hit === undefined) removed.add(article, runningHit);
      if (article.seen_at < oldest) oldest = article.seen_at;
    }
    looked += articles.length;
    before = last.article_id;
    onProgress(looked, of);
  }
  const days = Math.max(1, (now.getTime() - oldest.getTime()) / 86_400_000);
  return {
    topic: { id: topic.id, name: topic.name, version: topicVersion(topic) },
    since,
    articles: window.articles,
    looked,
    days,
    found: found.result(days),
    samples: samples.result().samples,
    running: running === null ? null : { version: topicVersion(running), found: foundRunning.result(days) },
    added: running === null ? { articles: 0, samples: [] } : added.result(),
    removed: removed.result(),
  };
}

interface Sampler {
  add(article: ArchivedArticle, match: FoundMatch): void;
  result(): BacktestChange;
}

/** Counts articles and keeps the first ones, one of each story. */
function sampler(max: number): Sampler {
  const samples: BacktestSample[] = [];
  const stories = new Set<string>();
  let articles = 0;
  return {
    add({ article_id, canonical_url, page_url, title, source_id, seen_at, story_id }, match) {
      articles += 1;
      const story = story_id ?? `article ${article_id}`;
      if (samples.length === max || stories.has(story)) return;
      stories.add(story);
      const { strength, isBrief, severity, clauses, snippets } = match;
      samples.push({
        articleId: article_id,
        url: canonical_url ?? page_url,
        title,
        sourceId: source_id,
        seenAt: seen_at,
        match: { strength, isBrief, severity, clauses, snippets },
      });
    },
    result: () => ({ articles, samples }),
  };
}
