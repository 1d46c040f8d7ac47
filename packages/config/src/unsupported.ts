/*
 * What the design describes and this version does not do. It is refused by name, with what to do meanwhile: a key
 * that is read by nobody would look as if it worked. An entry goes when its feature comes.
 */

/** Keys by file; they are looked up only where the schema does not know them. */
const keys = {
  sources: {
    include: "write the sources into this file",
    opml: "run `wirewatch sources import <file>`, which adds its feeds to this file",
    render: "the page is read as the server sends it; leave the key out",
    hours: "set `every` or `poll`",
    host_group: "hosts are paced one by one; set `per_host`",
  },
  topics: {},
  alerts: {},
} as const satisfies Record<string, Record<string, string>>;

/** Which of the three files. */
export type FileKind = keyof typeof keys;

/** Keys that were named differently once, or are elsewhere. */
const otherNames: Readonly<Record<FileKind, Readonly<Record<string, string>>>> = {
  sources: { interval: "every", selectors: "extract", fetch_page: "full_text", backfill: "max_age" },
  topics: {
    source_tags: "tags",
    query: "any",
    queries: "any",
    must: "all",
    not: "none",
    stemming: "stem",
    syntax: "dialect",
    body: "text",
    lang: "language",
  },
  alerts: { to: "receiver", match: "matchers", webhooks: "webhook", emails: "email" },
};

/** Keys of sources.yaml that are right, but one level too high. */
const places: Readonly<Record<string, string>> = {
  item: "listing: { item: … }",
  links: "listing: { item: … }",
  link: "listing: { link: … }",
  next: "listing: { next: … }",
  max_pages: "listing: { max_pages: … }",
  select: "page: { select: … }",
  ignore: "page: { ignore: [ … ] }",
  min_change: "page: { min_change: … }",
  news_only: "sitemap: { news_only: true }",
  token: "ingest: { token: … }",
  secret: "ingest: { secret: … }",
  silent_after: "health: { silent_after: … }",
  failing_after: "health: { failing_after: … }",
};

/** What to do instead of an unsupported key; null when it is simply unknown. */
export function insteadOfKey(file: FileKind, key: string): string | null {
  const table: Readonly<Record<string, string>> = keys[file];
  return Object.hasOwn(table, key) ? (table[key] ?? null) : null;
}

/** The mapping that a key of sources.yaml belongs into, spelled with it; null when it belongs nowhere else. */
export function placeOfKey(file: FileKind, key: string): string | null {
  return file === "sources" && Object.hasOwn(places, key) ? (places[key] ?? null) : null;
}

/** The right name for a key that goes by another elsewhere; null when there is none. */
export function currentName(file: FileKind, key: string): string | null {
  const table = otherNames[file];
  return Object.hasOwn(table, key) ? (table[key] ?? null) : null;
}
