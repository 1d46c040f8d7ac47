import { bodyHash, candidateLimits } from "@wirewatch/similarity";
import type { KnownArticle, KnownRevision, KnownText, SimilarityIndex } from "@wirewatch/similarity";
import { findSharing, loadText, sql } from "@wirewatch/store";
import type { Database, Kysely, Sharing } from "@wirewatch/store";
import { canonicalUrl } from "@wirewatch/urls";
import { fingerprintVersion } from "./fingerprint-version.ts";

interface KnownRow {
  readonly article_id: string;
  readonly revision: number;
  readonly url: string;
  readonly story_id: string;
  readonly title: string | null;
  readonly published_at: Date | null;
  readonly seen_at: Date;
}

const knownColumns = sql`r.article_id, r.revision, coalesce(r.canonical_url, r.page_url) as url, r.story_id, r.title, r.published_at, r.seen_at`;

/**
 * Earlier texts as PostgreSQL knows them, seen from one revision. What is decided by it is decided inside the transaction that holds
 * the locks of `lockKeys`; each look-up is a statement of its own, so under READ COMMITTED it sees what others committed before.
 */
export function storedIndex(
  tx: Kysely<Database>,
  current: { readonly articleId: string; readonly revision: number },
): SimilarityIndex {
  return {
    async findRevision() {
      const { rows } = await sql<KnownRow>`
        select ${knownColumns} from article_revision r
        where r.article_id = ${current.articleId} and r.revision < ${current.revision}
          and r.body_hash is not null and r.story_id is not null
        order by r.revision desc limit 1`.execute(tx);
      if (rows[0] === undefined) return null;
      const known = await knownText(tx, rows[0]);
      // Not the stored hash: another version of this program may have made it.
      const revision: KnownRevision = { ...known, bodyHash: bodyHash(known.title, known.text) };
      return revision;
    },
    async findExact(hash, exceptArticleId) {
      const { rows } = await sql<KnownRow>`
        select ${knownColumns} from fp_exact x join article_revision r on r.article_id = x.article_id
        where x.body_hash = decode(${hash}, 'hex') and x.article_id <> ${exceptArticleId} and r.story_id is not null
        order by r.revision desc limit 1`.execute(tx);
      return rows[0] === undefined ? null : knownArticle(rows[0]);
    },
    async findCandidates(keys, exceptArticleId) {
      // One more, as the article itself may be among them.
      const limits = { ...candidateLimits, articles: candidateLimits.articles + 1 };
      const rows = await readCandidates(tx, await findSharing(tx, keys, limits));
      const known: KnownText[] = [];
      for (const row of rows.filter((found) => found.article_id !== exceptArticleId).slice(0, candidateLimits.articles))
        known.push(await knownText(tx, row));
      return known;
    },
  };
}

/** The revisions whose keys were found, in the same order. Keys of another version say nothing and are left out. */
async function readCandidates(tx: Kysely<Database>, sharing: readonly Sharing[]): Promise<readonly KnownRow[]> {
  if (sharing.length === 0) return [];
  const { rows } = await sql<KnownRow>`
    select ${knownColumns} from unnest(${sharing.map(({ doc }) => doc)}::int[]) with ordinality as found(doc, nth)
    join fp_doc d on d.doc = found.doc and d.version = ${fingerprintVersion}
    join article_revision r on r.article_id = d.article_id and r.revision = d.revision
    where r.story_id is not null order by found.nth`.execute(tx);
  return rows;
}

function knownArticle(row: KnownRow): KnownArticle {
  return { articleId: row.article_id, url: canonicalUrl(row.url) ?? row.url, storyId: row.story_id };
}

async function knownText(tx: Kysely<Database>, row: KnownRow): Promise<KnownText> {
  const text = await loadText(tx, row.article_id, row.revision);
  return {
    ...knownArticle(row),
    title: row.title ?? "",
    text: text?.text ?? "",
    publishedAt: (row.published_at ?? row.seen_at).toISOString(),
  };
}
