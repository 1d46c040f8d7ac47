import type { Config } from "@wirewatch/config";
import { findSavedSearch, linkKey, readTopicFeed } from "@wirewatch/store";
import type { Database, FeedSubject, Kysely } from "@wirewatch/store";
import { readSearch } from "../archive/read-search.ts";
import { searchArchive } from "../archive/search-archive.ts";
import { path, webAddress, withQuery } from "../views/html.ts";
import type { FeedDocument, FeedEntry } from "./feed-document.ts";
import { stableId } from "./stable-id.ts";

/** Entries of a feed. */
const maxEntries = 50;
/** Long before anything could be in a feed: what one without entries was changed at, always the same. */
const never = new Date(0);

export interface ReadFeedOptions {
  readonly config: Config;
  /** Path of the feed itself. */
  readonly selfPath: string;
  readonly signal?: AbortSignal;
}

/** What is in a feed now; null when its topic or search is gone. */
export async function readFeed(
  db: Kysely<Database>,
  subject: FeedSubject,
  { config, selfPath, signal }: ReadFeedOptions,
): Promise<FeedDocument | null> {
  const key = await linkKey(db);
  const found =
    subject.kind === "topic"
      ? await ofTopic(db, subject.ref, config, key)
      : await ofSearch(db, subject.ref, config, key, signal);
  if (found === null) return null;
  const { publicUrl } = config.alerts;
  const address = (path: string): string | null => (publicUrl === null ? null : new URL(path, publicUrl).href);
  const entries = found.entries.toSorted((one, other) => other.updated.getTime() - one.updated.getTime());
  return {
    id: stableId(key, `${subject.kind} ${subject.ref}`),
    title: found.title,
    homeUrl: address(found.home),
    selfUrl: address(selfPath),
    updated: entries[0]?.updated ?? never,
    entries,
  };
}

interface FoundFeed {
  readonly title: string;
  readonly home: string;
  readonly entries: readonly FeedEntry[];
}

async function ofTopic(
  db: Kysely<Database>,
  topicId: string,
  config: Config,
  key: Uint8Array,
): Promise<FoundFeed | null> {
  const topic = config.topics.find(({ id }) => id === topicId);
  if (topic === undefined) return null;
  const articles = await readTopicFeed(db, topicId, maxEntries);
  const entries = articles.map((article): FeedEntry => {
    const { articleId, title, url, foundAt, updatedAt, snippets, authors, language, sourceId } = article;
    return {
      id: stableId(key, `article ${articleId}`),
      title: titleOf(title, articleId),
      url: webAddress(url),
      published: foundAt,
      updated: updatedAt,
      summary: snippets.map(({ text }) => text).join("\n\n"),
      authors,
      language,
      sourceId,
    };
  });
  return { title: topic.name, home: path`/topics/${topicId}`, entries };
}

async function ofSearch(
  db: Kysely<Database>,
  id: string,
  config: Config,
  key: Uint8Array,
  signal: AbortSignal | undefined,
): Promise<FoundFeed | null> {
  const saved = await findSavedSearch(db, id);
  if (saved === null) return null;
  const params = new URLSearchParams(saved.filters);
  params.set("q", saved.query);
  const { search } = readSearch(params, config.alerts.timeZone);
  const home = withQuery("/search", Object.fromEntries(params));
  const options = { limit: maxEntries, timeZone: config.alerts.timeZone, signal };
  const { hits } = await searchArchive({ db, config }, search, options);
  const entries = hits.map((hit): FeedEntry => ({
    id: stableId(key, `article ${hit.articleId}`),
    title: titleOf(hit.title, hit.articleId),
    url: webAddress(hit.url),
    published: hit.at,
    updated: hit.updatedAt,
    summary: hit.snippets.map(({ text }) => text).join("\n\n"),
    authors: hit.authors,
    language: hit.language,
    sourceId: hit.sourceId,
  }));
  return { title: saved.name, home, entries };
}

function titleOf(title: string | null, articleId: string): string {
  return title === null || title.trim() === "" ? `Article ${articleId}` : title;
}
