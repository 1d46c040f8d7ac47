import { noticeDueAt, noticeEvent, noticeSeverity, noticeTopic, routesFor } from "@wirewatch/alerting";
import type { Labels } from "@wirewatch/alerting";
import type { Config, RouteConfig } from "@wirewatch/config";
import type { NoticeEvent, NoticeKind } from "@wirewatch/model";
import { sql } from "@wirewatch/store";
import type { Database, Kysely, Notice, RawBuilder, Transaction } from "@wirewatch/store";
import { audienceOf } from "./audience.ts";
import type { Audience } from "./audience.ts";

/** A stored notice with what happened around it. */
export interface KnownNotice extends Omit<Notice, "kind"> {
  readonly kind: NoticeKind;
  /** A later notice about the same feed says something else. */
  readonly is_replaced: boolean;
  /** What it says is over already. */
  readonly is_over: boolean;
  /** Whether somebody was told the notice before it about the same feed; null when there was none. */
  readonly was_told_before: boolean | null;
}

/** What one receiver knows and should be told. */
export interface Turn extends Audience {
  readonly receiver: string;
  /** How many notices the message named that told this one; null when the receiver was not told. */
  readonly toldAmong: number | null;
  readonly dueAt: Date;
  /** All that wait for the same message, this notice included; empty before it is due. */
  readonly together: readonly KnownNotice[];
}

/** Everything the decision about a notice depends on. */
export interface NoticeFacts {
  readonly notice: KnownNotice;
  readonly event: NoticeEvent;
  /** Null when the source is no longer in the configuration, or disabled. */
  readonly source: { readonly name: string } | null;
  readonly turns: readonly Turn[];
  /** Names of all sources, for messages about several. */
  readonly names: ReadonlyMap<string, string>;
  /** The database's clock. */
  readonly now: Date;
}

/** Most notices that wait for one message; what comes after them waits for the next. */
const maxTogether = 2_000;

export async function gatherNotice(db: Kysely<Database>, config: Config, row: Notice): Promise<NoticeFacts> {
  const { rows: clock } = await sql<{ now: Date }>`select now() as now`.execute(db);
  const now = clock[0]?.now ?? new Date(0);
  const [notice] = await readNotices(db, sql`n.id = ${row.id}`);
  if (notice === undefined) throw new Error(`notice ${row.id} is not there any more`);
  const source = config.sources.find(({ id, enabled }) => id === row.source_id && enabled) ?? null;
  const event = noticeEvent(notice.kind);
  const turns: Turn[] = [];
  for (const route of source === null ? [] : routesOf(notice, config)) {
    const { receiver } = route;
    const audience = await audienceOf(db, config, receiver, event);
    // Messages first: one that counts here and names this notice is then seen by `toldTo` too, even if it is written
    // meanwhile. The other way round this notice would wait for a turn of its own that it does not need.
    const recent = await recentMessages(db, receiver, event, route.groupIntervalMs);
    const told = (await toldTo(db, receiver, event, [row.id])).get(row.id) ?? null;
    const dueAt = noticeDueAt(notice.at, recent, route);
    const speaks = told === null && audience.noChannel === null && dueAt <= now;
    const together = speaks ? await waitingFor(db, config, receiver, event) : [];
    turns.push({ ...audience, receiver, toldAmong: told, dueAt, together });
  }
  return { notice, event, source, turns, names: new Map(config.sources.map(({ id, name }) => [id, name])), now };
}

/** The routes a notice goes by, one per receiver: nobody wants to hear it twice. */
function routesOf(notice: Pick<KnownNotice, "source_id" | "kind">, config: Config): readonly RouteConfig[] {
  const source = config.sources.find(({ id }) => id === notice.source_id);
  const labels: Labels = {
    topic: noticeTopic,
    source: notice.source_id,
    severity: noticeSeverity(notice.kind),
    source_tag: source?.tags ?? [],
    language: source?.language ?? "",
    country: source?.country ?? "",
  };
  const routes = new Map<string, RouteConfig>();
  for (const route of routesFor(labels, config.alerts.route))
    if (!routes.has(route.receiver)) routes.set(route.receiver, route);
  return [...routes.values()];
}

/** Those of the notices that a message to the receiver has named, with how many it named. */
export async function toldTo(
  db: Kysely<Database> | Transaction<Database>,
  receiver: string,
  event: NoticeEvent,
  ids: readonly string[],
): Promise<Map<string, number>> {
  // A message is stored with the newest notice it names, so that all that name one of these come at or after it.
  const { rows } = await sql<{ id: string; among: number }>`
    select told ->> 'id' as id, jsonb_array_length(d.message -> 'notices') as among
    from delivery d cross join jsonb_array_elements(d.message -> 'notices') told
    where d.notice_id >= (select min(id) from unnest(${[...ids]}::bigint[]) id) and d.receiver = ${receiver}
      and d.event = ${event} and told ->> 'id' = any(${[...ids]}::text[])`.execute(db);
  return new Map(rows.map((row) => [row.id, row.among]));
}

async function recentMessages(
  db: Kysely<Database>,
  receiver: string,
  event: NoticeEvent,
  withinMs: number,
): Promise<Date[]> {
  const { rows } = await sql<{ created_at: Date }>`
    select distinct created_at from delivery where notice_id is not null and receiver = ${receiver} and event = ${event}
      and created_at > now() - make_interval(secs => ${withinMs / 1000}) order by created_at desc`.execute(db);
  return rows.map((row) => row.created_at);
}

async function waitingFor(
  db: Kysely<Database>,
  config: Config,
  receiver: string,
  event: NoticeEvent,
): Promise<KnownNotice[]> {
  const open = await readNotices(db, sql`n.stage = 'announce'`);
  const known = new Set(config.sources.filter(({ enabled }) => enabled).map(({ id }) => id));
  const alike = open.filter(
    (notice) =>
      noticeEvent(notice.kind) === event &&
      known.has(notice.source_id) &&
      staleReason(notice) === null &&
      routesOf(notice, config).some((route) => route.receiver === receiver),
  );
  if (alike.length === 0) return [];
  const told = await toldTo(
    db,
    receiver,
    event,
    alike.map(({ id }) => id),
  );
  return alike.filter(({ id }) => !told.has(id));
}

/** Why a notice that nobody was told is not worth telling any more; null when it is. */
export function staleReason(
  notice: Pick<KnownNotice, "kind" | "is_replaced" | "is_over" | "was_told_before">,
): string | null {
  if (noticeEvent(notice.kind) === "source.recovered")
    return notice.was_told_before === false ? "nobody was told that it had failed" : null;
  if (notice.is_over) return "it was over before anybody was told";
  return notice.is_replaced ? "something else happened to it before anybody was told" : null;
}

async function readNotices(db: Kysely<Database>, condition: RawBuilder<unknown>): Promise<KnownNotice[]> {
  const { rows } = await sql<KnownNotice>`
    select n.*,
      exists (select 1 from notice l
        where l.source_id = n.source_id and l.feed_id is not distinct from n.feed_id and l.id > n.id) as is_replaced,
      f.id is not null and case n.kind when 'recovered' then false when 'silent' then f.silent_since is null
        else f.failures = 0 and f.failing_since is null end as is_over,
      (select coalesce(p.outcome = 'sent', false) or exists (select 1 from delivery d
          where d.notice_id >= p.id and d.message -> 'notices' @> jsonb_build_array(jsonb_build_object('id', p.id::text)))
        from notice p
        where p.source_id = n.source_id and p.feed_id is not distinct from n.feed_id and p.id < n.id
        order by p.id desc limit 1) as was_told_before
    from notice n left join feed f on f.id = n.feed_id
    where ${condition} order by n.id limit ${maxTogether}`.execute(db);
  return rows;
}
