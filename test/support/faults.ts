import { execFileSync } from "node:child_process";
import pg from "pg";
import type { EmbeddedPostgres } from "../../packages/cli/src/postgres/server.ts";
import { failedAttempts, isDrained, readLab } from "./chaos.ts";
import type { ChaosLab, LabState } from "./chaos.ts";
import { pipelineServices, startSystem } from "./system.ts";
import { until } from "./until.ts";

/** Faults for a while, repeated in fixed intervals, milliseconds. */
export interface FaultPlan {
  readonly articles: number;
  readonly forMs: number;
  /** SIGKILL to a random service process. */
  readonly killEveryMs?: number;
  /** Everything in the queues is lost: FLUSHALL, or all of BullMQ's rows deleted. */
  readonly loseQueueEveryMs?: number;
  /** SIGKILL to all processes of PostgreSQL. */
  readonly killStoreEveryMs?: number;
  /** After the last fault something has to move in such a time, until everything is done: how long all takes is the machine's. */
  readonly stuckMs: number;
}

/** What a run under faults gave. */
export interface ChaosReport {
  readonly seed: number;
  readonly kills: number;
  readonly queueLosses: number;
  readonly storeKills: number;
  /** From the last fault until everything had its end. */
  readonly drainedMs: number;
  readonly state: LabState;
  /** Reasons of failed attempts and articles. */
  readonly failures: string;
  /** Requests with an id that had arrived before. */
  readonly repeatsKeyed: number;
  readonly repeatsPlain: number;
  readonly idsKeyed: number;
  readonly idsPlain: number;
}

/** Runs the pipeline under a plan of faults, then lets it drain. */
export async function runUnderFaults(lab: ChaosLab, plan: FaultPlan): Promise<ChaosReport> {
  const system = startSystem([...pipelineServices], lab.env);
  const done = { kills: 0, queueLosses: 0, storeKills: 0 };
  const startedMs = performance.now();
  const next = {
    kill: plan.killEveryMs ?? Infinity,
    queue: plan.loseQueueEveryMs ?? Infinity,
    store: plan.killStoreEveryMs ?? Infinity,
  };
  try {
    for (;;) {
      const nowMs = performance.now() - startedMs;
      if (nowMs >= plan.forMs) break;
      if (nowMs >= next.kill) {
        next.kill += plan.killEveryMs ?? Infinity;
        system.kill(Math.floor(lab.random() * system.running().length));
        done.kills += 1;
      }
      if (nowMs >= next.queue) {
        next.queue += plan.loseQueueEveryMs ?? Infinity;
        await loseQueue(lab);
        done.queueLosses += 1;
      }
      if (nowMs >= next.store) {
        next.store += plan.killStoreEveryMs ?? Infinity;
        killStore(lab);
        await until(() => ownServer(lab).revive(), 30_000, "the database server's return");
        done.storeKills += 1;
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const lastFaultMs = performance.now();
    const { state, isStuck } = await drain(lab, plan);
    if (isStuck) {
      throw new Error(
        `seed ${lab.seed}: nothing moved for ${plan.stuckMs} ms; ${JSON.stringify(state)}; ${await failedAttempts(lab)}; ${await openRows(lab)}; ${system
          .running()
          .map((run) => run.output().slice(-1500))
          .join("\n")}`,
      );
    }
    const drainedMs = performance.now() - lastFaultMs;
    const arrived = (path: string): number => lab.sink.messages.filter((message) => message.path === path).length;
    const [idsKeyed, idsPlain] = [lab.sink.ids("/keyed").size, lab.sink.ids("/plain").size];
    return {
      seed: lab.seed,
      ...done,
      drainedMs: Math.round(drainedMs),
      state,
      failures: await failedAttempts(lab),
      idsKeyed,
      idsPlain,
      repeatsKeyed: arrived("/keyed") - idsKeyed,
      repeatsPlain: arrived("/plain") - idsPlain,
    };
  } finally {
    await system.stop();
  }
}

/** Waits until everything is done, or nothing has moved for too long. */
async function drain(
  lab: ChaosLab,
  { articles, stuckMs }: FaultPlan,
): Promise<{ readonly state: LabState; readonly isStuck: boolean }> {
  let last = "";
  for (let movedMs = performance.now(); ;) {
    // The store may be on its way back.
    const state = await readLab(lab).catch(() => null);
    if (state !== null && isDrained(state, articles)) return { state, isStuck: false };
    const now = JSON.stringify(state);
    if (now !== last) movedMs = performance.now();
    last = now;
    if (performance.now() - movedMs > stuckMs) return { state: state ?? (await readLab(lab)), isStuck: true };
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

/** What is stuck, for the message of a failing run. */
async function openRows({ store }: ChaosLab): Promise<string> {
  const client = new pg.Client({ connectionString: store.url });
  await client.connect();
  const { rows } = await client.query(
    `select 'article' as kind, article_id::text as id, stage, tries, attempts, nudges, due_at::text, stage_at::text, now()::text as now from wirewatch.article_revision where stage <> 'done'
     union all select 'delivery', id, stage, tries, attempts, nudges, due_at::text, stage_at::text, now()::text from wirewatch.delivery where stage = 'deliver'
     union all select 'group', id::text, stage, tries, attempts, nudges, due_at::text, stage_at::text, now()::text from wirewatch.alert_group where stage = 'flush' and due_at <= now()
     union all select 'gate', gate, coalesce(held_by, ''), slot, 0, 0, ready_at::text, '', now()::text from wirewatch.host_gate limit 20`,
  );
  await client.end();
  return JSON.stringify(rows);
}

async function loseQueue({ backend, redis, store }: ChaosLab): Promise<void> {
  if (backend === "redis") return void (await redis?.client.flushall());
  const client = new pg.Client({ connectionString: store.url });
  client.on("error", () => undefined);
  try {
    await client.connect();
    await client.query("delete from bullmq.job");
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** @throws {RangeError} for a lab on the server of other tests */
function ownServer({ store: { server } }: ChaosLab): EmbeddedPostgres {
  if (server === null) throw new RangeError("the database server is killed only in a lab with a server of its own");
  return server;
}

/** Kills the server and every process it started, as a crash of the machine's database would. */
function killStore(lab: ChaosLab): void {
  const main = ownServer(lab).pid();
  const children = execFileSync("ps", ["-o", "pid=", "--ppid", String(main)], { encoding: "utf8" })
    .split("\n")
    .map(Number)
    .filter((pid) => pid > 0);
  for (const pid of [main, ...children]) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // It ended by itself meanwhile.
    }
  }
}
