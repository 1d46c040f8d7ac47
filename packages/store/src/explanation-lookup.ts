import { canonicalUrl } from "@wirewatch/urls";
import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Database, Id } from "./schema.ts";

/** Articles shown for one URL; more than one happens when several addresses lead to the same page. */
const maxArticles = 5;
const maxAnnouncements = 50;

/**
 * How an article is known by a URL: it was announced under it (`announced`), a redirect led to it (`redirect`), or the
 * page names it as its own address (`canonical`).
 */
export type KnownBy = "announced" | "redirect" | "canonical";

/** An item of a feed that named the page. */
export interface Announcement {
  readonly sourceId: string;
  readonly feedUrl: string;
  readonly url: string | null;
  readonly title: string | null;
  readonly publishedAt: Date | null;
  readonly seenAt: Date;
  /** It was in the feed's first document: archived, not alerted. */
  readonly isBaseline: boolean;
  readonly articleId: Id | null;
  /** `knownUrl`, `excluded`; null when it opened work of its own. */
  readonly outcome: string | null;
  readonly reason: string | null;
}

/** The articles that a URL leads to, the most direct first. */
export async function findArticles(
  db: Kysely<Database>,
  url: string,
): Promise<{ readonly id: Id; readonly knownBy: KnownBy }[]> {
  const spellings = spellingsOf(url);
  const { rows } = await sql<{ id: Id; rank: number }>`
    select id, min(rank) as rank from (
      select id, 0 as rank from article where url_key = any(${spellings}::text[])
      union all select article_id, 0 from source_item where url = any(${spellings}::text[]) and article_id is not null
      union all select article_id, 1 from article_revision where page_url = any(${spellings}::text[])
      union all select article_id, 2 from article_revision where canonical_url = any(${spellings}::text[])) found
    group by id order by 2, 1 limit ${maxArticles}`.execute(db);
  const kinds = ["announced", "redirect", "canonical"] as const;
  return rows.map(({ id, rank }) => ({ id, knownBy: kinds[rank] ?? "canonical" }));
}

/** The items that named a URL or one of these articles, oldest first. */
export async function findAnnouncements(
  db: Kysely<Database>,
  url: string,
  articleIds: readonly Id[],
): Promise<Announcement[]> {
  const { rows } = await sql<Announcement>`
    select i.source_id as "sourceId", f.url as "feedUrl", i.url, i.title, i.published_at as "publishedAt", i.seen_at as "seenAt",
      i.baseline as "isBaseline", i.article_id as "articleId", i.outcome, i.reason
    from source_item i join feed f on f.id = i.feed_id
    where i.article_id = any(${[...articleIds]}::bigint[]) or i.url = any(${spellingsOf(url)}::text[])
    order by i.seen_at, i.id limit ${maxAnnouncements}`.execute(db);
  return rows;
}

/**
 * The spellings under which a page's address is commonly stored: as given, the canonical form, and that with either
 * scheme, with and without `www` and a final slash. Addresses after redirects are stored as the server spelled them.
 */
export function spellingsOf(url: string): string[] {
  const key = canonicalUrl(url);
  if (key === null) return [url];
  const { protocol, host, pathname, search, hash } = new URL(key);
  const schemes = new Set([protocol, "https:", "http:"]);
  const paths = search === "" && hash === "" && pathname !== "/" ? [pathname, `${pathname}/`] : [pathname];
  const spelled = [...schemes].flatMap((scheme) =>
    [host, `www.${host}`].flatMap((name) => paths.map((path) => `${scheme}//${name}${path}${search}${hash}`)),
  );
  return [...new Set([url, key, ...spelled])];
}
