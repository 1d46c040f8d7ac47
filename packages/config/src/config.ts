import { severities } from "@wirewatch/model";
import { z } from "zod";
import { builtIn } from "./built-in.ts";
import { dialects, topicExample } from "./topic-settings.ts";

/*
 * The configuration as every service reads it: plain JSON, camelCase, all defaults filled in, durations in
 * milliseconds, secrets still references such as `${env:NAME}`. The leader stores it as one row; workers read
 * that row with `parseStoredConfig` and never see the YAML files. A field that a later version adds has a default
 * here: a worker of the new version may read a row that the old one wrote.
 */

const milliseconds = z.int().min(0);
const strings = z.array(z.string());

const sourceConfig = z.object({
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

const topicConfig = z.object({
  id: z.string(),
  name: z.string(),
  owner: z.string().nullable(),
  severity: z.enum(severities),
  /** WQL queries of which one must match (when there are any). */
  any: strings,
  /** WQL queries which must all match. */
  all: strings,
  /** WQL queries of which each rejects the article. */
  none: strings,
  /** Limits by the article's metadata; an empty list does not limit. */
  where: z.object({ languages: strings, tags: strings, sources: strings, countries: strings }),
  labels: z.record(z.string(), z.string()),
  scope: z.enum(["section", "document"]),
  /** Every word also in its inflected forms. */
  stem: z.boolean().default(false),
  /** How the queries are read. */
  dialect: z.enum(dialects).default("wql"),
  /** Queries that give a match a higher severity than the topic's; decided with the match, the highest counts. */
  raise: z.array(z.object({ query: z.string(), to: z.enum(severities) })).default(() => []),
  /** Likewise when a story is in so many sources within a time; known only when matches are told of. */
  raiseBySources: z
    .array(z.object({ sources: z.int().positive(), withinMs: milliseconds, to: z.enum(severities) }))
    .default(() => []),
  tests: z.object({ match: z.array(topicExample), noMatch: z.array(topicExample) }),
});

const routeConfig = z.object({
  /** Unique in the tree; part of an alert group's identity. */
  name: z.string(),
  receiver: z.string(),
  groupBy: z.array(z.enum(["topic", "story"])),
  groupWaitMs: milliseconds,
  groupIntervalMs: milliseconds,
  closeAfterMs: milliseconds,
  updates: z.object({
    newSources: z.int().positive(),
    severityRaised: z.boolean(),
    textChanged: z.enum(["material", "never"]),
  }),
  matchers: strings,
  continue: z.boolean(),
  /** Children with inherited values filled in. */
  get routes() {
    return z.array(routeConfig);
  },
});

const repeat = z.enum(["at-least-once", "at-most-once"]);

const channelConfig = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("webhook"),
    url: z.string(),
    /** References; the first signs, all of them sign during a rotation. */
    secrets: strings,
    events: z.array(z.enum(["alert.opened", "alert.updated", "source.problem", "source.recovered"])),
    repeat,
  }),
  z.object({ kind: z.literal("email"), to: z.string(), repeat }),
  /** Either `url` (incoming webhook, a reference) or `channel` with `token` (a reference). */
  z.object({
    kind: z.literal("slack"),
    url: z.string().nullable(),
    channel: z.string().nullable(),
    token: z.string().nullable(),
    repeat,
  }),
  z.object({ kind: z.literal("terminal"), repeat }),
]);

const receiverConfig = z.object({ name: z.string(), channels: z.array(channelConfig) });

const smtpConfig = z.object({
  host: z.string(),
  port: z.int(),
  /** TLS from the first byte (port 465); false: STARTTLS when the server offers it. */
  secure: z.boolean(),
  user: z.string().nullable(),
  /** A reference. */
  password: z.string().nullable(),
  from: z.string(),
});

const alertsConfig = z.object({
  publicUrl: z.string().nullable(),
  route: routeConfig,
  receivers: z.array(receiverConfig),
  smtp: smtpConfig.nullable(),
});

/** Schema of a stored configuration; keys of a newer version are dropped. */
export const configSchema = z.object({
  sources: z.array(sourceConfig),
  topics: z.array(topicConfig),
  alerts: alertsConfig,
  network: z.object({
    /** Hosts and CIDR ranges that configured URLs may reach although they are private. */
    allowPrivate: strings,
  }),
});

export type Config = z.infer<typeof configSchema>;
export type SourceConfig = z.infer<typeof sourceConfig>;
export type TopicConfig = z.infer<typeof topicConfig>;
export type AlertsConfig = z.infer<typeof alertsConfig>;
export type RouteConfig = z.infer<typeof routeConfig>;
export type ReceiverConfig = z.infer<typeof receiverConfig>;
export type ChannelConfig = z.infer<typeof channelConfig>;
export type SmtpConfig = z.infer<typeof smtpConfig>;

/**
 * The configuration out of its stored JSON.
 *
 * @throws {Error} naming the first places that do not fit, when the row was written by an incompatible version
 */
export function parseStoredConfig(json: unknown): Config {
  const parsed = configSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const places = parsed.error.issues.slice(0, 3).map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  throw new Error(`the stored configuration does not fit this version (${places.join("; ")})`);
}
