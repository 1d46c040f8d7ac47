import { candidateLimits } from "@wirewatch/similarity";
import type { KnownArticle, KnownRevision, KnownText, SimilarityIndex } from "@wirewatch/similarity";
import { loadText, sql } from "@wirewatch/store";
import type { Database, Transaction } from "@wirewatch/store";
import { canonicalUrl } from "@wirewatch/urls";

interface KnownRow {
  readonly article_id: string;
  readonly revision: number;
  readonly url: string;
  readonly story_id: string;
  readonly title: string | null;
  readonly body_hash: string | null;
  readonly published_at: Date | null;
  readonly seen_at: Date;
}

/**
 * Earlier texts as PostgreSQL knows them, seen from one revision. Use it inside the transaction that holds the locks of
 * `lockKeys`; each look-up is a statement of its own, so under READ COMMITTED it sees what others committed before.
 */
export function storedIndex(
  tx: Transaction<Database>,
  current: { readonly articleId: string; readonly revision: number },
): SimilarityIndex {
  return {
    async findRevision() {
      const row = await tx
        .selectFrom("article_revision")
        .select(["article_id", "revision", "canonical_url", "story_id", "title", "body_hash", "page_url"])
        .where("article_id", "=", current.articleId)
        .where("revision", "<", current.revision)
        .where("body_hash", "is not", null)
        .where("story_id", "is not", null)
        .orderBy("revision", "desc")
        .limit(1)
        .executeTakeFirst();
      if (row === undefined || row.story_id === null || row.body_hash === null) return null;
      const text = await loadText(tx, row.article_id, row.revision);
      const known: KnownRevision = {
        articleId: row.article_id,
        url: row.canonical_url ?? row.page_url ?? "",
        storyId: row.story_id,
        title: row.title ?? "",
        text: text?.text ?? "",
        bodyHash: row.body_hash,
      };
      return known;
    },
    async findExact(bodyHash, exceptArticleId) {
      const { rows } = await sql<KnownRow>`
        select r.article_id, r.revision, coalesce(r.canonical_url, r.page_url) as url, r.story_id, r.title, r.body_hash, r.published_at, r.seen_at
        from fp_exact x join article_revision r on r.article_id = x.article_id
        where x.body_hash = ${bodyHash} and x.article_id <> ${exceptArticleId} and r.story_id is not null
        order by r.revision desc limit 1`.execute(tx);
      return rows[0] === undefined ? null : knownArticle(rows[0]);
    },
    async findCandidates(keys, exceptArticleId) {
      if (keys.length === 0) return [];
      const { rows } = await sql<KnownRow>`
        with shared as (
          select article_id, count(*) as common from unnest(${[...keys]}::int[]) k
          cross join lateral (select article_id from fp_key where key = k order by article_id desc limit ${candidateLimits.articlesPerKey}) x
          where article_id <> ${exceptArticleId}
          group by article_id having count(*) >= ${candidateLimits.minSharedKeys}
          order by count(*) desc limit ${candidateLimits.articles})
        select r.article_id, r.revision, coalesce(r.canonical_url, r.page_url) as url, r.story_id, r.title, r.body_hash, r.published_at, r.seen_at
        from shared s join fp_doc d on d.article_id = s.article_id
        join article_revision r on r.article_id = d.article_id and r.revision = d.revision
        where r.story_id is not null order by s.common desc`.execute(tx);
      const known: KnownText[] = [];
      for (const row of rows) {
        const text = await loadText(tx, row.article_id, row.revision);
        known.push({
          ...knownArticle(row),
          title: row.title ?? "",
          text: text?.text ?? "",
          publishedAt: (row.published_at ?? row.seen_at).toISOString(),
        });
      }
      return known;
    },
  };
}

function knownArticle(row: KnownRow): KnownArticle {
  return { articleId: row.article_id, url: canonicalUrl(row.url) ?? row.url, storyId: row.story_id };
}
