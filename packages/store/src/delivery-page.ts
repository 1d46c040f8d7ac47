import type { OutgoingMessage } from "@wirewatch/model";
import { sql } from "kysely";
import type { Kysely, RawBuilder } from "kysely";
import { all, keyset } from "./api-page.ts";
import type { OrderColumn, PageRange, Placed } from "./api-page.ts";
import { normalisedError } from "./delivery-log.ts";
import type { DeliveryState, LoggedDelivery } from "./delivery-log.ts";
import type { Database, Id } from "./schema.ts";

/** A delivery as a line of the log, with what leads on from it. */
export interface DeliveryLine extends LoggedDelivery {
  /** As messages name it; null when it is not about one alert. */
  readonly alertId: string | null;
  readonly digestId: Id | null;
  readonly noticeId: Id | null;
  readonly channelKind: string;
  /** Beginning of what the receiver answered last. */
  readonly excerpt: string | null;
  /** When it was tried last. */
  readonly triedAt: Date | null;
}

/** What a list of deliveries is about: those that arrived, are on their way, or ended without having arrived. */
export type DeliveryTab = "sent" | "retrying" | "dead";

/** All conditions have to be met. */
export interface DeliveryFilter {
  readonly tab?: DeliveryTab;
  readonly state?: DeliveryState;
  readonly receiver?: string;
  readonly channel?: string;
  readonly event?: string;
  /** As messages name it. */
  readonly alert?: string;
  /** Made at or after, before. */
  readonly since?: Date;
  readonly until?: Date;
  /** Ids of which it has to be one. */
  readonly ids?: readonly string[];
}

const order: readonly OrderColumn[] = [
  { of: sql`d.created_at`, type: "timestamptz" },
  { of: sql`d.id`, type: "text" },
];

/** Deliveries in the order in which they were made. */
export async function listDeliveryLines(
  db: Kysely<Database>,
  filter: DeliveryFilter,
  range: PageRange,
): Promise<Placed<DeliveryLine>[]> {
  const { condition, orderBy, position } = keyset(order, range);
  // Attempts are looked up for those that are shown.
  const { rows } = await sql<Placed<DeliveryLine>>`
    with page as (
      select d.*, ${position} as position from delivery d where ${all(condition, chosenBy(filter))}
      order by ${orderBy} limit ${range.limit})
    select ${lineColumns}, d.position from page d ${lastAttempt} order by ${orderBy}`.execute(db);
  return rows;
}

/** One try to hand a message over. */
export interface LoggedAttempt {
  readonly attempt: number;
  readonly at: Date;
  /** `sent`, `later`, `dead`, `unknown`. */
  readonly result: string;
  readonly status: number | null;
  readonly latencyMs: number | null;
  readonly reason: string | null;
  readonly excerpt: string | null;
}

/** A delivery with all there is to know. */
export interface FullDelivery extends DeliveryLine {
  readonly repeat: "at-least-once" | "at-most-once";
  readonly revision: number;
  readonly attemptLog: readonly LoggedAttempt[];
  /** What was, or will be, sent; its links are left out, for they act without a log-in. */
  readonly message: OutgoingMessage;
  /** Why its channel takes no message; null while it does. */
  readonly disabled: { readonly at: Date; readonly reason: string | null } | null;
}

/** @returns null when there is no such delivery */
export async function readDelivery(db: Kysely<Database>, id: string): Promise<FullDelivery | null> {
  const { rows } = await sql<
    Omit<FullDelivery, "attemptLog" | "disabled"> & {
      readonly disabledAt: Date | null;
      readonly disabledWhy: string | null;
    }
  >`
    select ${lineColumns}, d.repeat, d.revision, d.message, c.disabled_at as "disabledAt", c.reason as "disabledWhy"
    from delivery d ${lastAttempt}
      left join channel_state c on c.receiver = d.receiver and c.channel = d.channel and c.disabled_at is not null
    where d.id = ${id}`.execute(db);
  const [row] = rows;
  if (row === undefined) return null;
  const { disabledAt, disabledWhy, message, ...line } = row;
  const { rows: attemptLog } = await sql<LoggedAttempt>`
    select attempt, at, result, status, latency_ms as "latencyMs", reason, excerpt from delivery_attempt
    where delivery_id = ${id} order by attempt limit 500`.execute(db);
  return {
    ...line,
    message: { ...message, links: {} },
    attemptLog,
    disabled: disabledAt === null ? null : { at: disabledAt, reason: disabledWhy },
  };
}

/** How many deliveries each tab shows, and the names there are to filter by. */
export interface DeliveryOverview {
  /** Sent in the last 24 hours, on their way, ended without having arrived. */
  readonly sent: number;
  readonly retrying: number;
  readonly dead: number;
  readonly channels: readonly { readonly receiver: string; readonly channel: string }[];
}

export async function readDeliveryOverview(db: Kysely<Database>): Promise<DeliveryOverview> {
  const { rows } = await sql<Omit<DeliveryOverview, "channels">>`
    select (select count(*)::int from delivery where sent_at > now() - interval '1 day') as sent,
      (select count(*)::int from delivery where stage = 'deliver') as retrying,
      (select count(*)::int from delivery where state in ('failed', 'unknown') and stage <> 'deliver') as dead`.execute(
    db,
  );
  const { rows: channels } = await sql<DeliveryOverview["channels"][number]>`
    with recursive named as (
      (select receiver, channel from delivery order by receiver, channel limit 1)
      union all
      select next.receiver, next.channel from named, lateral (
        select receiver, channel from delivery where (receiver, channel) > (named.receiver, named.channel)
        order by receiver, channel limit 1) next)
    select receiver, channel from named limit 500`.execute(db);
  return { ...(rows[0] ?? { sent: 0, retrying: 0, dead: 0 }), channels };
}

/** A channel that takes no message any more until somebody enables it, or that only fails. */
export interface ChannelTrouble {
  readonly receiver: string;
  readonly channel: string;
  readonly disabledAt: Date | null;
  readonly reason: string | null;
  readonly failingSince: Date | null;
  /** Deliveries that ended because of it or before, and did not arrive. */
  readonly dead: number;
}

/** Channels that are disabled, or have only failed for a while. */
export async function readChannelTroubles(db: Kysely<Database>): Promise<ChannelTrouble[]> {
  const { rows } = await sql<ChannelTrouble>`
    select c.receiver, c.channel, c.disabled_at as "disabledAt", c.reason, c.failing_since as "failingSince",
      (select count(*)::int from delivery d where d.receiver = c.receiver and d.channel = c.channel and d.state = 'failed') as dead
    from channel_state c where c.disabled_at is not null or c.failing_since is not null
    order by c.disabled_at nulls last, c.receiver, c.channel limit 200`.execute(db);
  return rows;
}

/** Dead deliveries that are alike. */
export interface DeadGroup {
  /** The error without the numbers and addresses that differ from one to the next. */
  readonly error: string;
  readonly count: number;
  readonly channels: readonly string[];
  readonly firstAt: Date;
  readonly lastAt: Date;
  /** Names the group: the error of this one is the group's. */
  readonly exampleId: string;
  /** Its channels take no message while they are disabled. */
  readonly disabled: readonly { readonly receiver: string; readonly channel: string }[];
}

/** Deliveries that ended without having arrived, by their error, the most frequent first. */
export async function readDeadGroups(db: Kysely<Database>, filter: DeliveryFilter = {}): Promise<DeadGroup[]> {
  interface Row {
    readonly reason: string | null;
    readonly receiver: string;
    readonly channel: string;
    readonly count: number;
    readonly firstAt: Date;
    readonly lastAt: Date;
    readonly exampleId: string;
    readonly isDisabled: boolean;
  }
  const { rows } = await sql<Row>`
    select d.reason, d.receiver, d.channel, count(*)::int as count, min(d.created_at) as "firstAt", max(d.created_at) as "lastAt",
      min(d.id) as "exampleId", bool_or(c.disabled_at is not null) as "isDisabled"
    from delivery d left join channel_state c on c.receiver = d.receiver and c.channel = d.channel
    where ${chosenBy({ ...filter, tab: "dead" })} group by d.reason, d.receiver, d.channel`.execute(db);
  const groups = Map.groupBy(rows, ({ reason }) => errorOf(reason));
  return [...groups]
    .map(([error, alike]) => ({
      error,
      count: alike.reduce((sum, row) => sum + row.count, 0),
      channels: [...new Set(alike.map(({ receiver, channel }) => `${receiver} ${channel}`))].toSorted(),
      firstAt: new Date(Math.min(...alike.map((row) => row.firstAt.getTime()))),
      lastAt: new Date(Math.max(...alike.map((row) => row.lastAt.getTime()))),
      exampleId: alike[0]?.exampleId ?? "",
      disabled: alike.filter(({ isDisabled }) => isDisabled).map(({ receiver, channel }) => ({ receiver, channel })),
    }))
    .toSorted((a, b) => b.count - a.count || (a.error < b.error ? -1 : 1));
}

/**
 * Ids of dead deliveries, oldest first.
 *
 * @param like id of one whose error the others have to share; null: any
 * @returns null when there is no delivery of that id
 */
export async function deadDeliveryIds(
  db: Kysely<Database>,
  filter: DeliveryFilter,
  like: string | null,
  limit: number,
): Promise<string[] | null> {
  const { rows } = await sql<{ id: string; reason: string | null }>`
    select d.id, d.reason from delivery d where ${chosenBy({ ...filter, tab: "dead" })}
    order by d.created_at, d.id ${like === null ? sql`limit ${limit}` : sql``}`.execute(db);
  if (like === null) return rows.map(({ id }) => id);
  const example = await db.selectFrom("delivery").select("reason").where("id", "=", like).executeTakeFirst();
  if (example === undefined) return null;
  const error = errorOf(example.reason);
  return rows
    .filter(({ reason }) => errorOf(reason) === error)
    .map(({ id }) => id)
    .slice(0, limit);
}

/** What would become of deliveries that are replayed. */
export interface ReplayPreview {
  /** Would be sent again. */
  readonly ready: number;
  /** Arrived already: skipped. */
  readonly sent: number;
  /** On their way already: skipped. */
  readonly open: number;
  /** Refused while their channel is disabled. */
  readonly disabled: number;
  readonly byChannel: readonly {
    readonly receiver: string;
    readonly channel: string;
    readonly count: number;
    readonly isDisabled: boolean;
  }[];
}

export async function previewReplay(db: Kysely<Database>, ids: readonly string[]): Promise<ReplayPreview> {
  interface Row {
    readonly receiver: string;
    readonly channel: string;
    readonly fate: "open" | "sent" | "disabled" | "ready";
    readonly count: number;
  }
  const { rows } = await sql<Row>`
    select d.receiver, d.channel, case when d.stage = 'deliver' then 'open' when d.state = 'sent' then 'sent'
        when c.disabled_at is not null then 'disabled' else 'ready' end as fate, count(*)::int as count
    from delivery d left join channel_state c on c.receiver = d.receiver and c.channel = d.channel
    where d.id = any(${[...ids]}::text[]) group by 1, 2, 3 order by 1, 2`.execute(db);
  const sum = (fate: Row["fate"]): number =>
    rows.filter((row) => row.fate === fate).reduce((total, { count }) => total + count, 0);
  return {
    ready: sum("ready"),
    sent: sum("sent"),
    open: sum("open"),
    disabled: sum("disabled"),
    byChannel: rows
      .filter(({ fate }) => fate === "ready" || fate === "disabled")
      .map(({ fate, ...row }) => ({ ...row, isDisabled: fate === "disabled" })),
  };
}

function errorOf(reason: string | null): string {
  return normalisedError(reason ?? "no reason is stored");
}

function chosenBy({
  tab,
  state,
  receiver,
  channel,
  event,
  alert,
  since,
  until,
  ids,
}: DeliveryFilter): RawBuilder<boolean> {
  return all(
    tab !== undefined && inTab[tab],
    state !== undefined && sql`d.state = ${state}`,
    receiver !== undefined && sql`d.receiver = ${receiver}`,
    channel !== undefined && sql`d.channel = ${channel}`,
    event !== undefined && sql`d.event = ${event}`,
    alert !== undefined && sql`d.group_id = ${/^(?:al_)?([1-9]\d{0,17})$/u.exec(alert)?.[1] ?? "0"}`,
    since && sql`d.created_at >= ${since}`,
    until && sql`d.created_at < ${until}`,
    ids !== undefined && sql`d.id = any(${[...ids]}::text[])`,
  );
}

const inTab: Readonly<Record<DeliveryTab, RawBuilder<boolean>>> = {
  sent: sql`d.sent_at is not null and d.state = 'sent'`,
  retrying: sql`d.stage = 'deliver'`,
  dead: sql`d.state in ('failed', 'unknown') and d.stage <> 'deliver'`,
};

const lineColumns = sql`d.id, d.receiver, d.channel, d.channel_kind as "channelKind", d.event,
  case when d.message -> 'topic' ->> 'name' is not null then d.message -> 'topic' ->> 'name'
    when d.event = 'alert.digest' then 'digest' when d.event like 'source.%' then 'source health' else 'Wirewatch' end as topic,
  coalesce(d.message -> 'article' ->> 'title', d.message ->> 'title', '') as title, d.state, d.reason, d.status,
  (select count(*)::int from delivery_attempt t where t.delivery_id = d.id) as attempts,
  last.latency_ms as "latencyMs", last.excerpt, last.at as "triedAt", d.created_at as "createdAt", d.sent_at as "sentAt",
  case when d.stage = 'deliver' then nullif(d.due_at, 'infinity') end as "nextTryAt",
  'al_' || d.group_id as "alertId", d.digest_id as "digestId", d.notice_id as "noticeId"`;

const lastAttempt = sql`left join lateral (
  select latency_ms, excerpt, at from delivery_attempt t where t.delivery_id = d.id order by attempt desc limit 1) last on true`;
