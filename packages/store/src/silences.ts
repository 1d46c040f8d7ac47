import { sql } from "kysely";
import type { Kysely, RawBuilder, Transaction } from "kysely";
import { storable, storableJson } from "./clean.ts";
import type { Database, Id } from "./schema.ts";

/** What somebody does not want to be told for a while; `packages/alerting` says what it covers. */
export interface ActiveSilence {
  readonly id: Id;
  /** All of them have to match. */
  readonly matchers: readonly string[];
  readonly startsAt: Date;
  /** First instant at which it no longer holds. */
  readonly endsAt: Date;
  readonly author: string;
  readonly comment: string;
}

/** `pending`: it begins later. `expired`: its time is over, or somebody ended it. */
export type SilenceState = "pending" | "active" | "expired";

/** A silence with what became of it. */
export interface StoredSilence extends ActiveSilence {
  readonly state: SilenceState;
  readonly createdAt: Date;
  /** Who ended it by hand; null when nobody did. */
  readonly expiredBy: string | null;
  readonly expiredAt: Date | null;
}

/** @returns its id */
export async function addSilence(
  db: Kysely<Database> | Transaction<Database>,
  silence: Omit<ActiveSilence, "id">,
): Promise<Id> {
  const { id } = await db
    .insertInto("silence")
    .values({
      matchers: storableJson(silence.matchers),
      starts_at: silence.startsAt,
      ends_at: silence.endsAt,
      author: storable(silence.author),
      comment: storable(silence.comment),
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
}

/**
 * Silences, those that end last first.
 *
 * @param options.state null: in any state; absent as well
 */
export async function listSilences(
  db: Kysely<Database>,
  { state = null, limit = 1000 }: { readonly state?: SilenceState | null; readonly limit?: number } = {},
): Promise<StoredSilence[]> {
  const { rows } = await sql<StoredSilence>`
    select ${columns}, ${stateNow} as state, created_at as "createdAt", expired_by as "expiredBy", expired_at as "expiredAt"
    from silence where ${state === null ? sql`true` : sql`${stateNow} = ${state}`}
    order by least(ends_at, expired_at) desc, id desc limit ${limit}`.execute(db);
  return rows;
}

/** Those of the given ids that there are; ids that are none are left out. */
export async function silencesByIds(db: Kysely<Database>, ids: readonly string[]): Promise<StoredSilence[]> {
  const wanted = ids.filter(isId);
  if (wanted.length === 0) return [];
  const { rows } = await sql<StoredSilence>`
    select ${columns}, ${stateNow} as state, created_at as "createdAt", expired_by as "expiredBy", expired_at as "expiredAt"
    from silence where id = any(${wanted}::bigint[]) order by id`.execute(db);
  return rows;
}

/** Those that hold now. */
export async function activeSilences(db: Kysely<Database> | Transaction<Database>): Promise<ActiveSilence[]> {
  return (await readClock(db)).silences;
}

/** The database's clock, and the silences that hold at that moment: most decisions about alerts need both. */
export async function readClock(
  db: Kysely<Database> | Transaction<Database>,
): Promise<{ readonly now: Date; readonly silences: ActiveSilence[] }> {
  const { rows } = await sql<{ now: Date } & { [K in keyof ActiveSilence]: ActiveSilence[K] | null }>`
    select now() as now, ${columns} from (select 1) always
      left join silence on ends_at > now() and starts_at <= now() and expired_at is null
    order by id`.execute(db);
  const silences = rows.flatMap(({ now: _now, id, matchers, startsAt, endsAt, author, comment }) =>
    id === null || matchers === null || startsAt === null || endsAt === null
      ? []
      : [{ id, matchers, startsAt, endsAt, author: author ?? "", comment: comment ?? "" }],
  );
  return { now: rows[0]?.now ?? new Date(0), silences };
}

/** Ends a silence before its time. @returns false when there is none of that id, or it is over already */
export async function expireSilence(db: Kysely<Database>, id: Id, by: string): Promise<boolean> {
  if (!isId(id)) return false;
  const { numUpdatedRows } = await db
    .updateTable("silence")
    .set({ expired_at: sql<Date>`now()`, expired_by: storable(by) })
    .where("id", "=", id)
    .where("expired_at", "is", null)
    .where("ends_at", ">", sql<Date>`now()`)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/**
 * Lets a silence hold for longer, up to `maxMs` after it began.
 *
 * @returns when it ends now; null when there is none of that id, or it is over already
 */
export async function extendSilence(
  db: Kysely<Database>,
  id: Id,
  ms: number,
  maxMs: number,
): Promise<{ readonly endsAt: Date; /** It may not hold for longer than that. */ readonly isLongest: boolean } | null> {
  if (!isId(id)) return null;
  const longest = sql<Date>`starts_at + make_interval(secs => ${maxMs / 1000})`;
  const { rows } = await sql<{ endsAt: Date; isLongest: boolean }>`
    update silence set ends_at = greatest(ends_at, least(ends_at + make_interval(secs => ${ms / 1000}), ${longest}))
    where id = ${id} and expired_at is null and ends_at > now()
    returning ends_at as "endsAt", ends_at >= ${longest} as "isLongest"`.execute(db);
  return rows[0] ?? null;
}

/** How many matches a silence has kept from being told. */
export async function countMuted(db: Kysely<Database>, id: Id): Promise<number> {
  if (!isId(id)) return 0;
  // The detail begins as `packages/alerting` writes it.
  const { rows } = await sql<{ muted: number }>`
    select count(*)::int as muted from topic_match
    where reason = 'silenced' and detail like ${`silence ${id} of %`}
      and outcome_at >= (select created_at from silence where id = ${id})`.execute(db);
  return rows[0]?.muted ?? 0;
}

const columns: RawBuilder<unknown> = sql`id, matchers, starts_at as "startsAt", ends_at as "endsAt", author, comment`;

const stateNow: RawBuilder<SilenceState> = sql`case
  when expired_at is not null or ends_at <= now() then 'expired' when starts_at > now() then 'pending' else 'active' end`;

/** Whether a text from outside can be a number of a row. */
function isId(text: string): boolean {
  return /^[1-9]\d{0,17}$/u.test(text);
}
