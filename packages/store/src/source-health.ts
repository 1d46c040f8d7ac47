import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Database, Id } from "./schema.ts";
import { pauseWords, readPauses } from "./source-pause.ts";
import type { SourcePause } from "./source-pause.ts";

/**
 * How a source does, worst first.
 *
 * - `gone`: the address answers 404 or 410; after a second 410 in a row it is not asked any more
 * - `blocked`: the site, its robots.txt or our own address rules keep us out
 * - `failing`: it failed as often in a row as the source allows, or more often
 * - `silent`: it can be read, but brought nothing new for much longer than it usually pauses
 * - `drift`: its feeds can be read, but its pages give much less than usual
 * - `slow`: it failed lately, but not that often yet
 * - `new`: not polled yet
 * - `ok`: the last poll succeeded, whether there was anything new or not
 * - `paused`: somebody stopped it for a while, see source-pause.ts
 * - `disabled`: no longer polled
 */
export const sourceStates = [
  "gone",
  "blocked",
  "failing",
  "silent",
  "drift",
  "slow",
  "new",
  "ok",
  "paused",
  "disabled",
] as const;
export type SourceState = (typeof sourceStates)[number];
/** How one of its feeds does; pages say nothing about a feed. */
type FeedState = Exclude<SourceState, "drift">;

/** How one document does that is polled, or the way in of a source that hands its articles in. */
export interface FeedStatus {
  readonly id: Id;
  readonly sourceId: string;
  readonly url: string;
  /** Asked instead of `url`, after it moved for good. */
  readonly movedTo: string | null;
  /** As configured, or for what another document led to: `auto`, `feed`, `sitemap`, `listing`, `page`, `push`. */
  readonly kind: string;
  /** What the document turned out to be: `rss`, `atom`, `sitemapIndex`, `html`, …; null before it was read. */
  readonly document: string | null;
  readonly title: string | null;
  /** The row whose document led to this one: a home page, a sitemap index. */
  readonly parentId: Id | null;
  readonly state: FeedState;
  /** Code of what is wrong. */
  readonly problem: string | null;
  /** Why it is not `ok`, or what there is to say although it is; one sentence. */
  readonly reason: string | null;
  /** Failures in a row. */
  readonly failures: number;
  readonly failingSince: Date | null;
  readonly silentSince: Date | null;
  readonly lastPolledAt: Date | null;
  readonly lastSuccessAt: Date | null;
  /** When something new came last. */
  readonly lastItemAt: Date | null;
  /** When it is asked next; in the past while that is happening, null when it is not polled. */
  readonly nextTryAt: Date | null;
  /** Pause to the next poll as it was last decided, milliseconds. */
  readonly pollEveryMs: number | null;
  /** Polls that found only new items: some may have been missed. */
  readonly overflows: number;
}

/** A document with how much it brings. */
export interface FeedHealth extends FeedStatus {
  /** Items it has announced so far. */
  readonly items: number;
  readonly itemsLastDay: number;
  /** What was learned about how it publishes; `expectedVolume` of packages/polling reads it. */
  readonly rhythm: unknown;
}

/** A source with its feeds. */
export interface SourceHealth<Feed extends FeedStatus = FeedHealth> {
  readonly id: string;
  readonly name: string;
  /** Address as the operator wrote it; null for one that hands its articles in, and when only the history is left. */
  readonly url: string | null;
  readonly state: SourceState;
  readonly reason: string | null;
  /** Since when its pages give much less than usual, in one sentence what; null while they do not. */
  readonly drift: { readonly since: Date; readonly text: string } | null;
  /** Who stopped it for a while; null while nobody did. */
  readonly pause: SourcePause | null;
  /** Worst first. */
  readonly feeds: readonly Feed[];
}

/** Health of every source in the configuration, and of removed ones that have history; worst first, then by id. */
export async function readSourceHealth(db: Kysely<Database>): Promise<SourceHealth[]> {
  return withStates(db, await readFeeds(db), await readConfiguredSources(db));
}

/**
 * The same without how much they bring, for a list of any length: what is counted is read for the rows that are shown.
 *
 * @param configured sources of the configuration in force
 * @param sourceId this source only; all when absent
 */
export async function readSourceStates(
  db: Kysely<Database>,
  configured: readonly ConfiguredSource[],
  sourceId?: string,
): Promise<SourceHealth<FeedStatus>[]> {
  const { rows } = await sql<FeedStatus>`
    select ${statusColumns} from feed f ${sourceId === undefined ? sql`` : sql`where f.source_id = ${sourceId}`}`.execute(
    db,
  );
  return withStates(db, rows, new Map(configured.map((source) => [source.id, source])));
}

async function withStates<Feed extends FeedStatus>(
  db: Kysely<Database>,
  rows: readonly Feed[],
  configured: ReadonlyMap<string, ConfiguredSource>,
): Promise<SourceHealth<Feed>[]> {
  const feeds = Map.groupBy(rows, (feed) => feed.sourceId);
  const drifts = await readDrifts(db);
  const pauses = await readPauses(db);
  const ids = new Set([...configured.keys(), ...feeds.keys()]);
  return [...ids]
    .map((id) =>
      sourceHealth(id, configured.get(id), feeds.get(id) ?? [], {
        drift: drifts.get(id) ?? null,
        pause: pauses.get(id) ?? null,
      }),
    )
    .toSorted((a, b) => stateRank(a.state) - stateRank(b.state) || (a.id < b.id ? -1 : 1));
}

/** What the configuration says of a source. */
export interface ConfiguredSource {
  readonly id: string;
  readonly name: string;
  readonly url: string | null;
  readonly enabled: boolean;
}

function sourceHealth<Feed extends FeedStatus>(
  id: string,
  configured: ConfiguredSource | undefined,
  rows: readonly Feed[],
  { drift, pause }: Pick<SourceHealth, "drift" | "pause">,
): SourceHealth<Feed> {
  const feeds = rows.toSorted((a, b) => stateRank(a.state) - stateRank(b.state) || (a.url < b.url ? -1 : 1));
  const common = { id, name: configured?.name ?? id, url: configured?.url ?? null, drift, pause, feeds };
  if (configured === undefined)
    return { ...common, state: "disabled", reason: "it is not in the configuration any more" };
  if (!configured.enabled) return { ...common, state: "disabled", reason: "it is disabled in the configuration" };
  if (pause !== null) return { ...common, state: "paused", reason: pauseWords(pause) };
  const [worst] = feeds;
  if (drift !== null && (worst === undefined || stateRank(worst.state) > stateRank("drift")))
    return { ...common, state: "drift", reason: drift.text };
  return {
    ...common,
    state: worst?.state ?? "new",
    reason: worst?.reason ?? (worst === undefined ? "it was not polled yet" : null),
  };
}

/** A state this program does not know comes first: somebody should look at it. */
function stateRank(state: SourceState): number {
  return sourceStates.indexOf(state);
}

/** Of the row `f`. */
const statusColumns = sql`
  f.id, f.source_id as "sourceId", f.url, f.poll_url as "movedTo", f.kind, f.document, f.title, f.parent_id as "parentId",
  case when f.stage = 'stopped' then 'disabled' when f.stage = 'paused' then 'paused' when f.status = 'disabled' then 'new'
    else f.status end as state,
  f.problem, f.reason, f.failures, f.failing_since as "failingSince", f.silent_since as "silentSince",
  f.last_polled_at as "lastPolledAt", f.last_success_at as "lastSuccessAt", f.last_item_at as "lastItemAt",
  case when f.stage <> 'poll' then null when f.due_at = 'infinity' then f.next_at else least(f.due_at, now()) end as "nextTryAt",
  f.poll_every_ms as "pollEveryMs", f.overflows`;

async function readFeeds(db: Kysely<Database>): Promise<FeedHealth[]> {
  // One pass over the items: an index by feed or time would cost every insertion more than this costs the rare reader.
  const { rows } = await sql<FeedHealth>`
    select ${statusColumns}, case when f.kind = 'push' then i.latest else f.last_item_at end as "lastItemAt",
      coalesce(i.items, 0) as items, coalesce(i.last_day, 0) as "itemsLastDay", f.rhythm
    from feed f
    left join (
      select feed_id, count(*)::int as items, count(*) filter (where seen_at > now() - interval '1 day')::int as last_day, max(seen_at) as latest
      from source_item group by feed_id) i on i.feed_id = f.id`.execute(db);
  return rows;
}

async function readConfiguredSources(db: Kysely<Database>): Promise<Map<string, ConfiguredSource>> {
  const { rows } = await sql<ConfiguredSource>`
    select s.value ->> 'id' as id, s.value ->> 'name' as name, s.value ->> 'url' as url, (s.value ->> 'enabled')::boolean as enabled
    from config c cross join jsonb_array_elements(c.content -> 'sources') s
    where c.version = (select max(version) from config)`.execute(db);
  return new Map(rows.map((row) => [row.id, row]));
}

async function readDrifts(db: Kysely<Database>): Promise<Map<string, { since: Date; text: string }>> {
  const { rows } = await sql<{ id: string; since: Date; text: string }>`
    select source_id as id, alarm_at as since, coalesce(alarm_text, '') as text from drift where alarm_at is not null`.execute(
    db,
  );
  return new Map(rows.map(({ id, since, text }) => [id, { since, text }]));
}
