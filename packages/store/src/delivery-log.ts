import { sql } from "kysely";
import type { Kysely, RawBuilder } from "kysely";
import type { Database, Delivery } from "./schema.ts";

/** State of a delivery, as the schema describes it. */
export type DeliveryState = Delivery["state"];

/** A delivery as a line of the log. */
export interface LoggedDelivery {
  readonly id: string;
  readonly receiver: string;
  readonly channel: string;
  readonly event: string;
  /** Name of the topic; `source health`, `digest` or `Wirewatch` for a message about sources, several alerts or the system. */
  readonly topic: string;
  /** Title of the article the message is about, or what happened to the sources. */
  readonly title: string;
  readonly state: DeliveryState;
  /** What the last attempt said, when it did not succeed. */
  readonly reason: string | null;
  /** HTTP status or SMTP code of the last attempt. */
  readonly status: number | null;
  readonly attempts: number;
  /** How long the last attempt took, milliseconds. */
  readonly latencyMs: number | null;
  readonly createdAt: Date;
  readonly sentAt: Date | null;
  /** When it is tried next; null when it is not. */
  readonly nextTryAt: Date | null;
}

/** Deliveries that ended with the same kind of error. */
export interface FailureGroup {
  /** The error without the numbers and addresses that differ from one to the next. */
  readonly error: string;
  readonly count: number;
  readonly receivers: readonly string[];
  readonly firstAt: Date;
  readonly lastAt: Date;
  /** One of them, for a closer look. */
  readonly exampleId: string;
}

/** The newest deliveries first; those of the given states when there are any. */
export async function listDeliveries(
  db: Kysely<Database>,
  { states, limit, since = null }: Omit<DeliveryChoice, "like"> & { readonly limit: number },
): Promise<LoggedDelivery[]> {
  const { rows } = await sql<LoggedDelivery>`
    select d.id, d.receiver, d.channel, d.event, case
        when d.message -> 'topic' ->> 'name' is not null then d.message -> 'topic' ->> 'name'
        when d.event = 'alert.digest' then 'digest'
        when d.event like 'source.%' then 'source health'
        else 'Wirewatch' end as topic,
      coalesce(d.message -> 'article' ->> 'title', d.message ->> 'title', '') as title, d.state, d.reason, d.status,
      (select count(*)::int from delivery_attempt a where a.delivery_id = d.id) as attempts,
      (select a.latency_ms from delivery_attempt a where a.delivery_id = d.id order by a.attempt desc limit 1) as "latencyMs",
      d.created_at as "createdAt", d.sent_at as "sentAt",
      case when d.stage = 'deliver' then nullif(d.due_at, 'infinity') end as "nextTryAt"
    from delivery d where ${isChosen({ states, since })} order by d.created_at desc, d.id limit ${limit}`.execute(db);
  return rows;
}

/** Which deliveries are meant; all conditions have to be met. */
export interface DeliveryChoice {
  /** Empty: all of them. */
  readonly states: readonly DeliveryState[];
  /** Made at or after this instant. */
  readonly since?: Date | null;
  /** Those whose error is the same as that of this delivery, but for what differs from one to the next. */
  readonly like?: string | null;
}

/**
 * Ids of the deliveries that are meant, oldest first.
 *
 * @returns null when there is no delivery of the id in `like`
 */
export async function deliveryIds(
  db: Kysely<Database>,
  { like = null, ...choice }: DeliveryChoice,
): Promise<string[] | null> {
  const { rows } = await sql<{ id: string; reason: string | null }>`
    select d.id, d.reason from delivery d where ${isChosen(choice)} order by d.created_at, d.id`.execute(db);
  if (like === null) return rows.map((row) => row.id);
  const example = await db.selectFrom("delivery").select("reason").where("id", "=", like).executeTakeFirst();
  if (example === undefined) return null;
  const error = errorOf(example.reason);
  return rows.filter(({ reason }) => errorOf(reason) === error).map((row) => row.id);
}

/** Failed deliveries by their error, the most frequent first; those made since an instant when it is given. */
export async function failureGroups(db: Kysely<Database>, since: Date | null = null): Promise<FailureGroup[]> {
  interface Row extends Omit<FailureGroup, "error" | "receivers"> {
    readonly reason: string | null;
    readonly receiver: string;
  }
  const { rows } = await sql<Row>`
    select reason, receiver, count(*)::int as count, min(created_at) as "firstAt", max(created_at) as "lastAt", min(id) as "exampleId"
    from delivery d where ${isChosen({ states: ["failed"], since })} group by reason, receiver`.execute(db);
  const groups = Map.groupBy(rows, (row) => errorOf(row.reason));
  return [...groups]
    .map(([error, alike]) => ({
      error,
      count: alike.reduce((sum, row) => sum + row.count, 0),
      receivers: [...new Set(alike.map((row) => row.receiver))].toSorted(),
      firstAt: new Date(Math.min(...alike.map((row) => row.firstAt.getTime()))),
      lastAt: new Date(Math.max(...alike.map((row) => row.lastAt.getTime()))),
      exampleId: alike[0]?.exampleId ?? "",
    }))
    .toSorted((a, b) => b.count - a.count || (a.error < b.error ? -1 : 1));
}

/**
 * An error without what differs between two cases of it: addresses, ids and numbers. Three-digit numbers stay, for they
 * are statuses that tell errors apart.
 *
 * @example normalisedError("given up after 7 attempts: no answer from https://a.example/x") // "given up after … attempts: no answer from …"
 */
export function normalisedError(reason: string): string {
  return reason
    .replaceAll(/https?:\/\/[^\s)]+/gu, "…")
    .replaceAll(/\b(?=\w*\d)(?=\w*[a-z])[\w-]{8,}\b/giu, "…")
    .replaceAll(/(?<![\d.])(?!\d{3}(?![\d.]))\d+(?:\.\d+)*/gu, "…");
}

function errorOf(reason: string | null): string {
  return normalisedError(reason ?? "no reason is stored");
}

function isChosen({ states, since = null }: Omit<DeliveryChoice, "like">): RawBuilder<boolean> {
  const isInState = states.length === 0 ? sql`true` : sql`d.state = any(${[...states]}::text[])`;
  return sql<boolean>`(${isInState} and ${since === null ? sql`true` : sql`d.created_at >= ${since}`})`;
}
