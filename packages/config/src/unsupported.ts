/*
 * What the design describes and this version does not do. It is refused by name, with what to do meanwhile: a key
 * that is read by nobody would look as if it worked. An entry goes when its feature comes.
 */

/** Keys by file; they are looked up only where the schema does not know them. */
const keys = {
  sources: {
    include: "write the sources into this file",
    opml: "write the sources into this file",
    render: "the page is read as the server sends it; leave the key out",
    push: "the feed is polled; leave the key out",
    proxy: "requests go out directly; leave the key out",
    hours: "set `every` or `poll`",
    host_group: "hosts are paced one by one; set `per_host`",
    silent_after: "only `failing_after` is watched; leave the key out",
    links: "give the address of a feed in `feeds`",
    listing: "give the address of a feed in `feeds`",
    page: "give the address of a feed in `feeds`",
    sitemap: "give the address of a feed in `feeds`",
    select: "give the address of a feed in `feeds`",
    ignore: "use `extract: { remove: [...] }`",
    min_change: "leave the key out",
  },
  topics: {
    raise: "write a second topic with the higher severity",
    stem: "list the inflected forms, or use a wildcard such as sanction*",
    dialect: "write the queries in WQL",
  },
  alerts: {
    inhibit_rules: "give the weaker topic a lower severity and route it elsewhere",
    time_intervals: "messages are sent at any hour; leave it out",
    quiet_hours: "messages are sent at any hour; leave it out",
    rate_limit: "use a longer `group_interval`",
    digest: "use a longer `group_interval`",
    remind: "leave it out",
    escalate: "add a route with `continue: true` for the second receiver",
    fallback: "give the receiver a second channel",
    heartbeat: "ask `wirewatch status`",
    ntfy: "use `webhook`",
    apprise: "use `webhook`",
    teams: "use `webhook`",
    discord: "use `webhook`",
    telegram: "use `webhook`",
    pagerduty: "use `webhook`",
    thread_by: "messages are sent without a thread; leave it out",
  },
} as const satisfies Record<string, Record<string, string>>;

/** Which of the three files. */
export type FileKind = keyof typeof keys;

/** Values of `kind` in sources.yaml. */
const sourceKinds: readonly string[] = ["sitemap", "listing", "page"];

/** Keys that were named differently once, or are elsewhere. */
const otherNames: Readonly<Record<FileKind, Readonly<Record<string, string>>>> = {
  sources: { interval: "every", selectors: "extract", fetch_page: "full_text", backfill: "max_age" },
  topics: { source_tags: "tags", query: "any", queries: "any", must: "all", not: "none" },
  alerts: { to: "receiver", match: "matchers", webhooks: "webhook", emails: "email" },
};

/** What to do instead of an unsupported key; null when it is simply unknown. */
export function insteadOfKey(file: FileKind, key: string): string | null {
  const table: Readonly<Record<string, string>> = keys[file];
  return Object.hasOwn(table, key) ? (table[key] ?? null) : null;
}

/** What to do instead of an unsupported kind of source; null when it is simply unknown. */
export function insteadOfSourceKind(kind: unknown): string | null {
  return typeof kind === "string" && sourceKinds.includes(kind)
    ? "give the address of a feed in `feeds` and leave `kind` out"
    : null;
}

/** The right name for a key that goes by another elsewhere; null when there is none. */
export function currentName(file: FileKind, key: string): string | null {
  const table = otherNames[file];
  return Object.hasOwn(table, key) ? (table[key] ?? null) : null;
}
