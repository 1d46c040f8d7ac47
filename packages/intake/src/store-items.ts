import type { Bell } from "@wirewatch/pipeline";
import { trustPublished } from "@wirewatch/polling";
import { sql, storableJson } from "@wirewatch/store";
import type { Database, Id, Transaction } from "@wirewatch/store";
import { exclusion } from "./exclusion.ts";
import type { Intake } from "./intake.ts";
import type { KeyedItem } from "./keyed-items.ts";
import { readItemsAt, readKnownItems } from "./known-items.ts";
import type { KnownItem } from "./known-items.ts";
import { openRevisions, openWork } from "./open-work.ts";
import type { AnnouncedPage } from "./open-work.ts";

/** What came of a document's items. */
export interface Stored {
  /** Hosts that have pages to be fetched. */
  readonly gates: Set<string>;
  /** For items that carry their own text: they need no host. */
  readonly bells: Bell[];
  /** Items not seen before. */
  readonly added: number;
  /** Known items that are announced in other words than before. */
  readonly changed: number;
}

/**
 * Stores the items not seen before and opens the work for their pages; items whose announcement changed have their page
 * looked at again as the next revision. A handful of statements, whatever the number of items.
 *
 * Two documents may name the same items and pages at the same moment: each step takes its rows in the order of their keys,
 * and all steps come in the same order, so that they wait for each other and never in a circle.
 */
export async function storeItems(
  tx: Transaction<Database>,
  items: readonly KeyedItem[],
  intake: Intake,
): Promise<Stored> {
  const known = await readKnownItems(tx, intake.source.id, items);
  // Oldest first, so that article ids follow the order of publication.
  const unknown = items.filter((item) => !known.has(item.key)).toReversed();
  const fresh = intake.matchByUrl === true ? await giveNewKeys(tx, unknown, intake) : unknown;
  const added = await insertItems(tx, fresh, intake);
  const changed = items.flatMap((item) => {
    const row = known.get(item.key);
    return row === undefined || row.hash === item.hash ? [] : [{ item, row }];
  });
  await rememberChanges(tx, changed);
  const corrected = isMassChange(changed.length, known.size) ? [] : changed;

  const { opened, again } = await insertArticles(tx, added, intake);
  const changedPages = corrected.flatMap(({ item, row }) =>
    row.articleId === null ? [] : [{ item: item.item, itemId: row.id, articleId: row.articleId }],
  );
  const revised = await openRevisions(tx, [...changedPages, ...again]);
  const work = await openWork(tx, [...opened, ...revised], intake);
  return { ...work, added: added.length, changed: changed.length };
}

/** Below this many items nothing is told from their number. */
const minForMassChange = 10;

/**
 * True when so many announcements changed at once that it was not the articles: generated dates, counters, another template.
 * Their pages are not all read again; corrections are found by looking at young pages anyway.
 */
function isMassChange(changed: number, known: number): boolean {
  return changed >= minForMassChange && changed * 2 > known;
}

interface StoredItem {
  readonly keyed: KeyedItem;
  readonly id: Id;
  readonly excluded: string | null;
}

async function insertItems(
  tx: Transaction<Database>,
  items: readonly KeyedItem[],
  intake: Intake,
): Promise<readonly StoredItem[]> {
  if (items.length === 0) return [];
  const { source, feed, isBaseline, now, previousPollAt = null } = intake;
  const rows = items.map((keyed, place) => {
    const { item, key, hash } = keyed;
    const { trusted } = trustPublished(item.publishedAt, { seenAt: now, previousPollAt });
    const excluded = exclusion(item, intake);
    return {
      place,
      keyed,
      excluded,
      row: { place, key, hash, url: item.url, title: item.title, at: item.publishedAt, trusted, excluded },
    };
  });
  const { rows: inserted } = await sql<{ id: Id; key: string }>`
    with announced as (
      select *, nextval(pg_get_serial_sequence('source_item', 'id')) as id from (
        select * from jsonb_to_recordset(${storableJson(rows.map(({ row }) => row))}::jsonb)
          as t(place int, key text, hash text, url text, title text, at timestamptz, trusted boolean, excluded text) order by place) ordered)
    insert into source_item (id, source_id, feed_id, item_key, item_hash, url, title, published_at, published_trusted, baseline, outcome, reason)
    overriding system value
    select id, ${source.id}, ${feed.id}::bigint, key, hash, url, title, at, trusted, ${isBaseline},
      case when excluded is not null then 'excluded' end, excluded
    from announced order by key
    on conflict (source_id, item_key) do nothing
    returning id, item_key as key`.execute(tx);
  const ids = new Map(inserted.map((row) => [row.key, row.id]));
  return rows.flatMap(({ keyed, excluded }) => {
    const id = ids.get(keyed.key);
    return id === undefined ? [] : [{ keyed, id, excluded }];
  });
}

/** The items whose address the source announced before get their new keys there; @returns the others */
async function giveNewKeys(
  tx: Transaction<Database>,
  items: readonly KeyedItem[],
  { source }: Intake,
): Promise<readonly KeyedItem[]> {
  const known = await readItemsAt(tx, source.id, items);
  const renamed = new Map<Id, KeyedItem>();
  const others: KeyedItem[] = [];
  for (const item of items) {
    const row = item.urlKey === null ? undefined : known.get(item.urlKey);
    if (row === undefined || renamed.has(row.id)) others.push(item);
    else renamed.set(row.id, item);
  }
  await updateItems(
    tx,
    [...renamed].map(([id, item]) => ({ id, key: item.key, hash: item.hash, title: item.item.title })),
  );
  return others;
}

async function rememberChanges(
  tx: Transaction<Database>,
  changed: readonly { readonly item: KeyedItem; readonly row: KnownItem }[],
): Promise<void> {
  await updateItems(
    tx,
    changed.map(({ item, row }) => ({ id: row.id, key: item.key, hash: item.hash, title: item.item.title })),
  );
}

async function updateItems(
  tx: Transaction<Database>,
  items: readonly { readonly id: Id; readonly key: string; readonly hash: string; readonly title: string | null }[],
): Promise<void> {
  if (items.length === 0) return;
  await sql`
    with changed as (select * from jsonb_to_recordset(${storableJson(items)}::jsonb) as t(id bigint, key text, hash text, title text)),
      held as (select id from source_item where id in (select id from changed) order by id for no key update)
    update source_item i set item_key = c.key, item_hash = c.hash, title = c.title
    from changed c join held h on h.id = c.id where i.id = c.id`.execute(tx);
}

/**
 * The articles of new items. A page that is known from another item is not read again, unless every earlier try at it
 * failed: then this source has a try of its own (`again`).
 */
async function insertArticles(
  tx: Transaction<Database>,
  items: readonly StoredItem[],
  { source }: Intake,
): Promise<{ readonly opened: readonly AnnouncedPage[]; readonly again: readonly Omit<AnnouncedPage, "revision">[] }> {
  const wanted = items.flatMap(({ keyed: { item, urlKey }, id, excluded }) =>
    excluded !== null || item.url === null || urlKey === null ? [] : [{ item, itemId: id, url: item.url, key: urlKey }],
  );
  if (wanted.length === 0) return { opened: [], again: [] };
  const rows = wanted.map(({ itemId, url, key }, place) => ({ place, item: itemId, url, key }));
  const { rows: inserted } = await sql<{ id: Id; key: string }>`
    with announced as (
      select *, nextval(pg_get_serial_sequence('article', 'id')) as id from (
        select * from jsonb_to_recordset(${storableJson(rows)}::jsonb) as t(place int, item bigint, url text, key text) order by place) ordered)
    insert into article (id, url, url_key, source_id) overriding system value
    select id, url, key, ${source.id} from announced order by key, place
    on conflict (url_key) do nothing
    returning id, url_key as key`.execute(tx);
  const created = new Map(inserted.map((row) => [row.key, row.id]));
  const opened: AnnouncedPage[] = [];
  const joining: typeof wanted = [];
  for (const page of wanted) {
    const articleId = created.get(page.key);
    // A second item of the document with this address finds it taken.
    created.delete(page.key);
    if (articleId === undefined) joining.push(page);
    else opened.push({ item: page.item, itemId: page.itemId, articleId, revision: 1 });
  }
  const joined = await readArticles(
    tx,
    joining.map((page) => page.key),
  );
  const again: Omit<AnnouncedPage, "revision">[] = [];
  const links = opened.map(({ itemId, articleId }) => ({
    id: itemId,
    article: articleId,
    reason: null as string | null,
  }));
  for (const { item, itemId, key } of joining) {
    const article = joined.get(key);
    if (article === undefined) continue;
    const isLost = article.outcome === "failed" || article.outcome === "refused";
    const reason = `the page is known as article ${article.id}, first seen in ${article.sourceId}`;
    links.push({ id: itemId, article: article.id, reason: isLost ? null : reason });
    if (isLost) again.push({ item, itemId, articleId: article.id });
  }
  await sql`
    update source_item i set article_id = l.article, outcome = case when l.reason is not null then 'knownUrl' end, reason = l.reason
    from jsonb_to_recordset(${storableJson(links)}::jsonb) as l(id bigint, article bigint, reason text)
    where i.id = l.id`.execute(tx);
  return { opened, again };
}

async function readArticles(
  tx: Transaction<Database>,
  urlKeys: readonly string[],
): Promise<Map<string, { readonly id: Id; readonly sourceId: string; readonly outcome: string | null }>> {
  if (urlKeys.length === 0) return new Map();
  const { rows } = await sql<{ id: Id; key: string; sourceId: string; outcome: string | null }>`
    select a.id, a.url_key as key, a.source_id as "sourceId", r.outcome from article a
    left join article_revision r on r.article_id = a.id and r.revision = a.revision
    where a.url_key = any(${[...urlKeys]}::text[])`.execute(tx);
  return new Map(rows.map((row) => [row.key, row]));
}
