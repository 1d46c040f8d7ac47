import { z } from "zod";
import {
  address,
  cookies,
  count,
  duration,
  durationOrAdaptive,
  durationOrNone,
  flag,
  formatted,
  headers,
  hosts,
  id,
  line,
  listOf,
  network,
  preamble,
  proxy,
  size,
  timesOrNone,
  words,
} from "./fields.ts";
import { countryFormat, languageFormat } from "./formats.ts";
import { ingest, listing, page, selector, sitemap } from "./source-kinds-schema.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const intervals = { minMs: 1_000, maxMs: 30 * dayMs };
const interval = duration(intervals);

/** What `defaults` and every source may set. */
const settings = {
  poll: z
    .strictObject({
      target: interval.exactOptional(),
      min: interval.exactOptional(),
      max: interval.exactOptional(),
    })
    .exactOptional()
    .describe(
      "How often a busy source is polled; quieter ones less often, never beyond max, never more often than min.",
    ),
  every: durationOrAdaptive(intervals)
    .exactOptional()
    .describe(
      "A fixed polling interval instead of `poll`; adaptive: by the source's own rhythm, which is the default.",
    ),
  timeout: duration({ minMs: 100, maxMs: 300_000 }).exactOptional().describe("Longest time for one request."),
  max_body: size({ minBytes: 1_000, maxBytes: 100_000_000 }).exactOptional().describe("Largest body that is read."),
  per_host: z
    .strictObject({
      concurrency: count(1, 100).exactOptional(),
      min_interval: duration({ minMs: 0, maxMs: hourMs })
        .exactOptional()
        .describe("Time between two requests to one host; 0s is allowed. Without it 1s for feeds and 2s for pages."),
    })
    .exactOptional(),
  robots: z
    .enum(["obey", "always", "ignore"])
    .exactOptional()
    .describe("obey: for pages, not for feeds listed here; always: for feeds too; ignore: needs robots_reason."),
  robots_reason: line(500).exactOptional().describe("Why robots.txt may be ignored."),
  user_agent: line(300).exactOptional(),
  first_run: z
    .enum(["baseline", "alert", "skip"])
    .exactOptional()
    .describe("What happens to items that are there at the first poll: baseline stores them without alerts."),
  max_age: durationOrNone({ minMs: 60_000, maxMs: 3_650 * dayMs })
    .exactOptional()
    .describe("Items older than this when first seen are archived, not alerted; none: no limit."),
  full_text: z
    .enum(["auto", "always", "never", "feed"])
    .exactOptional()
    .describe("Whether pages are fetched for the full text, or the feed's own text is used."),
  health: z
    .strictObject({
      failing_after: count(1, 1_000)
        .exactOptional()
        .describe("Failures in a row after which a source counts as failing."),
      silent_after: timesOrNone
        .exactOptional()
        .describe("Silent when nothing came for this many times its usual longest gap; none: never."),
    })
    .exactOptional(),
  recheck: z
    .union([listOf(duration(intervals)).max(10, { error: "at most ten ages" }), z.literal("none")], {
      error: "a list of ages such as [1h, 6h, 24h], or none",
    })
    .exactOptional()
    .describe("Ages of a page at which it is looked at again for corrections."),
  push: z
    .enum(["websub", "none"])
    .exactOptional()
    .describe(
      "websub: the feed's hub sends new items at once, polling goes on as a backup; needs public_url in alerts.yaml.",
    ),
  proxy: proxy.exactOptional().describe("Proxy for every request of the source."),
  max_items: count(1, 10_000).exactOptional().describe("Items read from one document."),
  language: formatted(languageFormat).exactOptional(),
  country: formatted(countryFormat).exactOptional(),
  tags: words.exactOptional(),
};

const source = z.strictObject({
  id,
  name: line(200).exactOptional().describe("Shown to people; the id when left out."),
  kind: z
    .enum(["auto", "feed", "sitemap", "listing", "page", "push"])
    .exactOptional()
    .describe("auto: told by what the address answers; of a home page its feeds and sitemaps are looked for."),
  url: address
    .exactOptional()
    .describe("A home page, a feed, a sitemap or the page to read; the site's own page when `feeds` is given."),
  feeds: listOf(address).min(1, { error: "at least one feed" }).exactOptional().describe("The documents to poll."),
  sitemap: sitemap.exactOptional().describe("How sitemaps are read."),
  listing: listing.exactOptional().describe("kind: listing: where the articles are in a page that lists them."),
  page: page.exactOptional().describe("kind: page: what of one page is watched for changes."),
  ingest: ingest.exactOptional().describe("kind: push: who may hand articles in at POST /ingest."),
  enabled: flag.exactOptional(),
  note: z.string().max(2_000).exactOptional().describe("For people; not read."),
  headers: headers.exactOptional().describe("Sent to this source only."),
  fetch: z.strictObject({ headers: headers.exactOptional() }).exactOptional(),
  cookies: cookies.exactOptional().describe("Sent to this source only, as one Cookie header."),
  private_pages: hosts.exactOptional().describe("Private places that links found in this source may lead to."),
  extract: z
    .strictObject({
      body: selector.exactOptional(),
      title: selector.exactOptional(),
      date: selector.exactOptional(),
      remove: listOf(selector).exactOptional(),
    })
    .exactOptional()
    .describe("CSS selectors, when the automatic extraction is not good enough."),
  include: words.exactOptional().describe("Patterns for item addresses; * stands for any characters."),
  exclude: words.exactOptional(),
  ...settings,
});

const keep = z.strictObject({
  pages: durationOrNone({ minMs: dayMs, maxMs: 3_650 * dayMs })
    .exactOptional()
    .describe("Pages as they came; the text of an article is kept apart. Without it 30d; none: for ever."),
  texts: durationOrNone({ minMs: 30 * dayMs, maxMs: 36_500 * dayMs })
    .exactOptional()
    .describe("The readable text of articles and what search knows of them. Without it, and for none: for ever."),
});

/** `sources.yaml` as it is written; durations and sizes come out in milliseconds and bytes. */
export const sourcesSchema = z
  .strictObject({
    ...preamble,
    defaults: z.strictObject(settings).exactOptional().describe("Inherited by every source."),
    network: network.exactOptional(),
    keep: keep.exactOptional().describe("How long articles are kept, beside what was decided about them, which stays."),
    sources: listOf(source).exactOptional(),
  })
  .describe("Wirewatch: the news sources to watch.");

export type SourcesFile = z.output<typeof sourcesSchema>;
export type SourceEntry = z.output<typeof source>;
export type SourceSettings = Partial<Pick<SourceEntry, keyof typeof settings>>;
