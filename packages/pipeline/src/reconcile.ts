import { sql } from "@wirewatch/store";
import type { Database, Kysely, RawBuilder } from "@wirewatch/store";
import { dropRetired, restAfter } from "./gate.ts";
import { createDeathWatch } from "./dead-workers.ts";
import type { DeadWorker } from "./dead-workers.ts";
import { generationOf } from "./generation.ts";
import { openGates } from "./open-gates.ts";
import { pause } from "./pause.ts";
import { readStagePauses } from "./pauses.ts";
import { keyColumns, messageOf, tableOf } from "./rows.ts";
import type { Bell } from "./stage.ts";
import { isStageName, stageNames, stages } from "./stages.ts";
import type { RowKind, StageName } from "./stages.ts";

/** Shortest time a due row waits before it is rung for again, milliseconds. */
const minGraceMs = 10_000;
const batch = 500;
/** A leader rests at least this many times as long as its round took. */
const restPerRound = 4;

/** A bell with the generation its job id carries. */
export interface Nudge {
  readonly bell: Bell;
  readonly generation: number;
}

/**
 * Finds rows that are due and that nobody works on, marks them rung for, and returns their bells: rows whose time has
 * come (a schedule, a retry, the lease of a crashed worker), and rows that have waited longer than the grace, because
 * their bell may be lost. Every third bell for the same wait has a new generation, so that a job id that the queue
 * holds on to cannot block the row. Rows of stages that are paused are left alone.
 */
export async function ripeRows(db: Kysely<Database>, graceMs: Readonly<Record<StageName, number>>): Promise<Nudge[]> {
  const nudges: Nudge[] = [];
  const paused = new Set((await readStagePauses(db)).map(({ stage }) => stage));
  for (const kind of Object.keys(tableOf) as RowKind[]) {
    const open = stageNames.filter((stage) => stages[stage].row === kind && !paused.has(stage));
    if (open.length === 0) continue;
    const grace = sql`case stage ${sql.join(
      open.map((stage) => sql`when ${stage} then ${graceMs[stage] / 1000}::float8`),
      sql` `,
    )} else 10 end`;
    const { rows } = await sql<{ id: string; article_id: string; revision: number; stage: string; nudges: number }>`
      update ${sql.table(tableOf[kind])} t set stage_at = now(), nudges = nudges + 1
      from (select ctid as at from ${sql.table(tableOf[kind])}
        where stage in (${sql.join(open)}) and due_at <= now() ${afterGate(open)}
          and (stage_at < due_at or stage_at < now() - make_interval(secs => ${grace}))
        order by due_at limit ${batch} for update skip locked) ripe
      where t.ctid = ripe.at
      returning t.*`.execute(db);
    for (const row of rows) {
      if (!isStageName(row.stage)) continue;
      nudges.push({
        bell: { stage: row.stage, message: messageOf(kind, row) },
        generation: generationOf(row.nudges),
      });
    }
  }
  return nudges;
}

/** A claimed row of a gated stage goes through the gate again; see `returnToGates`. */
function afterGate(open: readonly StageName[]): RawBuilder<unknown> {
  const gated = open.filter((stage) => stages[stage].gated);
  return gated.length === 0 ? sql`` : sql`and (claim is null or stage not in (${sql.join(gated)}))`;
}

/**
 * Lets rows whose worker died wait for their host again: the dead may have asked it a moment ago, so that the host rests as
 * long as after an answer. Starts stay counted.
 */
export async function returnToGates(db: Kysely<Database>): Promise<void> {
  for (const stage of stageNames.filter((name) => stages[name].gated)) {
    const kind = stages[stage].row;
    const table = sql.table(tableOf[kind]);
    const { rows } = await sql<{ gate: string; retiring: boolean }>`
      with back as (
        update ${table} t set due_at = 'infinity', next_at = now(), claim = null
        from (select ctid as at from ${table}
          where stage = ${sql.lit(stage)} and claim is not null and due_at <= now() limit ${batch} for update skip locked) dead
        where t.ctid = dead.at
        returning t.gate, ${holderColumn(stage)} as holder)
      update host_gate g set held_by = null, ready_at = now() + ${restAfter(sql`g.gap_ms`)}
      from back where g.gate = back.gate and g.held_by = back.holder
      returning g.gate, g.retiring`.execute(db);
    const retired = rows.filter((slot) => slot.retiring).map((slot) => slot.gate);
    if (retired.length > 0) await dropRetired(db, retired);
  }
}

/** What `holderOf` gives, as an expression over the columns of a row `t`. */
function holderColumn(stage: StageName): RawBuilder<string> {
  const key = keyColumns[stages[stage].row].map((column) => sql.ref(`t.${column}`));
  return sql<string>`concat_ws(':', ${sql.join([sql.lit(stage), ...key])})`;
}

/**
 * How long a due row may wait before it is rung for again: at least 10 s, and twice the wait that 95 of 100 rows had
 * lately, so that a backlog is not rung for over and over.
 */
export async function graceTimes(db: Kysely<Database>): Promise<Record<StageName, number>> {
  const { rows } = await sql<{ stage: string; p95: number }>`
    select s.stage, coalesce((select percentile_cont(0.95) within group (order by wait_ms) from
      (select wait_ms from trail where stage = s.stage order by id desc limit 200) recent), 0)::float8 as p95
    from unnest(${[...stageNames]}::text[]) as s(stage)`.execute(db);
  const measured = new Map(rows.map((row) => [row.stage, row.p95]));
  return Object.fromEntries(
    stageNames.map((stage) => [stage, Math.max(minGraceMs, 2 * (measured.get(stage) ?? 0))]),
  ) as Record<StageName, number>;
}

/** Advisory lock that makes one process of all the leader. */
const leaderLock = 0x77697265;

export interface ReconcilerDeps {
  readonly db: Kysely<Database>;
  readonly ring: (bell: Bell, generation: number) => Promise<boolean>;
  readonly onError: (error: unknown) => void;
  /** Called for a process that died. */
  readonly onDeath?: (worker: DeadWorker) => void;
  readonly tickMs?: number;
  /** Work of the leader beside ringing, done about every tick (loading configuration, clearing up). */
  readonly duties?: readonly (() => Promise<void>)[];
}

/** A running candidate for leadership. */
export interface Reconciler {
  close(): Promise<void>;
}

/** Stands for leader until closed; while leading, frees what the dead held, opens gates and rings for ripe rows every half second. */
export function startReconciler(deps: ReconcilerDeps): Reconciler {
  const tickMs = deps.tickMs ?? 500;
  const stop = new AbortController();
  const running = (async () => {
    while (!stop.signal.aborted) {
      try {
        await leadWhileElected(deps, tickMs, stop.signal);
      } catch (error) {
        if (!stop.signal.aborted) deps.onError(error);
      }
      await pause(tickMs, stop.signal);
    }
  })();
  return {
    close: async () => {
      stop.abort();
      await running;
    },
  };
}

async function leadWhileElected(deps: ReconcilerDeps, tickMs: number, stop: AbortSignal): Promise<void> {
  await deps.db.connection().execute(async (session) => {
    const { rows } = await sql<{ won: boolean }>`select pg_try_advisory_lock(${leaderLock}) as won`.execute(session);
    if (rows[0]?.won !== true) return;
    try {
      let graceMs = await graceTimes(session);
      const watch = createDeathWatch({ monotonicMs: () => performance.now() });
      for (let tick = 0; !stop.aborted; tick++) {
        if (tick % 20 === 19) graceMs = await graceTimes(session);
        const startedMs = performance.now();
        for (const worker of await watch(session)) deps.onDeath?.(worker);
        await reconcileOnce(session, deps.ring, graceMs);
        const tookMs = performance.now() - startedMs;
        for (const duty of deps.duties ?? []) await duty();
        // With very many rows due, looking through them must not become the work.
        await pause(Math.max(tickMs, restPerRound * tookMs), stop);
      }
    } finally {
      await sql`select pg_advisory_unlock(${leaderLock})`.execute(session).catch(() => undefined);
    }
  });
}

/** One round of the leader: what lost its worker goes back, what the gates let through and what is ripe is rung for. */
export async function reconcileOnce(
  db: Kysely<Database>,
  ring: ReconcilerDeps["ring"],
  graceMs: Readonly<Record<StageName, number>>,
): Promise<number> {
  await returnToGates(db);
  const granted = (await openGates(db)).map((bell) => ({ bell, generation: 0 }));
  const nudges = [...granted, ...(await ripeRows(db, graceMs))];
  for (let at = 0; at < nudges.length; at += 100) {
    await Promise.all(nudges.slice(at, at + 100).map((nudge) => ring(nudge.bell, nudge.generation)));
  }
  return nudges.length;
}
