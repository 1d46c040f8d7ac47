import { sql } from "@wirewatch/store";
import type { ArticleRevision } from "@wirewatch/store";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { addRevision, revisionNow } from "../../../test/support/rows.ts";
import { testRunner } from "../../../test/support/runner.ts";
import { startTestStore } from "../../../test/support/store.ts";
import type { TestStore } from "../../../test/support/store.ts";
import { until } from "../../../test/support/until.ts";
import { openQueues } from "./queues.ts";
import type { StageQueues } from "./queues.ts";
import { startPipeline } from "./service.ts";
import type { Pipeline } from "./service.ts";
import { defineStage } from "./stage.ts";
import type { StageResult, Step } from "./stage.ts";

let store: TestStore;
let queues: StageQueues;

beforeAll(async () => {
  store = await startTestStore();
  queues = openQueues({ databaseUrl: store.url, onError: () => undefined });
});
afterAll(async () => {
  await queues.close();
  await store.stop();
});

const running: Pipeline[] = [];
afterEach(async () => {
  for (const pipeline of running.splice(0)) await pipeline.drain(500);
});

type StripStep = Step<"strip", unknown, unknown>;

/** A process that runs one `strip` stage. */
async function start(parts: Partial<StripStep>): Promise<Pipeline> {
  const stage = defineStage<"strip", unknown, unknown>("strip", {
    gather: () => Promise.resolve(null),
    decide: () => null,
    commit: () => Promise.resolve({ kind: "end", outcome: "unmatched" }),
    ...parts,
  });
  const { log } = testRunner(store.db).deps;
  const pipeline = await startPipeline({ db: store.db, queues, log, service: "stripper", stages: [stage] });
  running.push(pipeline);
  return pipeline;
}

const ring = (row: ArticleRevision): Promise<boolean> =>
  queues.ring({ stage: "strip", message: { articleId: row.article_id, revision: row.revision } }, 0);

const stageOf = async (row: ArticleRevision): Promise<string> => (await revisionNow(store.db, row)).stage;

describe("a process of the pipeline", () => {
  test("answers bells, and shows itself while it lives", async () => {
    const pipeline = await start({});
    const row = await addRevision(store.db);
    await until(() => ring(row), 10_000);
    await until(async () => (await stageOf(row)) === "done", 10_000);
    expect(await store.db.selectFrom("worker").select(["id", "service"]).execute()).toEqual([
      { id: pipeline.workerId, service: "stripper" },
    ]);
    expect(await pipeline.drain(10_000)).toBe(true);
    expect(await store.db.selectFrom("worker").selectAll().execute()).toEqual([]);
  });

  test("finds work whose bell never rang", async () => {
    const lost = await addRevision(store.db, { stage_at: new Date(0), due_at: new Date(0) });
    await start({});
    await until(async () => (await stageOf(lost)) === "done", 10_000);
  });

  test("runs a row again soon when it asks for that, although its own bell still sounds", async () => {
    let runs = 0;
    await start({
      commit: (): Promise<StageResult> => {
        runs += 1;
        return Promise.resolve(runs < 3 ? { kind: "again", dueInMs: 0 } : { kind: "end", outcome: "unmatched" });
      },
    });
    const row = await addRevision(store.db);
    await until(() => ring(row), 10_000);
    await until(() => runs === 1, 10_000);
    await until(() => runs === 3, 5000);
  });
});

describe("draining", () => {
  test("lets running work finish and takes no more", async () => {
    const gate = Promise.withResolvers<void>();
    let started = 0;
    const pipeline = await start({
      gather: () => {
        started += 1;
        return gate.promise;
      },
    });
    const [worked, waiting] = [await addRevision(store.db), await addRevision(store.db)];
    await until(() => ring(worked), 10_000);
    await until(() => started === 1, 10_000);
    const drained = pipeline.drain(20_000);
    await ring(waiting);
    gate.resolve();
    expect(await drained).toBe(true);
    expect(await stageOf(worked)).toBe("done");
    expect(await stageOf(waiting)).toBe("strip");
    expect(started).toBe(1);
    await sql`delete from article_revision where stage = 'strip'`.execute(store.db);
  });

  test("returns what does not end in time, without counting it against the row", async () => {
    let started = 0;
    const pipeline = await start({
      gather: (_row, signal) => {
        started += 1;
        return new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
      },
    });
    const row = await addRevision(store.db, { attempts: 3 });
    await until(() => ring(row), 10_000);
    await until(() => started === 1, 10_000);
    expect(await pipeline.drain(200)).toBe(false);
    const now = await revisionNow(store.db, row);
    expect(now).toMatchObject({ stage: "strip", attempts: 3, claim: null, outcome: null });
    expect(now.due_at.getTime()).toBeLessThanOrEqual(Date.now() + 100);
  });
});
