import { severities } from "@wirewatch/model";
import { z } from "zod";

/*
 * The configuration as every service reads it: plain JSON, camelCase, all defaults filled in, durations in
 * milliseconds, secrets still references such as `${env:NAME}`. The leader stores it as one row; workers read
 * that row with `parseStoredConfig` and never see the YAML files.
 */

const milliseconds = z.int().min(0);
const strings = z.array(z.string());

const sourceConfig = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.literal("feed"),
  /** Address of the source as the operator wrote it. */
  url: z.string(),
  /** The feeds that are polled: as listed, else `[url]`. */
  feeds: strings,
  enabled: z.boolean(),
  /** BCP 47. */
  language: z.string().nullable(),
  /** ISO 3166-1 alpha-2. */
  country: z.string().nullable(),
  tags: strings,
  /** Always minMs ≤ targetMs ≤ maxMs. */
  poll: z.object({ targetMs: milliseconds, minMs: milliseconds, maxMs: milliseconds }),
  timeoutMs: milliseconds,
  maxBodyBytes: z.int().positive(),
  /** `minIntervalMs` null: 1 s between requests for feeds, 2 s for pages. */
  perHost: z.object({ concurrency: z.int().positive(), minIntervalMs: milliseconds.nullable() }),
  /** `obey` exempts the feeds listed here from robots.txt, `always` does not, `ignore` never asks. */
  robots: z.enum(["obey", "always", "ignore"]),
  /** Why robots.txt is ignored; never null with `ignore`. */
  robotsReason: z.string().nullable(),
  userAgent: z.string().nullable(),
  firstRun: z.enum(["baseline", "alert", "skip"]),
  /** Older when first seen: archived, not alerted. Null: no limit. */
  maxAgeMs: milliseconds.nullable(),
  fullText: z.enum(["auto", "always", "never", "feed"]),
  /** Consecutive failures after which the source counts as failing. */
  failingAfter: z.int().positive(),
  /** Values may hold `${env:NAME}` or `${file:/path}`, unresolved. */
  headers: z.record(z.string(), z.string()),
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
  tests: z.object({ match: strings, noMatch: strings }),
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
    events: z.array(z.enum(["alert.opened", "alert.updated"])),
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
