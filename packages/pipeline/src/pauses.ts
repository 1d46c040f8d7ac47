import { sql, storable } from "@wirewatch/store";
import type { Database, Kysely, RawBuilder } from "@wirewatch/store";
import type { StageQueues } from "./queues.ts";
import { isStageName, stageNames } from "./stages.ts";
import type { StageName } from "./stages.ts";

/** A stage that somebody paused: its rows wait, what is running ends. */
export interface Pause {
  readonly stage: StageName;
  readonly since: Date;
  /** Who, as they are called in the audit log. */
  readonly by: string;
}

/** What the names of pauses begin with among the switches of all processes (`control`). */
const prefix = "pause ";

/** Stages that are paused, in the order of the pipeline. */
export async function readStagePauses(db: Kysely<Database>): Promise<readonly Pause[]> {
  const { rows } = await sql<{ stage: string; since: Date; by: string }>`
    select substr(name, ${prefix.length + 1}) as stage, since, coalesce(reason, '') as by
    from control where name like ${`${prefix}%`}`.execute(db);
  return rows
    .flatMap(({ stage, ...pause }) => (isStageName(stage) ? [{ stage, ...pause }] : []))
    .toSorted((a, b) => stageNames.indexOf(a.stage) - stageNames.indexOf(b.stage));
}

/** Notes that a stage is to rest; `keepPauses` makes it so. @returns false when it was paused already */
export async function notePause(db: Kysely<Database>, stage: StageName, by: string): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into control (name, reason) values (${prefix + stage}, ${storable(by)}) on conflict do nothing`.execute(db);
  return numAffectedRows === 1n;
}

/** Notes that a stage is to go on; `keepPauses` makes it so. @returns false when it was not paused */
export async function endPause(db: Kysely<Database>, stage: StageName): Promise<boolean> {
  const { numAffectedRows } = await sql`delete from control where name = ${prefix + stage}`.execute(db);
  return numAffectedRows === 1n;
}

/**
 * Makes the queues agree with what is noted: the note survives a queue that was emptied or set up anew, and a process that died between
 * the note and the queue. Bells that are rung meanwhile wait in the paused queue.
 */
export async function keepPauses(db: Kysely<Database>, queues: Pick<StageQueues, "pauseOnly">): Promise<void> {
  const pauses = await readStagePauses(db);
  await queues.pauseOnly(pauses.map(({ stage }) => stage));
}

/** How often the leader looks whether the queues agree, milliseconds. */
const keepEveryMs = 5_000;

/** The leader's part, called about twice a second. @param monotonicMs milliseconds that never go back */
export function createPauseKeeper(
  db: Kysely<Database>,
  queues: Pick<StageQueues, "pauseOnly">,
  monotonicMs: () => number,
): () => Promise<void> {
  let dueMs = 0;
  return async () => {
    if (monotonicMs() < dueMs) return;
    dueMs = monotonicMs() + keepEveryMs;
    await keepPauses(db, queues);
  };
}

/** SQL: whether a stage goes on. Without it hosts would be held for rows that rest. */
export function goesOn(stage: StageName): RawBuilder<boolean> {
  return sql<boolean>`not exists (select 1 from control where name = ${sql.lit(prefix + stage)})`;
}
