import { fingerprint } from "@wirewatch/similarity";
import type { Fingerprint } from "@wirewatch/similarity";
import {
  finishReindex,
  loadText,
  printRetention,
  replaceHash,
  resumeReindex,
  savePrint,
  saveReindex,
  sql,
} from "@wirewatch/store";
import type { Database, Id, Kysely } from "@wirewatch/store";
import { lockRevisions } from "./locks.ts";
import { fingerprintVersion } from "./fingerprint-version.ts";

/** Articles between two notes of how far it has come. */
const batch = 100;

const name = "similarity";

/** How far a rebuild has come. */
export interface Reindexed {
  readonly done: number;
  readonly of: number;
}

/**
 * Makes the keys and body hashes of the last 90 days anew from the stored texts, while the system runs. Each article is a short
 * transaction of its own under the lock that its next revision would take, so a text that is read meanwhile loses nothing. It begins
 * where one that was stopped ended, and doing it again changes nothing. No verdict changes and no stage runs, so nobody is alerted.
 *
 * @param onProgress called after each hundred articles, and at the end
 * @param signal ends it between two articles; the next call goes on from there
 */
export async function reindexSimilarity(
  db: Kysely<Database>,
  onProgress: (progress: Reindexed) => void,
  signal: AbortSignal,
): Promise<Reindexed> {
  let { afterArticleId, done } = await resumeReindex(db, name, fingerprintVersion);
  const left = await countLeft(db, afterArticleId);
  const of = done + left;
  for (;;) {
    const articles = await nextArticles(db, afterArticleId);
    const last = articles.at(-1);
    if (last === undefined) break;
    for (const articleId of articles) {
      if (signal.aborted) return { done, of };
      await reindexArticle(db, articleId);
      done += 1;
    }
    afterArticleId = last;
    await saveReindex(db, name, { afterArticleId, done });
    onProgress({ done, of: Math.max(of, done) });
  }
  await finishReindex(db, name);
  return { done, of: done };
}

/** How many texts have keys of another version: they are not compared until they are rebuilt. Reads the index of versions only. */
export async function countOutdated(db: Kysely<Database>): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from fp_doc where version < ${fingerprintVersion} or version > ${fingerprintVersion}`.execute(
    db,
  );
  return rows[0]?.n ?? 0;
}

/** Revisions that others were compared with, in the last 90 days; looks that found the text unchanged are none. */
const isRemembered = sql`r.body_hash is not null and r.story_id is not null
  and not (r.verdict = 'duplicate' and r.of_article_id = r.article_id)
  and r.seen_at > now() - make_interval(days => ${printRetention.exactDays})`;

async function countLeft(db: Kysely<Database>, after: Id): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(distinct r.article_id)::int as n from article_revision r where r.article_id > ${after} and ${isRemembered}`.execute(
    db,
  );
  return rows[0]?.n ?? 0;
}

/** By primary key, in its order. */
async function nextArticles(db: Kysely<Database>, after: Id): Promise<Id[]> {
  const { rows } = await sql<{ articleId: Id }>`
    select r.article_id as "articleId" from article_revision r where r.article_id > ${after} and ${isRemembered}
    group by r.article_id order by r.article_id limit ${batch}`.execute(db);
  return rows.map(({ articleId }) => articleId);
}

/** The fingerprints are made before the transaction. A revision that was decided on meanwhile has its own already. */
async function reindexArticle(db: Kysely<Database>, articleId: Id): Promise<void> {
  const printed = await printRevisions(db, articleId);
  const last = printed.at(-1);
  if (last === undefined) return;
  await db.transaction().execute(async (tx) => {
    await lockRevisions(tx, articleId);
    for (const { revision, seenAt, storedHash, print } of printed)
      await replaceHash(tx, { articleId, revision, seenAt, bodyHash: print.bodyHash }, storedHash);
    const { revision, print } = last;
    const { rows } = await sql<{ seenAt: Date; isLatest: boolean; isKept: boolean }>`
      select seen_at as "seenAt", seen_at > now() - make_interval(days => ${printRetention.keysDays}) as "isKept",
        not exists (select 1 from article_revision r where r.article_id = ${articleId} and r.revision > ${revision} and ${isRemembered}) as "isLatest"
      from (select coalesce((select seen_at from fp_doc where article_id = ${articleId}), ${last.seenAt}::timestamptz) as seen_at) d`.execute(
      tx,
    );
    const [now] = rows;
    if (now === undefined || !now.isLatest || !now.isKept) return;
    const { bodyHash, keys } = print;
    await savePrint(tx, { articleId, revision, version: fingerprintVersion, bodyHash, keys, seenAt: now.seenAt });
  });
}

interface Printed {
  readonly revision: number;
  readonly seenAt: Date;
  readonly storedHash: string;
  readonly print: Fingerprint;
}

async function printRevisions(db: Kysely<Database>, articleId: Id): Promise<Printed[]> {
  const { rows } = await sql<Omit<Printed, "print"> & { readonly title: string | null }>`
    select r.revision, r.title, r.body_hash as "storedHash", r.seen_at as "seenAt" from article_revision r
    where r.article_id = ${articleId} and ${isRemembered} order by r.revision`.execute(db);
  const printed: Printed[] = [];
  for (const { title, ...row } of rows) {
    const stored = await loadText(db, articleId, row.revision);
    if (stored !== null) printed.push({ ...row, print: fingerprint({ title: title ?? "", text: stored.text }) });
  }
  return printed;
}
