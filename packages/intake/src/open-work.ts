import type { SourceItem } from "@wirewatch/model";
import { gateOf, newWork } from "@wirewatch/pipeline";
import type { Bell } from "@wirewatch/pipeline";
import { savePage, sql, storableJson } from "@wirewatch/store";
import type { Database, Id, Transaction } from "@wirewatch/store";
import { carriedPage } from "./carried-page.ts";
import { isTooOld } from "./exclusion.ts";
import type { Intake } from "./intake.ts";

/** A page that is to be read for an item. */
export interface AnnouncedPage {
  readonly item: SourceItem;
  readonly itemId: Id;
  readonly articleId: Id;
  readonly revision: number;
}

/** The next revision of articles that are known; none for one whose page still waits to be fetched. */
export async function openRevisions(
  tx: Transaction<Database>,
  pages: readonly Omit<AnnouncedPage, "revision">[],
): Promise<AnnouncedPage[]> {
  if (pages.length === 0) return [];
  const byArticle = new Map(pages.map((page) => [page.articleId, page]));
  const { rows } = await sql<{ id: Id; revision: number }>`
    with held as (select id from article where id = any(${[...byArticle.keys()]}::bigint[]) order by id for no key update)
    update article a set revision = a.revision + 1 from held
    where a.id = held.id and not exists (select 1 from article_revision r where r.article_id = a.id and r.stage = 'fetch')
    returning a.id, a.revision`.execute(tx);
  return rows.flatMap(({ id, revision }) => {
    const page = byArticle.get(id);
    return page === undefined ? [] : [{ ...page, revision }];
  });
}

/** Opens the work on revisions: at the stripper where the item carries its text, else at the fetcher. */
export async function openWork(
  tx: Transaction<Database>,
  pages: readonly AnnouncedPage[],
  intake: Intake,
): Promise<{ readonly gates: Set<string>; readonly bells: Bell[] }> {
  const gates = new Set<string>();
  const bells: Bell[] = [];
  if (pages.length === 0) return { gates, bells };
  const { source, feed, isBaseline, trigger = "item" } = intake;
  const rows: object[] = [];
  for (const { item, itemId, articleId, revision } of pages) {
    const url = item.url ?? feed.url;
    const gate = gateOf(url);
    const carried = carriedPage(item, source);
    if (carried === null) gates.add(gate);
    else {
      await savePage(tx, articleId, revision, { contentType: "text/html; charset=utf-8", body: carried });
      bells.push({ stage: "strip", message: { articleId, revision } });
    }
    rows.push({
      article: articleId,
      revision,
      item: itemId,
      gate,
      url,
      title: item.title,
      at: item.publishedAt,
      is_too_old: isTooOld(item, intake),
      stage: carried === null ? "fetch" : "strip",
    });
  }
  await sql`
    insert into article_revision (article_id, revision, source_id, item_id, gate, baseline, too_old, page_url, title, published_at, trigger, stage, due_at)
    select article, revision, ${source.id}, item, gate, ${isBaseline}, is_too_old, url, title, at, ${trigger}, stage,
      case when stage = 'fetch' then ${newWork("fetch").due_at} else ${newWork("strip").due_at} end
    from jsonb_to_recordset(${storableJson(rows)}::jsonb)
      as t(article bigint, revision int, item bigint, gate text, url text, title text, at timestamptz, is_too_old boolean, stage text)`.execute(
    tx,
  );
  return { gates, bells };
}
