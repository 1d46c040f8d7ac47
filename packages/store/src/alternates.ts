import { sql } from "kysely";
import type { Kysely, Transaction } from "kysely";
import { storableOrNull } from "./clean.ts";
import type { Database, Id } from "./schema.ts";

type Db = Kysely<Database> | Transaction<Database>;

/** An article by its address, with the addresses of its translations. Addresses are canonical. */
export interface NamedPage {
  readonly articleId: Id;
  /** Primary language of the article; null when unknown. */
  readonly language: string | null;
  readonly url: string;
  readonly alternates: readonly string[];
}

/** An article that is a translation, by its own page's word or the other's. */
export interface Translation {
  readonly articleId: Id;
  readonly storyId: Id;
  readonly url: string;
  /** Articles of the newcomer's language, beside it, that name the same page as their translation: it is no article's then. */
  readonly rivals: number;
}

/** Remembers which pages an article names as its translations, in place of what it named before. */
export async function saveAlternates(tx: Transaction<Database>, page: NamedPage): Promise<void> {
  const { articleId, alternates } = page;
  await sql`delete from article_alternate where article_id = ${articleId} and url <> all(${[...alternates]}::text[])`.execute(
    tx,
  );
  if (alternates.length === 0) return;
  await sql`
    insert into article_alternate (url, article_id, language)
    select url, ${articleId}::bigint, ${storableOrNull(page.language)} from unnest(${[...alternates]}::text[]) as url
    on conflict (url, article_id) do nothing`.execute(tx);
}

/**
 * Articles that a page names as its translations, and articles that name the page as theirs, the earliest first. Every address is
 * looked up in an index: announced and canonical addresses of articles, addresses after redirects, and named ones.
 */
export async function findTranslations(db: Db, page: NamedPage): Promise<readonly Translation[]> {
  const { articleId, language, url, alternates } = page;
  const named = [...alternates];
  // Most pages name none.
  const byTheirAddress = sql`
    select a.id as article_id, a.url_key as url from article a where a.url_key = any(${named}::text[])
    union select article_id, canonical_url from article_revision where canonical_url = any(${named}::text[])
    union select article_id, page_url from article_revision where page_url = any(${named}::text[]) union`;
  const { rows } = await sql<Translation>`
    with named as (${named.length === 0 ? sql`` : byTheirAddress} select article_id, ${url}::text as url from article_alternate where url = ${url})
    select distinct on (m.article_id) m.article_id as "articleId", c.story_id as "storyId", a.url,
      (select count(*)::int from article_alternate r
        where r.url = named.url and named.url <> ${url}::text and r.article_id <> ${articleId} and r.language = ${language}::text) as rivals
    from named join cluster_member m on m.article_id = named.article_id join cluster c on c.id = m.cluster_id
    join article a on a.id = m.article_id
    where m.article_id <> ${articleId}
      and not exists (select 1 from article_revision o where o.article_id = m.article_id and lower(split_part(o.language, '-', 1)) = ${language}::text)
    order by m.article_id limit 10`.execute(db);
  return rows;
}
