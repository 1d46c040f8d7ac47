import { sql } from "@wirewatch/store";
import type { Database, Kysely, RawBuilder, Transaction } from "@wirewatch/store";
import { RetryLaterError } from "./errors.ts";

/** Number of the slot that no task takes: while it is not ready, the whole host is closed. */
export const doorSlot = -1;

/** Longest time a redirect waits for the host it leads to. */
const maxVisitWaitMs = 20_000;
/** A host whose slots are all taken is asked for again after this; most answers take less. */
const busyHostMs = 5000;

/**
 * How much longer than asked a host rests, milliseconds: it counts from the moment it notes that its answer is sent, which on a busy
 * machine is some milliseconds after we have the answer.
 */
const marginMs = 10;

/** Interval for which a host rests after a pause of `gapMs`, an expression, was asked for. */
export function restAfter(gapMs: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`make_interval(secs => (case when ${gapMs} > 0 then ${gapMs} + ${sql.lit(marginMs)} else 0 end) / 1000.0)`;
}

/** Name of the gate a URL's host is behind: scheme, host and port. */
export function gateOf(url: string): string {
  return new URL(url).origin;
}

/** Who holds a slot, as stored in `host_gate.held_by`. */
export function holderOf(stage: string, key: readonly (string | number)[]): string {
  return [stage, ...key].join(":");
}

/**
 * Makes sure that a host's gate exists with exactly that many slots (requests at once). A slot above the number goes at
 * once when it is free, else when its task releases it; the pause it was keeping is kept by the others.
 */
export async function ensureGate(db: Kysely<Database>, gate: string, slots: number): Promise<void> {
  await sql`
    with gone as (
      delete from host_gate where gate = ${gate} and slot >= ${slots} and held_by is null returning ready_at),
    leaving as (
      update host_gate set retiring = true
      where gate = ${gate} and slot >= ${slots} and held_by is not null and not retiring),
    staying as (
      update host_gate set retiring = false, ready_at = greatest(ready_at, (select max(ready_at) from gone))
      where gate = ${gate} and slot between 0 and ${slots - 1} and (retiring or exists (select 1 from gone)))
    insert into host_gate (gate, slot, ready_at)
    select ${gate}, slot, now() from generate_series(0, ${slots - 1}::int) slot
    on conflict do nothing`.execute(db);
}

/** A slot that was freed. */
export interface FreedSlot {
  readonly gate: string;
  /** Rest of its pause from now, milliseconds. */
  readonly rest_ms: number;
  readonly retiring: boolean;
}

/**
 * The statement that frees slots, as a part of another one.
 *
 * @param which their condition
 * @param gapMs pause from now on; undefined: the one the host kept last, a second at least
 */
export function freeSlots(which: RawBuilder<unknown>, gapMs: number | undefined): RawBuilder<FreedSlot> {
  const gap = gapMs === undefined ? sql`greatest(gap_ms, 1000)` : sql`${Math.round(gapMs)}::integer`;
  // Not from the beginning of the transaction, which is long ago.
  return sql<FreedSlot>`
    update host_gate set held_by = null, gap_ms = ${gap},
      ready_at = clock_timestamp() + ${restAfter(gap)}
    where ${which}
    returning gate, retiring, (extract(epoch from ready_at - clock_timestamp()) * 1000)::float8 as rest_ms`;
}

/** Frees the slot that a task held; the host rests for `gapMs` before the next one. */
export async function releaseGate(tx: Kysely<Database>, gate: string, holder: string, gapMs: number): Promise<void> {
  const { rows } = await freeSlots(sql`gate = ${gate} and held_by = ${holder}`, gapMs).execute(tx);
  if (rows.some((slot) => slot.retiring)) await dropRetired(tx, [gate]);
}

/** Removes slots that were released and are not wanted any more; the others keep the pauses they leave. */
export async function dropRetired(db: Kysely<Database>, gates: readonly string[]): Promise<void> {
  await sql`
    with gone as (
      delete from host_gate where gate = any(${[...gates]}::text[]) and retiring and held_by is null returning gate, ready_at)
    update host_gate g set ready_at = greatest(g.ready_at, gone.ready_at)
    from (select gate, max(ready_at) as ready_at from gone group by gate) gone
    where g.gate = gone.gate and g.slot >= 0 and not g.retiring`.execute(db);
}

/**
 * Keeps a host closed to everybody for a while (429 or 503 with Retry-After), also when tasks that were on their way to
 * it free their slots meanwhile.
 */
export async function blockGate(tx: Transaction<Database>, gate: string, forMs: number): Promise<void> {
  await sql`insert into host_gate (gate, slot, ready_at)
    values (${gate}, ${doorSlot}, clock_timestamp() + make_interval(secs => ${forMs / 1000}))
    on conflict (gate, slot) do update set ready_at = greatest(host_gate.ready_at, excluded.ready_at)`.execute(tx);
}

/**
 * For a redirect that leads to another host: takes that host's next free moment, so that nobody else is let through before
 * its pause is over again.
 *
 * @param gapMs pause after the request
 * @returns how long to wait before the request
 * @throws {RetryLaterError} when all slots are taken, or the moment is more than 20 s away
 */
export async function enterGate(db: Kysely<Database>, gate: string, gapMs: number): Promise<{ waitMs: number }> {
  await sql`insert into host_gate (gate, slot, ready_at) select ${gate}, 0, now()
    where not exists (select 1 from host_gate where gate = ${gate} and slot >= 0)
    on conflict do nothing`.execute(db);
  const { rows } = await sql<{ wait_ms: number; taken: boolean }>`
    with free as (
      select slot, greatest(ready_at, now(), (
        select ready_at from host_gate where gate = ${gate} and slot = ${doorSlot})) as at
      from host_gate where gate = ${gate} and slot >= 0 and held_by is null and not retiring
      order by ready_at limit 1 for update),
    taken as (
      update host_gate g set ready_at = free.at + ${restAfter(sql`${Math.round(gapMs)}::integer`)}, gap_ms = ${Math.round(gapMs)} from free
      where g.gate = ${gate} and g.slot = free.slot and free.at <= now() + make_interval(secs => ${maxVisitWaitMs / 1000})
      returning g.slot)
    select (extract(epoch from at - now()) * 1000)::float8 as wait_ms, exists (select 1 from taken) as taken from free`.execute(
    db,
  );
  const moment = rows[0];
  if (moment === undefined)
    throw new RetryLaterError(`all requests that ${gate} takes at once are under way`, busyHostMs);
  if (!moment.taken) {
    throw new RetryLaterError(
      `${gate} is not asked for the next ${Math.round(moment.wait_ms / 1000)} s`,
      moment.wait_ms,
    );
  }
  return { waitMs: moment.wait_ms };
}
