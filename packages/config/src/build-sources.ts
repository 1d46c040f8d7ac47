import type { SourceConfig } from "./config.ts";
import type { SourceEntry, SourceSettings, SourcesFile } from "./sources-schema.ts";

/** What holds when neither the source nor `defaults` say anything. */
const builtIn = {
  poll: { targetMs: 600_000, minMs: 120_000, maxMs: 21_600_000 },
  timeoutMs: 20_000,
  maxBodyBytes: 5_000_000,
  concurrency: 1,
  robots: "obey",
  firstRun: "baseline",
  maxAgeMs: 172_800_000,
  fullText: "auto",
  failingAfter: 3,
  maxItems: 500,
} as const;

/** All sources of the file, complete. */
export function buildSources(file: SourcesFile): SourceConfig[] {
  return (file.sources ?? []).map((entry) => buildSource(entry, file.defaults ?? {}));
}

/** One source with what it inherits: its own settings first, then the file's defaults, then the built-in ones. */
export function buildSource(entry: SourceEntry, defaults: SourceSettings): SourceConfig {
  const maxAge = entry.max_age === undefined ? defaults.max_age : entry.max_age;
  return {
    id: entry.id,
    name: entry.name ?? entry.id,
    kind: "feed",
    url: entry.url,
    feeds: entry.feeds ?? [entry.url],
    enabled: entry.enabled ?? true,
    language: entry.language ?? defaults.language ?? null,
    country: entry.country ?? defaults.country ?? null,
    tags: entry.tags ?? defaults.tags ?? [],
    poll: buildPoll(entry, defaults),
    timeoutMs: entry.timeout ?? defaults.timeout ?? builtIn.timeoutMs,
    maxBodyBytes: entry.max_body ?? defaults.max_body ?? builtIn.maxBodyBytes,
    perHost: {
      concurrency: entry.per_host?.concurrency ?? defaults.per_host?.concurrency ?? builtIn.concurrency,
      minIntervalMs: entry.per_host?.min_interval ?? defaults.per_host?.min_interval ?? null,
    },
    robots: entry.robots ?? defaults.robots ?? builtIn.robots,
    robotsReason: entry.robots_reason ?? defaults.robots_reason ?? null,
    userAgent: entry.user_agent ?? defaults.user_agent ?? null,
    firstRun: entry.first_run ?? defaults.first_run ?? builtIn.firstRun,
    maxAgeMs: maxAge === undefined ? builtIn.maxAgeMs : maxAge,
    fullText: entry.full_text ?? defaults.full_text ?? builtIn.fullText,
    failingAfter: entry.health?.failing_after ?? defaults.health?.failing_after ?? builtIn.failingAfter,
    headers: entry.headers ?? entry.fetch?.headers ?? {},
    privatePages: entry.private_pages ?? [],
    extract: buildExtract(entry),
    include: entry.include ?? [],
    exclude: entry.exclude ?? [],
    maxItems: entry.max_items ?? defaults.max_items ?? builtIn.maxItems,
  };
}

function buildPoll(entry: SourceEntry, defaults: SourceSettings): SourceConfig["poll"] {
  const every = entry.every ?? (entry.poll === undefined ? defaults.every : undefined);
  if (every !== undefined) return { targetMs: every, minMs: every, maxMs: every };
  return {
    targetMs: entry.poll?.target ?? defaults.poll?.target ?? builtIn.poll.targetMs,
    minMs: entry.poll?.min ?? defaults.poll?.min ?? builtIn.poll.minMs,
    maxMs: entry.poll?.max ?? defaults.poll?.max ?? builtIn.poll.maxMs,
  };
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
