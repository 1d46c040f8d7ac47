import { isDeepStrictEqual } from "node:util";
import { buildSource } from "./build-sources.ts";
import type { SourceConfig } from "./config.ts";
import { formatDuration, formatSize } from "./quantities.ts";

/** Where a setting of a source comes from: the source itself, `defaults` of the file, or nobody wrote it. */
export type SettingOrigin = "source" | "defaults" | "builtIn";

/** A setting as it holds for a source. */
export interface SourceSetting {
  /** Its key in `sources.yaml`, e.g. `per_host.min_interval`. */
  readonly key: string;
  /** As it would be written there, in words where nothing is; names of headers and cookies without their values. */
  readonly value: string;
  readonly origin: SettingOrigin;
}

type Setting = readonly [
  key: string,
  value: (source: SourceConfig) => unknown,
  written: (source: SourceConfig) => string,
];

const list = (values: readonly string[], nothing: string): string =>
  values.length === 0 ? nothing : values.join(", ");
const duration = (ms: number | null, nothing: string): string => (ms === null ? nothing : formatDuration(ms));

const settings: readonly Setting[] = [
  ["kind", ({ kind }) => kind, ({ kind }) => kind],
  ["enabled", ({ enabled }) => enabled, ({ enabled }) => (enabled ? "true" : "false")],
  ["tags", ({ tags }) => tags, ({ tags }) => list(tags, "none")],
  ["language", ({ language }) => language, ({ language }) => language ?? "as the articles say"],
  ["country", ({ country }) => country, ({ country }) => country ?? "none"],
  ["poll", ({ poll }) => poll, ({ poll }) => pollWords(poll)],
  ["push", ({ websub }) => websub, ({ websub }) => (websub ? "websub" : "none")],
  ["health.failing_after", ({ failingAfter }) => failingAfter, ({ failingAfter }) => String(failingAfter)],
  [
    "health.silent_after",
    ({ silentAfter }) => silentAfter,
    ({ silentAfter }) => (silentAfter === null ? "none" : `${silentAfter}x`),
  ],
  ["recheck", ({ recheckMs }) => recheckMs, ({ recheckMs }) => list(recheckMs.map(formatDuration), "none")],
  ["timeout", ({ timeoutMs }) => timeoutMs, ({ timeoutMs }) => formatDuration(timeoutMs)],
  ["max_body", ({ maxBodyBytes }) => maxBodyBytes, ({ maxBodyBytes }) => formatSize(maxBodyBytes)],
  ["max_items", ({ maxItems }) => maxItems, ({ maxItems }) => String(maxItems)],
  ["per_host.concurrency", ({ perHost }) => perHost.concurrency, ({ perHost }) => String(perHost.concurrency)],
  [
    "per_host.min_interval",
    ({ perHost }) => perHost.minIntervalMs,
    ({ perHost }) => duration(perHost.minIntervalMs, "1s for feeds, 2s for pages"),
  ],
  [
    "robots",
    ({ robots, robotsReason }) => [robots, robotsReason],
    ({ robots, robotsReason }) => (robotsReason === null ? robots : `${robots} (${robotsReason})`),
  ],
  ["user_agent", ({ userAgent }) => userAgent, ({ userAgent }) => userAgent ?? "Wirewatch's own"],
  ["proxy", ({ proxy }) => proxy, ({ proxy }) => (proxy === null ? "none" : withoutPassword(proxy))],
  ["headers", ({ headers }) => headers, ({ headers }) => list(Object.keys(headers), "none")],
  ["cookies", ({ cookies }) => cookies, ({ cookies }) => list(Object.keys(cookies), "none")],
  ["first_run", ({ firstRun }) => firstRun, ({ firstRun }) => firstRun],
  ["max_age", ({ maxAgeMs }) => maxAgeMs, ({ maxAgeMs }) => duration(maxAgeMs, "none")],
  ["full_text", ({ fullText }) => fullText, ({ fullText }) => fullText],
  ["include", ({ include }) => include, ({ include }) => list(include, "everything")],
  ["exclude", ({ exclude }) => exclude, ({ exclude }) => list(exclude, "nothing")],
  ["private_pages", ({ privatePages }) => privatePages, ({ privatePages }) => list(privatePages, "none")],
  ["extract", ({ extract }) => extract, ({ extract }) => rulesWords(extract)],
  [
    "sitemap",
    ({ sitemap }) => sitemap,
    ({ sitemap }) =>
      `${sitemap.newsOnly ? "only entries with news data" : "all entries"}, changed within ${duration(sitemap.maxAgeMs, "any time")}`,
  ],
  ["listing", ({ listing }) => listing, ({ listing }) => rulesWords(listing)],
  ["page", ({ page }) => page, ({ page }) => rulesWords(page)],
];

/** Settings that say nothing about sources of other kinds. */
const onlyOf: Readonly<Record<string, readonly SourceConfig["kind"][]>> = {
  sitemap: ["auto", "sitemap"],
  listing: ["listing"],
  page: ["page"],
  push: ["auto", "feed"],
};
const onlyPolled = new Set(["poll", "recheck", "timeout", "max_body", "max_items", "health.silent_after", "robots"]);

/**
 * Every setting that holds for a source, and where it comes from. What a source says in the very words of the defaults counts as theirs.
 *
 * @param defaults a source that says nothing itself, of the same file; null: the file has no defaults
 */
export function sourceSettings(source: SourceConfig, defaults: SourceConfig | null): SourceSetting[] {
  const plain = buildSource({ id: source.id, ...(source.url === null ? {} : { url: source.url }) }, {});
  const inherited = defaults ?? plain;
  return settings
    .filter(([key]) => onlyOf[key]?.includes(source.kind) ?? !(source.kind === "push" && onlyPolled.has(key)))
    .map(([key, valueOf, written]) => {
      const isInherited = isDeepStrictEqual(valueOf(source), valueOf(inherited));
      const isPlain = isDeepStrictEqual(valueOf(inherited), valueOf(plain));
      return { key, value: written(source), origin: !isInherited ? "source" : isPlain ? "builtIn" : "defaults" };
    });
}

function pollWords({ targetMs, minMs, maxMs }: SourceConfig["poll"]): string {
  if (targetMs === minMs && targetMs === maxMs) return `every ${formatDuration(targetMs)}`;
  return `target ${formatDuration(targetMs)}, from ${formatDuration(minMs)} to ${formatDuration(maxMs)}`;
}

/** E.g. `body: main .text; remove: .share, .related`. */
function rulesWords(rules: object | null): string {
  const entries = Object.entries(rules ?? {}).flatMap(([name, value]: [string, unknown]) => {
    if (value === null || (Array.isArray(value) && value.length === 0)) return [];
    return [
      `${name}: ${Array.isArray(value) ? value.join(", ") : typeof value === "object" ? JSON.stringify(value) : String(value)}`,
    ];
  });
  return entries.length === 0 ? "found automatically" : entries.join("; ");
}

function withoutPassword(url: string): string {
  return url.replace(/(?<=:\/\/)[^\s/@]+(?=@)/u, "…");
}
