import { z } from "zod";
import { builtIn } from "./built-in.ts";

const milliseconds = z.int().min(0);
const strings = z.array(z.string());

/** A source as every service reads it, see `config.ts`. */
export const sourceConfig = z.object({
  id: z.string(),
  name: z.string(),
  /** `auto`: told by the content (feed, sitemap, or a home page whose feeds are looked for); `push`: handed in, never polled. */
  kind: z.enum(["auto", "feed", "sitemap", "listing", "page", "push"]),
  /** Address of the source as the operator wrote it; null only with `push`. */
  url: z.string().nullable(),
  /** The documents that are polled: as listed, else `[url]`; none with `push`. */
  feeds: strings,
  /** How sitemaps are read: entries older than `maxAgeMs` are not taken (null: no limit), with `newsOnly` none without news data. */
  sitemap: z
    .object({ newsOnly: z.boolean(), maxAgeMs: milliseconds.nullable() })
    .default(() => ({ ...builtIn.sitemap })),
  /** CSS selectors of a page that lists articles; never null with kind `listing`. */
  listing: z
    .object({
      /** One element per article. */
      item: z.string(),
      /** The link inside the item; null: the item itself or its first link. */
      link: z.string().nullable(),
      title: z.string().nullable(),
      /** Where the date is; `attr` null: the element's text; `format` null: any common form. */
      date: z.object({ selector: z.string(), attr: z.string().nullable(), format: z.string().nullable() }).nullable(),
      /** Link to the next page of the list. */
      next: z.string().nullable(),
      /** Pages of the list that are read at most. */
      maxPages: z.int().positive(),
    })
    .nullable()
    .default(null),
  /** One page that is watched for changes; never null with kind `page`. */
  page: z
    .object({
      /** CSS selector of the part that counts; null: the whole page. */
      select: z.string().nullable(),
      /** CSS selectors of parts that do not count. */
      ignore: strings,
      /** Characters of new text from which a change counts. */
      minChange: z.int().min(0),
    })
    .nullable()
    .default(null),
  /** True: new items are pushed by the feed's hub where it names one; polling goes on as a backup. */
  websub: z.boolean().default(false),
  /** Who may hand articles in at `POST /ingest`; references. Never null with `push`. */
  ingest: z.object({ token: z.string().nullable(), secrets: strings }).nullable().default(null),
  enabled: z.boolean(),
  /** BCP 47. */
  language: z.string().nullable(),
  /** ISO 3166-1 alpha-2. */
  country: z.string().nullable(),
  tags: strings,
  /** Always minMs ≤ targetMs ≤ maxMs. */
  poll: z.object({ targetMs: milliseconds, minMs: milliseconds, maxMs: milliseconds }),
  /** A source without a new item for this many times its usual longest gap counts as silent; null: never. */
  silentAfter: z.number().positive().nullable().default(builtIn.silentAfter),
  /** Ages of a page at which it is looked at again for corrections; empty: never. */
  recheckMs: z.array(milliseconds).default(() => [...builtIn.recheckMs]),
  timeoutMs: milliseconds,
  maxBodyBytes: z.int().positive(),
  /** `minIntervalMs` null: 1 s between requests for feeds, 2 s for pages. */
  perHost: z.object({ concurrency: z.int().positive(), minIntervalMs: milliseconds.nullable() }),
  /** `obey` exempts the feeds listed here from robots.txt, `always` does not, `ignore` never asks. */
  robots: z.enum(["obey", "always", "ignore"]),
  /** Why robots.txt is ignored; never null with `ignore`. */
  robotsReason: z.string().nullable(),
  userAgent: z.string().nullable(),
  /** Proxy for every request of this source, `http://[user:password@]host:port`; may hold references. */
  proxy: z.string().nullable().default(null),
  firstRun: z.enum(["baseline", "alert", "skip"]),
  /** Older when first seen: archived, not alerted. Null: no limit. */
  maxAgeMs: milliseconds.nullable(),
  fullText: z.enum(["auto", "always", "never", "feed"]),
  /** Consecutive failures after which the source counts as failing. */
  failingAfter: z.int().positive(),
  /** Values may hold `${env:NAME}` or `${file:/path}`, unresolved. */
  headers: z.record(z.string(), z.string()),
  /** Sent as one Cookie header, as `headers` are; values are references. */
  cookies: z.record(z.string(), z.string()).default(() => ({})),
  /** `host`, `host:port` or CIDR: private places that links found in this source may lead to. */
  privatePages: strings,
  /** CSS selectors for the source's pages; null: found automatically. */
  extract: z
    .object({ body: z.string().nullable(), title: z.string().nullable(), date: z.string().nullable(), remove: strings })
    .nullable(),
  /** Patterns over an item's whole URL, `*` stands for any characters; empty includes everything. */
  include: strings,
  exclude: strings,
  /** Items read from one document. */
  maxItems: z.int().positive(),
});
