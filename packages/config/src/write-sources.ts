import { isDeepStrictEqual } from "node:util";
import { stringify } from "yaml";
import { buildSource } from "./build-sources.ts";
import type { Config, SourceConfig } from "./config.ts";
import { formatDuration, formatSize } from "./quantities.ts";

/**
 * Sources as a `sources.yaml` that stands for itself: without `defaults`, each source with what differs from the
 * built-in settings.
 *
 * @returns YAML that loads as the same sources
 */
export function sourcesYaml({ sources, network }: Pick<Config, "sources" | "network">): string {
  const opened = network.allowPrivate.length === 0 ? {} : { network: { allow_private: network.allowPrivate } };
  return stringify(
    { version: 1, ...opened, sources: sources.map(sourceEntry) },
    { lineWidth: 0, aliasDuplicateObjects: false },
  );
}

/** One source as it is written in `sources.yaml`, without what is built in. */
export function sourceEntry(source: SourceConfig): Record<string, unknown> {
  const isOwnFeed = source.url !== null && isDeepStrictEqual(source.feeds, [source.url]);
  const plain = buildSource({ id: source.id, ...(source.url === null ? {} : { url: source.url }) }, {});
  const differs = (key: keyof SourceConfig): boolean => !isDeepStrictEqual(source[key], plain[key]);
  const settings: Readonly<Record<string, unknown>> = {
    name: differs("name") ? source.name : undefined,
    kind: differs("kind") ? source.kind : undefined,
    url: source.url ?? undefined,
    feeds: isOwnFeed || source.feeds.length === 0 ? undefined : source.feeds,
    sitemap: differs("sitemap")
      ? { news_only: source.sitemap.newsOnly, max_age: durationOrNone(source.sitemap.maxAgeMs) }
      : undefined,
    listing: source.listing === null ? undefined : listingEntry(source.listing),
    page: source.page === null ? undefined : pageEntry(source.page),
    push: source.websub ? "websub" : undefined,
    ingest: source.ingest === null ? undefined : ingestEntry(source.ingest),
    enabled: differs("enabled") ? source.enabled : undefined,
    language: source.language ?? undefined,
    country: source.country ?? undefined,
    tags: differs("tags") ? source.tags : undefined,
    ...(differs("poll") ? pollEntry(source.poll) : {}),
    health: healthEntry(source, differs),
    recheck: differs("recheckMs") ? recheckEntry(source.recheckMs) : undefined,
    timeout: differs("timeoutMs") ? formatDuration(source.timeoutMs) : undefined,
    max_body: differs("maxBodyBytes") ? formatSize(source.maxBodyBytes) : undefined,
    per_host: differs("perHost") ? perHostEntry(source.perHost) : undefined,
    robots: differs("robots") ? source.robots : undefined,
    robots_reason: source.robotsReason ?? undefined,
    user_agent: source.userAgent ?? undefined,
    proxy: source.proxy ?? undefined,
    first_run: differs("firstRun") ? source.firstRun : undefined,
    max_age: differs("maxAgeMs") ? durationOrNone(source.maxAgeMs) : undefined,
    full_text: differs("fullText") ? source.fullText : undefined,
    headers: differs("headers") ? source.headers : undefined,
    cookies: differs("cookies") ? source.cookies : undefined,
    private_pages: differs("privatePages") ? source.privatePages : undefined,
    extract: source.extract === null ? undefined : withoutEmpty(source.extract),
    include: differs("include") ? source.include : undefined,
    exclude: differs("exclude") ? source.exclude : undefined,
    max_items: differs("maxItems") ? source.maxItems : undefined,
  };
  return { id: source.id, ...written(settings) };
}

/** The entries that have a value. */
function written(settings: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}

/** The entries that are neither null nor an empty list. */
function withoutEmpty(settings: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const isEmpty = (value: unknown): boolean => value === null || (Array.isArray(value) && value.length === 0);
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => !isEmpty(value)));
}

function durationOrNone(ms: number | null): string {
  return ms === null ? "none" : formatDuration(ms);
}

function pollEntry({ targetMs, minMs, maxMs }: SourceConfig["poll"]): Record<string, unknown> {
  if (targetMs === minMs && targetMs === maxMs) return { every: formatDuration(targetMs) };
  return { poll: { target: formatDuration(targetMs), min: formatDuration(minMs), max: formatDuration(maxMs) } };
}

function listingEntry(listing: NonNullable<SourceConfig["listing"]>): Record<string, unknown> {
  const { date, next, maxPages, ...rest } = listing;
  const place = date === null ? null : withoutEmpty(date);
  return withoutEmpty({ ...rest, date: place, next, max_pages: next === null ? null : maxPages });
}

function pageEntry({ select, ignore, minChange }: NonNullable<SourceConfig["page"]>): Record<string, unknown> {
  return withoutEmpty({ select, ignore, min_change: minChange });
}

function ingestEntry({ token, secrets }: NonNullable<SourceConfig["ingest"]>): Record<string, unknown> {
  return withoutEmpty({ token, secrets });
}

function healthEntry(
  { failingAfter, silentAfter }: SourceConfig,
  differs: (key: keyof SourceConfig) => boolean,
): Record<string, unknown> | undefined {
  const health = written({
    failing_after: differs("failingAfter") ? failingAfter : undefined,
    silent_after: differs("silentAfter") ? (silentAfter === null ? "none" : `${silentAfter}x`) : undefined,
  });
  return Object.keys(health).length === 0 ? undefined : health;
}

function recheckEntry(ages: readonly number[]): unknown {
  return ages.length === 0 ? "none" : ages.map(formatDuration);
}

function perHostEntry({ concurrency, minIntervalMs }: SourceConfig["perHost"]): Record<string, unknown> {
  return withoutEmpty({ concurrency, min_interval: minIntervalMs === null ? null : formatDuration(minIntervalMs) });
}
