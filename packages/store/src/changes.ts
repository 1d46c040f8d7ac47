import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { ChangeTable } from "./console-tables.ts";
import type { Database } from "./schema.ts";

/** Something that pages which are open should know of. */
export interface Change {
  /** Where it stands in the order of all changes; see `changesAfter`. */
  readonly position: string;
  readonly kind: ChangeTable["kind"];
  /** Id of the row: of an alert's group, a silence, a notice, a feed, a delivery. */
  readonly ref: string;
  readonly at: Date;
}

/** How long changes are kept: whoever was away longer looks at everything anew. */
const keptHours = 24;
/** One batch. */
const limit = 500;

/**
 * All transactions of this database below it have ended, and what they wrote is seen. The snapshot's own lower bound would do as well, but
 * for transactions of other databases of the server, which may be hours long.
 */
const horizon = sql`coalesce(
  (select running from pg_snapshot_xip(pg_current_snapshot()) running
    where running::xid not in (select backend_xid from pg_stat_activity where backend_xid is not null and datname <> current_database())
    order by running limit 1),
  pg_snapshot_xmax(pg_current_snapshot()))`;

/**
 * Changes after a position, in the order in which they became visible: none is skipped, whatever the order in which the transactions
 * that wrote them ended. A change is given once all transactions of the database that began to write before its own have ended, so a few milliseconds late.
 *
 * @param position of the last one that was read
 * @see https://www.postgresql.org/docs/current/functions-info.html#FUNCTIONS-INFO-SNAPSHOT
 */
export async function changesAfter(db: Kysely<Database>, position: string): Promise<readonly Change[]> {
  const [xid, id] = partsOf(position);
  const { rows } = await sql<Change>`
    select xid || '-' || id as position, kind, ref, at from change
    where (xid, id) > (${xid}::xid8, ${id}::bigint) and xid < ${horizon}
    order by xid, id limit ${limit}`.execute(db);
  return rows;
}

/** The position that nothing was given after yet. */
export async function lastChange(db: Kysely<Database>): Promise<string> {
  const { rows } = await sql<{ position: string }>`
    select xid || '-' || id as position from change
    where xid < ${horizon} order by xid desc, id desc limit 1`.execute(db);
  return rows[0]?.position ?? "0-0";
}

/** True when something after this position may have been forgotten: then only looking at everything tells. */
export async function isForgotten(db: Kysely<Database>, position: string): Promise<boolean> {
  const [xid, id] = partsOf(position);
  if (xid === "0") return false;
  const { rows } = await sql<{ is_there: boolean }>`
    select exists (select 1 from change where (xid, id) <= (${xid}::xid8, ${id}::bigint)) as is_there`.execute(db);
  return rows[0]?.is_there !== true;
}

/** True for what `changesAfter` takes. */
export function isPosition(text: string): boolean {
  return /^\d{1,18}-\d{1,18}$/u.test(text);
}

export async function forgetOldChanges(db: Kysely<Database>): Promise<void> {
  await sql`delete from change where at < now() - make_interval(hours => ${keptHours})`.execute(db);
}

function partsOf(position: string): readonly [string, string] {
  const [xid = "0", id = "0"] = isPosition(position) ? position.split("-") : [];
  return [xid, id];
}
