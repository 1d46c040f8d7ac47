import { sql } from "kysely";
import type { Kysely, Transaction } from "kysely";
import { storable } from "./clean.ts";
import type { Database } from "./schema.ts";

/** A source that somebody stopped for a while. */
export interface SourcePause {
  readonly sourceId: string;
  /** Login of a person. */
  readonly by: string;
  /** In their words; empty when they gave none. */
  readonly reason: string;
  readonly at: Date;
}

/**
 * Stops asking sources, and taking what programs hand in for them, from this moment and in all processes, until `resumeSources`; changes of the configuration do not end it. A
 * poll that is under way is thrown away. What was announced before is still read.
 *
 * @returns those that were not paused before
 */
export async function pauseSources(
  tx: Transaction<Database>,
  sourceIds: readonly string[],
  { by, reason }: { readonly by: string; readonly reason: string },
): Promise<string[]> {
  // As the feeds are made to fit the configuration, which would start them again.
  await lockFeeds(tx);
  const { rows } = await sql<{ id: string }>`
    insert into source_pause (source_id, by, reason) select id, ${storable(by)}, ${storable(reason)}
    from unnest(${[...sourceIds]}::text[]) as u(id) order by id
    on conflict (source_id) do nothing returning source_id as id`.execute(tx);
  await holdPaused(tx);
  return rows.map(({ id }) => id);
}

/**
 * Asks paused sources again, at once.
 *
 * @returns those that were paused, and the hosts that have a feed to be asked
 */
export async function resumeSources(
  tx: Transaction<Database>,
  sourceIds: readonly string[],
): Promise<{ readonly resumed: readonly string[]; readonly gates: readonly string[] }> {
  await lockFeeds(tx);
  const { rows } = await sql<{ id: string }>`
    delete from source_pause where source_id = any(${[...sourceIds]}::text[]) returning source_id as id`.execute(tx);
  const woken = await sql<{ gate: string }>`
    update feed set stage = 'poll', due_at = 'infinity', next_at = now(), claim = null, stage_at = now(), tries = 0, attempts = 0, nudges = 0
    where stage = 'paused' and source_id = any(${rows.map(({ id }) => id)}::text[]) returning gate`.execute(tx);
  return { resumed: rows.map(({ id }) => id), gates: [...new Set(woken.rows.map(({ gate }) => gate))] };
}

/** Lays the feeds of paused sources to rest that are not yet, e.g. because they are new. Under the lock of `lockFeeds`. */
export async function holdPaused(tx: Transaction<Database>): Promise<void> {
  await sql`
    update feed set stage = 'paused', due_at = 'infinity', claim = null
    where stage = 'poll' and source_id in (select source_id from source_pause)`.execute(tx);
}

/** Held while the rows of feeds are made to fit what people want of them. */
export async function lockFeeds(tx: Transaction<Database>): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('wirewatch feeds'))`.execute(tx);
}

/** Paused sources by id. */
export async function readPauses(db: Kysely<Database>): Promise<Map<string, SourcePause>> {
  const { rows } = await sql<SourcePause>`
    select source_id as "sourceId", by, reason, at from source_pause`.execute(db);
  return new Map(rows.map((row) => [row.sourceId, row]));
}

/** True while somebody has paused the source. */
export async function isSourcePaused(db: Kysely<Database>, sourceId: string): Promise<boolean> {
  const row = await db
    .selectFrom("source_pause")
    .select("source_id")
    .where("source_id", "=", sourceId)
    .executeTakeFirst();
  return row !== undefined;
}

/** E.g. `paused by ada: the site asked us to wait`. */
export function pauseWords({ by, reason }: Pick<SourcePause, "by" | "reason">): string {
  return `paused by ${by}${reason === "" ? "" : `: ${reason}`}`;
}
