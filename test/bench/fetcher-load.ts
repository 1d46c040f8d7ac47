import type { Config } from "@wirewatch/config";
import { sql } from "@wirewatch/store";
import type { Database, Kysely } from "@wirewatch/store";
import { configFrom } from "../support/config.ts";

/** Sources `s0`, `s1`, … with one feed each, spread evenly over the hosts, and asked again after a fixed interval. */
export interface Load {
  readonly origins: readonly string[];
  readonly sources: number;
  /** Requests at once and pause between two of them, per host. */
  readonly perHost: { readonly concurrency: number; readonly gapMs: number };
  readonly everyMs: number;
}

const local = "127.0.0.0/8";
const feedOf = (origins: readonly string[], index: number): string =>
  `${origins[index % origins.length] ?? ""}/feed/${index}`;

/** The configuration of a load: as a file would give it, but with more sources and shorter intervals than files may name. */
export async function loadConfig({ origins, sources, perHost, everyMs }: Load): Promise<Config> {
  const config = await configFrom({
    sources: {
      network: { allow_private: [local] },
      defaults: { per_host: { concurrency: perHost.concurrency, min_interval: `${perHost.gapMs}ms` } },
      sources: [{ id: "s0", name: "Source 0", kind: "feed", url: feedOf(origins, 0), private_pages: [local] }],
    },
  });
  const poll = { targetMs: everyMs, minMs: everyMs, maxMs: everyMs };
  return {
    ...config,
    sources: config.sources.flatMap((source) =>
      Array.from({ length: sources }, (_, index) => {
        const url = feedOf(origins, index);
        return { ...source, id: `s${index}`, name: `Source ${index}`, url, feeds: [url], poll };
      }),
    ),
  };
}

/** Writes the hosts of a load, free and without a robots.txt. */
export async function writeHosts(db: Kysely<Database>, { origins, perHost }: Load): Promise<void> {
  await sql`
    insert into host_gate (gate, slot) select o, s from unnest(${[...origins]}::text[]) o, generate_series(0, ${perHost.concurrency - 1}::int) s
    on conflict do nothing`.execute(db);
  await sql`
    insert into robots (origin, status, body) select o, 404, '' from unnest(${[...origins]}::text[]) o on conflict do nothing`.execute(
    db,
  );
}

/** Writes the feeds of a load as they are after some successful polls, all due now. */
export async function writeFeeds(db: Kysely<Database>, { origins, sources }: Load): Promise<void> {
  await sql`
    insert into feed (source_id, url, gate, stage, due_at, next_at, kind, document, etag, checked_in_full_at, baseline_at,
      status, last_polled_at, last_success_at, last_item_at)
    select 's' || i, origin || '/feed/' || i, origin, 'poll', 'infinity', now(), 'feed', 'rss', '"1"', now(), now(), 'ok', now(), now(), now()
    from generate_series(0, ${sources - 1}::int) i
    cross join lateral (select (${[...origins]}::text[])[1 + i % ${origins.length}::int] as origin) host`.execute(db);
}

/** Writes announced pages of the load's sources that wait for their hosts. */
export async function writePages(db: Kysely<Database>, { origins, sources }: Load, pages: number): Promise<void> {
  await sql`
    with page as (
      select i, 's' || (i % ${sources}::int) as source_id, origin, origin || '/page/' || i as url
      from generate_series(0, ${pages - 1}::int) i
      cross join lateral (select (${[...origins]}::text[])[1 + i % ${origins.length}::int] as origin) host),
    known as (
      insert into article (url, url_key, source_id) select url, url, source_id from page returning id, url)
    insert into article_revision (article_id, revision, source_id, gate, page_url, stage, due_at)
    select known.id, 1, page.source_id, page.origin, page.url, 'fetch', 'infinity' from known join page using (url)`.execute(
    db,
  );
  await sql`analyze feed, article, article_revision, host_gate, robots`.execute(db);
}
