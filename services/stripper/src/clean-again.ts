import { seenPage } from "@wirewatch/extraction";
import { newWork, PermanentError, RetryLaterError } from "@wirewatch/pipeline";
import type { StageResult } from "@wirewatch/pipeline";
import { loadTextBefore, readSourceMemory, saveText, sql } from "@wirewatch/store";
import type { ArticleRevision, Database, Id, Kysely, StoredText, Transaction } from "@wirewatch/store";
import { storedCut } from "./save-article.ts";
import { cleanText, type CleanedText } from "./source-template.ts";

/** Blocks of a template are mostly learned within a few articles; earlier ones are cleaned of all of them at once. */
const waitMs = 60_000;

/** Times that an article is cleaned again, so that a source whose template never rests cannot fill the archive. */
const maxCleanings = 5;

/** What an article's text is made of, besides metadata that stay as they are. */
type EarlierText = StoredText & Pick<ArticleRevision, "title" | "standfirst">;

/**
 * Opens a revision of articles whose text holds what was found only later to be template: their text is cleaned again, by
 * a run of `strip` that reads no page. Articles that wait for their page or for the stripper are left out (they are cleaned
 * anyway), and so are those that somebody works on.
 *
 * @returns how many were opened
 */
export async function openCleaning(tx: Transaction<Database>, articleIds: readonly Id[]): Promise<number> {
  if (articleIds.length === 0) return 0;
  const work = newWork("strip", waitMs);
  const { numAffectedRows } = await sql`
    with free as (
      select a.id, a.revision from article a join article_revision r on r.article_id = a.id and r.revision = a.revision
      where a.id = any(${[...articleIds]}::bigint[]) and r.stage not in ('fetch', 'strip')
        and exists (select 1 from article_body b where b.article_id = a.id)
        and (select count(*) from article_revision c where c.article_id = a.id and c.trigger = 'template') < ${maxCleanings}
      order by a.id for no key update of a skip locked),
    opened as (update article a set revision = a.revision + 1 from free where a.id = free.id returning a.id, a.revision)
    insert into article_revision (article_id, revision, source_id, item_id, gate, baseline, too_old, page_url, status, fetched_at,
      title, standfirst, authors, published_at, modified_at, language, site_name, canonical_url, lead_image, tags,
      is_paywalled, is_live, alternates, method, agreement, trigger, stage, due_at)
    select o.id, o.revision, r.source_id, r.item_id, r.gate, r.baseline, r.too_old, r.page_url, r.status, r.fetched_at,
      r.title, r.standfirst, r.authors, r.published_at, r.modified_at, r.language, r.site_name, r.canonical_url, r.lead_image, r.tags,
      r.is_paywalled, r.is_live, r.alternates, r.method, r.agreement, 'template', ${work.stage}, ${work.due_at}
    from opened o cross join lateral (
      select r.* from article_revision r join article_body b on b.article_id = r.article_id and b.revision = r.revision
      where r.article_id = o.id order by r.revision desc limit 1) r`.execute(tx);
  return Number(numAffectedRows ?? 0);
}

/**
 * An article's text, cleaned again; null when the page was read once more meanwhile, since that text is clean already.
 *
 * @throws {RetryLaterError} while the revision before is on its way: it would be compared with texts in the wrong order
 */
export async function gatherCleaning(
  db: Kysely<Database>,
  row: ArticleRevision,
): Promise<CleanedText<EarlierText> | null> {
  const others = await db
    .selectFrom("article_revision")
    .select(["revision", "stage"])
    .where("article_id", "=", row.article_id)
    .execute();
  if (others.some(({ revision }) => revision > row.revision)) return null;
  if (others.some(({ revision, stage }) => revision < row.revision && stage !== "done"))
    throw new RetryLaterError("the revision before is not done yet", waitMs);
  const stored = await loadTextBefore(db, row.article_id, row.revision);
  if (stored === null) throw new PermanentError("the text before is not in the store");
  const text = { ...stored, title: row.title, standfirst: row.standfirst };
  const keys = seenPage(row.article_id, text).blocks.map(({ key }) => key);
  return cleanText(row.article_id, text, await readSourceMemory(db, row.source_id, keys));
}

/** Stores the cleaned text. The article itself is remembered already, with its template. */
export async function commitCleaning(
  tx: Transaction<Database>,
  row: ArticleRevision,
  cleaned: CleanedText<EarlierText> | null,
): Promise<StageResult> {
  if (cleaned === null) return { kind: "end", outcome: "unchanged", reason: "the page was read once more meanwhile" };
  const { article, template } = cleaned;
  if (template.length === 0)
    return { kind: "end", outcome: "unchanged", reason: "nothing in it belongs to its source's template" };
  const { text, sections, captions, cut } = article;
  await saveText(tx, row.article_id, row.revision, { text, sections, captions, cut: storedCut(cut) });
  await tx
    .updateTable("article_revision")
    .set({ characters: text.length })
    .where("article_id", "=", row.article_id)
    .where("revision", "=", row.revision)
    .execute();
  const blocks = template.length === 1 ? "1 block" : `${template.length} blocks`;
  const others = Math.min(...template.map(({ articles }) => articles)) - 1;
  return {
    kind: "next",
    stage: "deduplicate",
    reason: `text cleaned again: ${blocks} that ${others} or more other pages of the source have`,
    detail: { characters: text.length, sections: sections.length, template: template.length },
  };
}
