import type { Config, SourceConfig } from "@wirewatch/config";
import { pushFeedUrl } from "@wirewatch/intake";
import { ensureGate, gateOf, newWork } from "@wirewatch/pipeline";
import { firstPollDelayMs } from "@wirewatch/polling";
import { holdPaused, lockFeeds, sql, storableJson } from "@wirewatch/store";
import type { Database, Kysely, Transaction } from "@wirewatch/store";
import { stopOrphans } from "./children.ts";
import { wakeSubscriptions } from "./subscribe.ts";

/** A row as the configuration wants it. */
interface WantedRow {
  readonly source: string;
  readonly url: string;
  readonly kind: SourceConfig["kind"];
  readonly gate: string;
  readonly stage: "poll" | "push";
}

/**
 * Makes the rows of sources what the configuration lists: new ones are asked for the first time spread over one interval,
 * so that a long list does not start in one moment; removed or disabled ones stop with all that they led to, their history
 * stays. Paused ones stay paused. What a document led to stays as long as the document is listed. A few statements, whatever the number of sources.
 */
export async function syncFeeds(db: Kysely<Database>, config: Config): Promise<void> {
  const sources = config.sources.filter((source) => source.enabled);
  const wanted = sources.flatMap(rowsOf);
  await db.transaction().execute(async (tx) => {
    // Several processes may see a change of the files at once.
    await lockFeeds(tx);
    await ensureGates(tx, sources);
    const isNew = await unknownRows(tx, wanted);
    const polls = new Map(sources.map((source) => [source.id, source.poll]));
    let index = 0;
    const rows = wanted.map((row) => {
      const poll = polls.get(row.source);
      const isFirst = row.stage === "poll" && isNew.has(keyOf(row));
      return { ...row, first_ms: isFirst && poll !== undefined ? firstPollDelayMs(index++, isNew.size, poll) : 0 };
    });
    await writeRows(tx, rows);
    await stopOthers(tx, wanted);
    await stopOrphans(tx);
    await holdPaused(tx);
    // Their bells are rung by the reconciler.
    await wakeSubscriptions(tx, config);
  });
}

function rowsOf(source: SourceConfig): WantedRow[] {
  const { id, kind, feeds } = source;
  if (kind === "push") {
    const url = pushFeedUrl(id);
    return [{ source: id, url, kind, gate: url, stage: "push" }];
  }
  return [...new Set(feeds)].map((url) => ({ source: id, url, kind, gate: gateOf(url), stage: "poll" }));
}

function keyOf({ source, url }: Pick<WantedRow, "source" | "url">): string {
  return `${source} ${url}`;
}

/** A gate for each host; with several sources on one host the one that wants least at once is heard. */
async function ensureGates(tx: Transaction<Database>, sources: readonly SourceConfig[]): Promise<void> {
  const slots = new Map<string, number>();
  for (const { feeds, perHost } of sources) {
    for (const url of feeds) {
      const gate = gateOf(url);
      slots.set(gate, Math.min(slots.get(gate) ?? perHost.concurrency, perHost.concurrency));
    }
  }
  const { rows } = await sql<{ gate: string; slots: number }>`
    select gate, count(*)::int as slots from host_gate where slot >= 0 and gate = any(${[...slots.keys()]}::text[]) group by gate`.execute(
    tx,
  );
  const present = new Map(rows.map((row) => [row.gate, row.slots]));
  for (const [gate, count] of [...slots].toSorted(([a], [b]) => (a < b ? -1 : 1)))
    if (present.get(gate) !== count) await ensureGate(tx, gate, count);
}

/** Names are compared as hashed arrays: a join with 10,000 rows that no statistics know took 30 s. */
async function unknownRows(tx: Transaction<Database>, wanted: readonly WantedRow[]): Promise<Set<string>> {
  const keys = new Set(wanted.map(keyOf));
  const { rows } = await sql<{ key: string }>`
    select source_id || ' ' || url as key from feed where source_id || ' ' || url = any(${[...keys]}::text[])`.execute(
    tx,
  );
  return keys.difference(new Set(rows.map((row) => row.key)));
}

/**
 * A row of another kind than before forgets what it knew of its document, and what it says first is its baseline again, so
 * that nobody is told of old items under new ids. A stopped one goes on. Both are due at once.
 */
async function writeRows(
  tx: Transaction<Database>,
  rows: readonly (WantedRow & { readonly first_ms: number })[],
): Promise<void> {
  const { due_at } = newWork("poll");
  await sql`
    insert into feed (source_id, url, kind, gate, stage, status, due_at, next_at)
    select source, url, kind, gate, stage, case when stage = 'push' then 'ok' else 'new' end,
      ${due_at}, now() + make_interval(secs => first_ms / 1000)
    from jsonb_to_recordset(${storableJson(rows)}::jsonb)
      as w(source text, url text, kind text, gate text, stage text, first_ms float8)
    on conflict (source_id, url) do update set
      kind = excluded.kind, parent_id = null,
      stage = case when feed.stage = 'stopped' then excluded.stage else feed.stage end,
      status = case when feed.stage = 'stopped' then excluded.status else feed.status end,
      reason = case when feed.stage = 'stopped' then null else feed.reason end,
      due_at = case when feed.stage = 'stopped' then excluded.due_at else feed.due_at end,
      next_at = now(),
      baseline_at = case when feed.kind = excluded.kind or array[feed.kind, excluded.kind] <@ array['auto', 'feed'] then feed.baseline_at end,
      document = case when feed.kind = excluded.kind then feed.document end,
      content = case when feed.kind = excluded.kind then feed.content end,
      etag = case when feed.kind = excluded.kind and not ${leadsOn} then feed.etag end,
      last_modified = case when feed.kind = excluded.kind and not ${leadsOn} then feed.last_modified end,
      body_hash = case when feed.kind = excluded.kind and not ${leadsOn} then feed.body_hash end
    where feed.stage = 'stopped' or feed.kind <> excluded.kind or feed.parent_id is not null`.execute(tx);
}

/** A document that others were found by is read anew, so that they are found again. */
const leadsOn = sql`coalesce(feed.document in ('html', 'sitemapIndex'), false)`;

async function stopOthers(tx: Transaction<Database>, wanted: readonly WantedRow[]): Promise<void> {
  await sql`
    update feed set stage = 'stopped', status = 'disabled', reason = 'not in the configuration', due_at = 'infinity'
    where stage in ('poll', 'push', 'closed', 'paused') and parent_id is null
      and source_id || ' ' || url <> all(${wanted.map(keyOf)}::text[])`.execute(tx);
}
