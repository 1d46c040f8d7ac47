import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Database } from "./schema.ts";

/** A worker that showed itself within this time counts as alive, seconds; it does so every five. */
const aliveSeconds = 15;

/** A process that runs services. */
export interface Worker {
  readonly id: string;
  readonly services: readonly string[];
  readonly host: string;
  readonly pid: number;
  readonly startedAt: Date;
  readonly seenAt: Date;
}

/** What the processes have in common at one moment. */
export interface SystemState {
  /** The database's clock; ages are differences to it. */
  readonly asOf: Date;
  /** The configuration in force; null before the first. */
  readonly configuration: {
    readonly version: string;
    readonly loadedAt: Date;
    readonly sources: number;
    readonly topics: number;
  } | null;
  /** Since when intake is stopped; null when it is not. */
  readonly drainedSince: Date | null;
  /** Those alive, oldest first. */
  readonly workers: readonly Worker[];
}

/** Reads clock, configuration, drain switch and living workers. */
export async function readSystemState(db: Kysely<Database>): Promise<SystemState> {
  const { rows } = await sql<{ now: Date; drained_since: Date | null }>`
    select now() as now, (select since from control where name = 'drain') as drained_since`.execute(db);
  const { rows: configurations } = await sql<NonNullable<SystemState["configuration"]>>`
    select version, loaded_at as "loadedAt", jsonb_array_length(content -> 'sources') as sources,
      jsonb_array_length(content -> 'topics') as topics
    from config order by version desc limit 1`.execute(db);
  const workers = await db
    .selectFrom("worker")
    .selectAll()
    .where("seen_at", ">", sql<Date>`now() - make_interval(secs => ${aliveSeconds})`)
    .orderBy("started_at")
    .execute();
  return {
    asOf: rows[0]?.now ?? new Date(0),
    configuration: configurations[0] ?? null,
    drainedSince: rows[0]?.drained_since ?? null,
    workers: workers.map(({ id, service, host, pid, started_at, seen_at }) => ({
      id,
      // One process may run several services; it shows them joined.
      services: service.split("+"),
      host,
      pid,
      startedAt: started_at,
      seenAt: seen_at,
    })),
  };
}
