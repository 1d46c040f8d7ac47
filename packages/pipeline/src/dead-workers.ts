import { hostname } from "node:os";
import { sql } from "@wirewatch/store";
import type { Database, Kysely } from "@wirewatch/store";
import { beforeNextGeneration } from "./generation.ts";
import { lifeLock, tokenPrefix } from "./presence.ts";
import { tableOf } from "./rows.ts";
import { stages, stagesOf } from "./stages.ts";
import type { RowKind, StageName } from "./stages.ts";
import { leaseMs } from "./work.ts";

/** For so long a process may be without its lock before it counts as dead; one that lost its connection has a new one by then, milliseconds. */
const absenceMs = 3_000;
/** Most rows of one kind that wait for a bell which a dead process may have taken with it. */
const unheardBells = 100;

/** A process that ended without taking leave. */
export interface DeadWorker {
  readonly id: string;
  /** Rows it was working on. */
  readonly rows: number;
}

/** What is known of a process that does not hold its lock. */
interface AbsentWorker {
  readonly id: string;
  /** One process may run several services; they are joined by `+`. */
  readonly service: string;
  readonly host: string;
  readonly pid: number;
  readonly session_key: number;
}

/**
 * Looks for processes that died, and makes what they held due at once, with bells that the queue cannot take for their old ones. A process of
 * this machine is dead when its lock and its process id are gone; one elsewhere when its lock is gone for 3 s.
 *
 * Should it live after all, nothing is lost: it prolongs its leases within seconds, and what another one has begun meanwhile it drops.
 *
 * @param given.isRunning whether this machine has a process of that id; the default asks the system
 */
export function createDeathWatch(given: {
  readonly monotonicMs: () => number;
  readonly isRunning?: (pid: number) => boolean;
}): (db: Kysely<Database>) => Promise<DeadWorker[]> {
  const { monotonicMs, isRunning = isRunningHere } = given;
  const absentSince = new Map<string, number>();
  return async (db) => {
    const absent = await absentWorkers(db);
    const names = new Set(absent.map(({ id }) => id));
    for (const id of absentSince.keys()) if (!names.has(id)) absentSince.delete(id);
    const now = monotonicMs();
    const dead: DeadWorker[] = [];
    for (const worker of absent) {
      const since = absentSince.get(worker.id) ?? now;
      absentSince.set(worker.id, since);
      const isGone = worker.host === hostname() && !isRunning(worker.pid);
      if (!isGone && now - since < absenceMs) continue;
      dead.push({ id: worker.id, rows: await freeRows(db, worker) });
      await db.deleteFrom("worker").where("id", "=", worker.id).execute();
    }
    return dead;
  };
}

function isRunningHere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}

async function absentWorkers(db: Kysely<Database>): Promise<readonly AbsentWorker[]> {
  const { rows } = await sql<AbsentWorker>`
    select id, service, host, pid, session_key from worker w
    where session_key is not null and not exists (
      select 1 from pg_locks l
      where l.locktype = 'advisory' and l.granted and l.objsubid = 2 and l.classid = ${sql.lit(lifeLock)}::oid and l.objid = w.session_key::oid
        and l.database = (select oid from pg_database where datname = current_database()))`.execute(db);
  return rows;
}

/** Makes due what the dead process was working on, and what waits for a bell that may have died with it. */
async function freeRows(db: Kysely<Database>, { service, session_key: key }: AbsentWorker): Promise<number> {
  const byKind = Map.groupBy(service.split("+").flatMap(stagesOf), (stage) => stages[stage].row);
  let held = 0;
  for (const [kind, own] of byKind) {
    held += await freeHeld(db, kind, own, key);
    await ringAgain(db, kind, own);
  }
  return held;
}

async function freeHeld(db: Kysely<Database>, kind: RowKind, own: readonly StageName[], key: number): Promise<number> {
  const { numAffectedRows } = await sql`
    update ${sql.table(tableOf[kind])} set due_at = now(), nudges = ${beforeNextGeneration}
    where stage in (${sql.join(own)}) and due_at > now() and due_at <= now() + make_interval(secs => ${leaseMs / 1000})
      and starts_with(claim, ${tokenPrefix(key)})`.execute(db);
  return Number(numAffectedRows ?? 0n);
}

/** The bell of a row that was not claimed yet is not known to be lost: the oldest are rung for once more. */
async function ringAgain(db: Kysely<Database>, kind: RowKind, own: readonly StageName[]): Promise<void> {
  await sql`
    update ${sql.table(tableOf[kind])} t set due_at = now(), nudges = ${beforeNextGeneration}
    from (select ctid as at from ${sql.table(tableOf[kind])}
      where stage in (${sql.join(own)}) and due_at <= now() and claim is null
      order by due_at limit ${unheardBells} for update skip locked) waiting
    where t.ctid = waiting.at`.execute(db);
}
