import { createHash } from "node:crypto";
import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Database } from "./schema.ts";

/**
 * A bucket that leaks: so many attempts at once, and then one every `recoverMs`. It is kept as the instant at which it will be empty, which
 * says all there is to know and when the row may go (a generic cell rate algorithm).
 *
 * @see ITU-T I.371, annex A
 */
export interface AttemptBucket {
  /** What is counted, e.g. `login anna`; only its hash is stored. */
  readonly name: string;
  readonly burst: number;
  readonly recoverMs: number;
  /** Name of something remembered (`remember`) for which the bucket counts and holds nobody up. */
  readonly openFor?: string;
}

/**
 * Counts an attempt in all of the buckets, or in none when one of them is full; of many at once, in whatever processes, none slips through.
 *
 * @param buckets in an order that is the same for all callers
 * @returns milliseconds until there is room; 0 when the attempt was counted
 */
export async function countAttempt(db: Kysely<Database>, buckets: readonly AttemptBucket[]): Promise<number> {
  try {
    await db.transaction().execute(async (tx) => {
      // Not `now()`: of those that wait for a row, one whose transaction is older than the last count would find the bucket too full.
      const { rows } = await sql`
        with given as (${given(buckets)})
        insert into log_in_limit as l (key, until)
        select key, clock_timestamp() + recover from given order by number
        on conflict (key) do update set until = (
          select least(greatest(l.until, clock_timestamp()) + g.recover, clock_timestamp() + g.burst * g.recover) from given g where g.key = l.key)
        where (
          select greatest(l.until, clock_timestamp()) + g.recover <= clock_timestamp() + g.burst * g.recover or exists (
            select 1 from log_in_limit o where o.key = g.open_for and o.until > clock_timestamp())
          from given g where g.key = l.key)
        returning 1`.execute(tx);
      if (rows.length < buckets.length) throw new FullError("an attempt too many");
    });
    return 0;
  } catch (error) {
    if (!(error instanceof FullError)) throw error;
  }
  const { rows } = await sql<{ waitMs: number | null }>`
    select ceil(1000 * max(extract(epoch from l.until - now() - (g.burst - 1) * g.recover)))::int as "waitMs"
    from (${given(buckets)}) g join log_in_limit l on l.key = g.key
    where not exists (select 1 from log_in_limit o where o.key = g.open_for and o.until > now())`.execute(db);
  return Math.max(1, rows[0]?.waitMs ?? 1);
}

/** Takes an attempt back that was right. */
export async function takeBackAttempt(db: Kysely<Database>, buckets: readonly AttemptBucket[]): Promise<void> {
  await sql`
    update log_in_limit l set until = l.until - g.recover from (${given(buckets)}) g where l.key = g.key`.execute(db);
}

/** Remembers something, e.g. that somebody got in from a network, for so long from now. */
export async function remember(db: Kysely<Database>, name: string, forMs: number): Promise<void> {
  await sql`
    insert into log_in_limit as l (key, until) values (${keyOf(name)}, now() + make_interval(secs => ${forMs / 1000}))
    on conflict (key) do update set until = excluded.until`.execute(db);
}

/** Forgets what has no effect any more. */
export async function forgetOldAttempts(db: Kysely<Database>): Promise<void> {
  await sql`delete from log_in_limit where until < now()`.execute(db);
}

/** Thrown inside, to undo what was counted already. */
class FullError extends Error {}

function given(buckets: readonly AttemptBucket[]) {
  const openFor = buckets.map((bucket) => (bucket.openFor === undefined ? null : keyOf(bucket.openFor)));
  return sql`
    select key, open_for, burst, make_interval(secs => recover_ms / 1000) as recover, number
    from unnest(${buckets.map(({ name }) => keyOf(name))}::bytea[], ${openFor}::bytea[], ${buckets.map(({ burst }) => burst)}::int[],
      ${buckets.map(({ recoverMs }) => recoverMs)}::float8[]) with ordinality as b(key, open_for, burst, recover_ms, number)`;
}

/** Of one length whatever was typed in; a password typed in as a login stands in no table. */
function keyOf(name: string): Buffer {
  return createHash("sha256").update(name).digest().subarray(0, 16);
}
