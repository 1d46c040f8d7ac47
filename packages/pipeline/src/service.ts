import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import type { Database, Kysely } from "@wirewatch/store";
import { RetryLaterError } from "./errors.ts";
import { startGateWatch } from "./gate-watch.ts";
import { groupedLedger } from "./ledger.ts";
import type { QueueConsumer } from "./consumer.ts";
import { createPauseKeeper } from "./pauses.ts";
import { startPresence } from "./presence.ts";
import type { StageQueues } from "./queues.ts";
import { startReconciler } from "./reconcile.ts";
import { runStage } from "./run-stage.ts";
import type { FaultPoint, RunnerDeps, StageLog } from "./run-stage.ts";
import type { DefinedStage } from "./stage.ts";
import { stages } from "./stages.ts";
import type { AnyMessage, StageName } from "./stages.ts";
import { leaseMs, renewLeases } from "./work.ts";

export interface PipelineOptions {
  readonly db: Kysely<Database>;
  readonly queues: StageQueues;
  readonly log: StageLog;
  /** Name of the service (or services) this process runs, for `status`. */
  readonly service: string;
  readonly stages: readonly DefinedStage[];
  /** Runs of one stage at once in this process; the default is the stage's own. */
  readonly concurrency?: number | undefined;
  readonly runAlone?: RunnerDeps["runAlone"];
  readonly fault?: ((point: FaultPoint, stage: StageName, row: unknown) => void) | undefined;
  /** Work that only the leader of all processes does, about twice a second. */
  readonly duties?: readonly (() => Promise<void>)[];
}

/** Stages that are being worked in this process. */
export interface Pipeline {
  readonly workerId: string;
  /**
   * Takes no new work and lets the running work finish.
   *
   * @returns true when everything ended within the limit; what did not is returned and done again elsewhere
   */
  drain(limitMs: number): Promise<boolean>;
}

/** Starts consuming the queues of the given stages, and stands for leader of the reconcilers. */
export async function startPipeline(options: PipelineOptions): Promise<Pipeline> {
  const { db, queues, log } = options;
  const workerId = `${options.service}-${hostname()}-${process.pid}-${randomUUID().slice(0, 4)}`;
  const inFlight: RunnerDeps["inFlight"] = new Map();
  const gates = startGateWatch({
    db,
    ring: (bell, generation) => queues.ring(bell, generation),
    onError: (error) => log.warn({ err: error }, "a host's next task could not be started; the reconciler will"),
  });
  const presence = await startPresence({
    db,
    workerId,
    service: options.service,
    onError: (error) => log.warn({ err: error }, "the store is away; this process shows itself when it is back"),
  });
  let draining = false;

  const deps: RunnerDeps = {
    db,
    log,
    workerId,
    inFlight,
    token: () => presence.sign(randomUUID()),
    monotonicMs: () => performance.now(),
    ring: (bell, generation) => queues.ring(bell, generation),
    fault: options.fault ?? (() => undefined),
    ...(options.runAlone === undefined ? {} : { runAlone: options.runAlone }),
    ledger: groupedLedger(db),
    afterGap: (hosts, gapMs, restMs = gapMs) => gates.openIn(hosts, restMs),
  };

  const consumers: QueueConsumer[] = [];
  const running = new Set<Promise<unknown>>();
  for (const stage of options.stages) {
    const handle = async (message: AnyMessage): Promise<void> => {
      if (draining) return;
      const run = runStage(stage, message, deps).catch((error: unknown) => {
        log.warn(
          { stage: stage.name, ...message, err: error },
          "the row could not be claimed; it will be rung for again",
        );
      });
      running.add(run);
      await run;
      running.delete(run);
    };
    const concurrency = options.concurrency ?? stages[stage.name].concurrency;
    consumers.push(await queues.consume(stage.name, handle, concurrency));
  }

  const reconciler = startReconciler({
    db,
    ring: deps.ring,
    onError: (error) => log.warn({ err: error }, "the reconciler lost the store; it tries again"),
    onDeath: ({ id, rows }) =>
      log.warn({ worker: id, rows }, "a process ended without a word; what it was working on is done again"),
    duties: [createPauseKeeper(db, queues, deps.monotonicMs), ...(options.duties ?? [])],
  });
  const leases = every(leaseMs / 4, async () => {
    if (inFlight.size === 0) return;
    const lost = await renewLeases(
      db,
      [...inFlight.values()].map((entry) => entry.claim),
    );
    for (const claim of lost) inFlight.get(claim.token)?.abort.abort(new Error("the row was taken over"));
  });
  return {
    workerId,
    async drain(limitMs) {
      draining = true;
      const closed = Promise.allSettled([
        ...consumers.map((consumer) => consumer.close()),
        ...running,
        reconciler.close(),
        gates.close(),
      ]);
      const ended = await withinLimit(closed, limitMs);
      if (!ended) {
        // Not the row's fault: it is due again at once, and no attempt is counted.
        for (const entry of inFlight.values()) entry.abort.abort(new RetryLaterError("the process is stopping", 0));
        await withinLimit(Promise.allSettled(running), 1000);
      }
      clearInterval(leases);
      await withinLimit(presence.close(), 1000);
      return ended;
    },
  };
}

/** Repeats a task; a failing round is skipped, the stores are watched elsewhere. */
function every(ms: number, task: () => Promise<void>): NodeJS.Timeout {
  let busy = false;
  return setInterval(() => {
    if (busy) return;
    busy = true;
    task()
      .catch(() => undefined)
      .finally(() => {
        busy = false;
      });
  }, ms);
}

async function withinLimit(work: Promise<unknown>, limitMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), limitMs);
  });
  const result = await Promise.race([work.then(() => true as const), late]);
  clearTimeout(timer);
  return result;
}
