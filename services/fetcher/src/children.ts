import { gateOf, newWork } from "@wirewatch/pipeline";
import { sql, storableJson } from "@wirewatch/store";
import type { Database, Feed, Transaction } from "@wirewatch/store";
import type { Choice } from "./discovery.ts";

/** Rows that the documents of one source may lead to, whatever they name: indexes may lead in circles. */
const maxPerSource = 100;

/**
 * Makes the rows that a document led to what it leads to now. Sitemaps that come into an index later bring news, feeds of
 * a home page what was there before.
 */
export async function syncChildren(
  tx: Transaction<Database>,
  parent: Feed,
  { found, replacesOthers }: Choice,
): Promise<{ readonly added: number; readonly gates: readonly string[] }> {
  const wanted = found.map((document) => ({ ...document, gate: gateOf(document.url) }));
  if (replacesOthers) {
    await sql`
      update feed set stage = 'stopped', status = 'disabled', reason = 'the sitemap index names newer ones', due_at = 'infinity'
      where parent_id = ${parent.id} and stage = 'poll' and url <> all(${wanted.map((child) => child.url)}::text[])`.execute(
      tx,
    );
    await stopOrphans(tx, parent.source_id);
  }
  const isNews = replacesOthers && parent.baseline_at !== null;
  const { due_at } = newWork("poll");
  const { rows } = await sql<{ gate: string }>`
    insert into feed (source_id, url, kind, parent_id, gate, stage, due_at, baseline_at)
    select ${parent.source_id}, url, kind, ${parent.id}::bigint, gate, 'poll', ${due_at}, case when ${isNews} then now() end
    from (select * from jsonb_to_recordset(${storableJson(wanted)}::jsonb) as t(url text, kind text, gate text)
      limit greatest(0, ${maxPerSource} - (select count(*)::int from feed where source_id = ${parent.source_id} and parent_id is not null and stage = 'poll'))) t
    order by url
    on conflict (source_id, url) do update set stage = 'poll', kind = excluded.kind, parent_id = excluded.parent_id, status = 'new',
      reason = null, due_at = excluded.due_at, next_at = now()
    where feed.stage = 'stopped'
    returning gate`.execute(tx);
  return { added: rows.length, gates: [...new Set(rows.map((row) => row.gate))] };
}

/** Stops what stopped documents led to. @param sourceId only of this source; of all when absent */
export async function stopOrphans(tx: Transaction<Database>, sourceId?: string): Promise<void> {
  await sql`
    with recursive orphan as (
      select c.id from feed c join feed p on p.id = c.parent_id
      where p.stage = 'stopped' and c.stage in ('poll', 'closed', 'paused') ${sourceId === undefined ? sql`` : sql`and c.source_id = ${sourceId}`}
      union select c.id from feed c join orphan o on c.parent_id = o.id where c.stage in ('poll', 'closed', 'paused'))
    update feed set stage = 'stopped', status = 'disabled', reason = 'the document that led to it is not read any more', due_at = 'infinity'
    where id in (select id from orphan)`.execute(tx);
}
