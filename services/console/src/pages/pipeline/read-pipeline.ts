import { readStagePauses, stageNames, stages } from "@wirewatch/pipeline";
import type { Pause, QueueView, StageName, StageQueues } from "@wirewatch/pipeline";
import { loadOf, readStageLoads, readStagePaces, readSystemState, readWorkFailures } from "@wirewatch/store";
import type { Database, Kysely, StageLoad, StagePace, SystemState, WorkFailure } from "@wirewatch/store";

/** One stage as the page shows it. */
export interface StageRow {
  readonly stage: StageName;
  readonly service: string;
  readonly load: StageLoad;
  readonly pace: StagePace | null;
  /** Processes alive that work on it. */
  readonly workers: number;
  readonly pause: Pause | null;
  /** What the queue itself says; null when it does not answer. */
  readonly bells: QueueView | null;
}

/** What a store answers, and how fast. */
export interface StoreFacts {
  readonly isThere: boolean;
  readonly latencyMs: number;
}

/** Everything on the page. */
export interface PipelineView {
  readonly rows: readonly StageRow[];
  readonly state: SystemState;
  readonly failures: readonly WorkFailure[];
  readonly database: StoreFacts;
  readonly queues: StoreFacts & { readonly backend: StageQueues["backend"] };
}

/** Failures are of so many days. */
export const failureDays = 7;
/** They are read anew at most so often: the page is made anew every two seconds, for everybody who looks at it. */
const keptMs = 10_000;
const kept = new WeakMap<object, { readonly atMs: number; readonly failures: Promise<readonly WorkFailure[]> }>();

/** Reads everything side by side; a queue that is away leaves its part empty. */
export async function readPipeline(db: Kysely<Database>, queues: StageQueues, now: Date): Promise<PipelineView> {
  const [[state, database], [views, answers], loads, paces, pauses, failures] = await Promise.all([
    timed(readSystemState(db)),
    timed(queues.inspect().catch(() => null)),
    readStageLoads(db),
    readStagePaces(db, stageNames),
    readStagePauses(db),
    recentFailures(db, now),
  ]);
  const rows = stageNames.map((stage): StageRow => {
    const { service } = stages[stage];
    return {
      stage,
      service,
      load: loadOf(loads, stage),
      pace: paces.get(stage) ?? null,
      workers: state.workers.filter(({ services }) => services.includes(service)).length,
      pause: pauses.find((pause) => pause.stage === stage) ?? null,
      bells: views?.[stage] ?? null,
    };
  });
  return {
    rows,
    state,
    failures,
    database: { isThere: true, latencyMs: database },
    queues: { isThere: views !== null, latencyMs: answers, backend: queues.backend },
  };
}

/** Forgets what is kept, after a write. */
export function forgetFailures(db: Kysely<Database>): void {
  kept.delete(db);
}

/** Since when failures are shown. */
export function failuresSince(now: Date): Date {
  return new Date(now.getTime() - failureDays * 86_400_000);
}

function recentFailures(db: Kysely<Database>, now: Date): Promise<readonly WorkFailure[]> {
  const known = kept.get(db);
  if (known !== undefined && Math.abs(now.getTime() - known.atMs) < keptMs) return known.failures;
  const failures = readWorkFailures(db, failuresSince(now));
  kept.set(db, { atMs: now.getTime(), failures });
  failures.catch(() => kept.delete(db));
  return failures;
}

async function timed<Value>(work: Promise<Value>): Promise<readonly [Value, number]> {
  const startedMs = performance.now();
  const value = await work;
  return [value, performance.now() - startedMs];
}
