import { builtIn } from "./built-in.ts";
import type { SourceConfig } from "./config.ts";
import type { SourceEntry, SourceSettings, SourcesFile } from "./sources-schema.ts";

/** All sources of the file, complete. */
export function buildSources(file: SourcesFile): SourceConfig[] {
  return (file.sources ?? []).map((entry) => buildSource(entry, file.defaults ?? {}));
}

/** One source with what it inherits: its own settings first, then the file's defaults, then the built-in ones. */
export function buildSource(entry: SourceEntry, defaults: SourceSettings): SourceConfig {
  const kind = entry.kind ?? "auto";
  return {
    id: entry.id,
    name: entry.name ?? entry.id,
    kind,
    url: entry.url ?? null,
    feeds: entry.feeds ?? (entry.url === undefined ? [] : [entry.url]),
    sitemap: {
      newsOnly: entry.sitemap?.news_only ?? builtIn.sitemap.newsOnly,
      maxAgeMs: firstOf(entry.sitemap?.max_age, builtIn.sitemap.maxAgeMs),
    },
    listing: buildListing(entry),
    page: buildPage(entry),
    websub: (kind === "auto" || kind === "feed") && (entry.push ?? defaults.push) === "websub",
    ingest: buildIngest(entry),
    enabled: entry.enabled ?? true,
    language: entry.language ?? defaults.language ?? null,
    country: entry.country ?? defaults.country ?? null,
    tags: entry.tags ?? defaults.tags ?? [],
    poll: buildPoll(entry, defaults),
    silentAfter: firstOf(entry.health?.silent_after, defaults.health?.silent_after, builtIn.silentAfter),
    recheckMs: buildRecheck(entry.recheck ?? defaults.recheck),
    timeoutMs: entry.timeout ?? defaults.timeout ?? builtIn.timeoutMs,
    maxBodyBytes: entry.max_body ?? defaults.max_body ?? builtIn.maxBodyBytes,
    perHost: {
      concurrency: entry.per_host?.concurrency ?? defaults.per_host?.concurrency ?? builtIn.concurrency,
      minIntervalMs: entry.per_host?.min_interval ?? defaults.per_host?.min_interval ?? null,
    },
    robots: entry.robots ?? defaults.robots ?? builtIn.robots,
    robotsReason: entry.robots_reason ?? defaults.robots_reason ?? null,
    userAgent: entry.user_agent ?? defaults.user_agent ?? null,
    proxy: entry.proxy ?? defaults.proxy ?? null,
    firstRun: entry.first_run ?? defaults.first_run ?? builtIn.firstRun,
    maxAgeMs: firstOf(entry.max_age, defaults.max_age, builtIn.maxAgeMs),
    fullText: entry.full_text ?? defaults.full_text ?? builtIn.fullText,
    failingAfter: entry.health?.failing_after ?? defaults.health?.failing_after ?? builtIn.failingAfter,
    headers: entry.headers ?? entry.fetch?.headers ?? {},
    cookies: entry.cookies ?? {},
    privatePages: entry.private_pages ?? [],
    extract: buildExtract(entry),
    include: [...(entry.include ?? []), ...(entry.listing?.include ?? [])],
    exclude: [...(entry.exclude ?? []), ...(entry.listing?.exclude ?? [])],
    maxItems: entry.max_items ?? defaults.max_items ?? builtIn.maxItems,
  };
}

/** What a source would be that says nothing itself. */
export function emptySource(defaults: SourceSettings): SourceConfig {
  return buildSource({ id: "defaults" }, defaults);
}

/** The first that was written; null counts as written (`none`). */
function firstOf<T>(...values: readonly [...(T | null | undefined)[], T]): T | null {
  return values.find((value) => value !== undefined) ?? null;
}

function buildPoll(entry: SourceEntry, defaults: SourceSettings): SourceConfig["poll"] {
  if (entry.kind === "push") return { ...builtIn.poll };
  const inherited = entry.poll === undefined ? defaults.every : undefined;
  const every = entry.every === undefined ? inherited : entry.every;
  if (every !== undefined && every !== null) return { targetMs: every, minMs: every, maxMs: every };
  return {
    targetMs: entry.poll?.target ?? defaults.poll?.target ?? builtIn.poll.targetMs,
    minMs: entry.poll?.min ?? defaults.poll?.min ?? builtIn.poll.minMs,
    maxMs: entry.poll?.max ?? defaults.poll?.max ?? builtIn.poll.maxMs,
  };
}

function buildRecheck(recheck: SourceSettings["recheck"]): number[] {
  return recheck === "none" ? [] : [...(recheck ?? builtIn.recheckMs)];
}

function buildListing({ listing }: SourceEntry): SourceConfig["listing"] {
  if (listing === undefined) return null;
  const date = typeof listing.date === "string" ? { selector: listing.date } : listing.date;
  return {
    item: listing.item,
    link: listing.link ?? null,
    title: listing.title ?? null,
    date: date === undefined ? null : { selector: date.selector, attr: date.attr ?? null, format: date.format ?? null },
    next: listing.next ?? null,
    maxPages: listing.max_pages ?? builtIn.listingPages,
  };
}

function buildPage({ page }: SourceEntry): SourceConfig["page"] {
  if (page === undefined) return null;
  return { select: page.select ?? null, ignore: page.ignore ?? [], minChange: page.min_change ?? builtIn.minChange };
}

function buildIngest({ ingest }: SourceEntry): SourceConfig["ingest"] {
  if (ingest === undefined) return null;
  const secrets = ingest.secrets ?? (ingest.secret === undefined ? [] : [ingest.secret]);
  return { token: ingest.token ?? null, secrets };
}

function buildExtract({ extract }: SourceEntry): SourceConfig["extract"] {
  if (extract === undefined) return null;
  return {
    body: extract.body ?? null,
    title: extract.title ?? null,
    date: extract.date ?? null,
    remove: extract.remove ?? [],
  };
}
