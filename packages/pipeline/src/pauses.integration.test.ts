import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { redisMissing, startTestRedis } from "../../../test/support/redis.ts";
import type { TestRedis } from "../../../test/support/redis.ts";
import { addFeed, addRevision } from "../../../test/support/rows.ts";
import { startTestStore } from "../../../test/support/store.ts";
import type { TestStore } from "../../../test/support/store.ts";
import { until } from "../../../test/support/until.ts";
import { ensureGate } from "./gate.ts";
import { openGates } from "./open-gates.ts";
import { createPauseKeeper, endPause, keepPauses, notePause, readStagePauses } from "./pauses.ts";
import { openQueues } from "./queues.ts";
import type { StageQueues } from "./queues.ts";
import { ripeRows } from "./reconcile.ts";
import { stageNames } from "./stages.ts";
import type { StageName } from "./stages.ts";

let store: TestStore;
let redis: TestRedis | undefined;

beforeAll(async () => {
  store = await startTestStore();
  if (redisMissing === null) redis = await startTestRedis();
});
afterAll(async () => {
  await redis?.stop();
  await store.stop();
});
beforeEach(async () => {
  await store.db.deleteFrom("control").execute();
});

const noGrace = Object.fromEntries(stageNames.map((stage) => [stage, 0])) as Record<StageName, number>;

test("a pause is noted once, with who and since when, beside other switches", async () => {
  const { db } = store;
  await db.insertInto("control").values({ name: "drain", reason: "upgrade" }).execute();
  expect(await notePause(db, "classify", "ada")).toBe(true);
  expect(await notePause(db, "classify", "grace")).toBe(false);
  await notePause(db, "poll", "ada");
  expect(await readStagePauses(db)).toMatchObject([
    { stage: "poll", by: "ada" },
    { stage: "classify", by: "ada", since: expect.any(Date) },
  ]);
  expect(await endPause(db, "classify")).toBe(true);
  expect(await endPause(db, "classify")).toBe(false);
  expect((await readStagePauses(db)).map(({ stage }) => stage)).toEqual(["poll"]);
});

test("rows of a paused stage are neither rung for nor let through to their host", async () => {
  const { db } = store;
  const page = await addRevision(db, { stage: "strip" });
  await addRevision(db, { stage: "classify" });
  const feed = await addFeed(db);
  await ensureGate(db, feed.gate, 1);
  await notePause(db, "strip", "ada");
  await notePause(db, "poll", "ada");
  const rung = async (): Promise<string[]> => (await ripeRows(db, noGrace)).map(({ bell }) => bell.stage);
  expect(await rung()).toEqual(["classify"]);
  expect(await openGates(db)).toEqual([]);
  await endPause(db, "strip");
  await endPause(db, "poll");
  expect((await rung()).toSorted()).toContain("strip");
  expect(await openGates(db)).toEqual([{ stage: "poll", message: { feedId: feed.id } }]);
  expect(page.stage).toBe("strip");
});

describe.each(["postgres", "redis"] as const)("the queues on %s", (backend) => {
  const missing = backend === "redis" ? redisMissing : null;
  const why = missing === null ? "" : ` (${missing})`;

  async function withQueues(work: (queues: StageQueues) => Promise<void>): Promise<void> {
    const redisUrl = backend === "redis" ? redis?.url : undefined;
    const queues = openQueues({ databaseUrl: store.url, redisUrl, onError: () => undefined });
    try {
      await until(() => queues.ring({ stage: "announce", message: { noticeId: "1" } }, 0), 10_000);
      await work(queues);
    } finally {
      await queues.close();
    }
  }

  test.skipIf(missing !== null)(
    `keep bells while paused, show it, and give them out after it${why}`,
    () =>
      withQueues(async (queues) => {
        const { db } = store;
        const heard: string[] = [];
        const consumer = await queues.consume(
          "strip",
          async (message) => void ("articleId" in message && heard.push(message.articleId)),
          2,
        );
        const ring = (articleId: string): Promise<boolean> =>
          queues.ring({ stage: "strip", message: { articleId, revision: 1 } }, 0);
        await ring("1");
        await until(() => heard.includes("1"), 10_000);
        await notePause(db, "strip", "ada");
        await keepPauses(db, queues);
        await ring("2");
        await new Promise((resolve) => setTimeout(resolve, 200));
        await ring("3");
        // Another process sees it as well: the pause is the queue's, not this connection's.
        const other = openQueues({
          databaseUrl: store.url,
          redisUrl: backend === "redis" ? redis?.url : undefined,
          onError: () => undefined,
        });
        await until(async () => (await other.inspect()).strip.waiting === 2, 10_000);
        const view = await other.inspect();
        const newest = Date.now();
        expect(view.strip).toMatchObject({ isPaused: true, waiting: 2, active: 0, failed: 0 });
        // The first of the two that wait.
        expect(newest - (view.strip.oldestAt?.getTime() ?? 0)).toBeGreaterThanOrEqual(200);
        expect(newest - (view.strip.oldestAt?.getTime() ?? 0)).toBeLessThan(60_000);
        expect(view.fetch).toMatchObject({ isPaused: false, waiting: 0, oldestAt: null });
        expect((await other.counts()).strip.waiting).toBe(2);
        await other.close();
        expect(heard).toEqual(["1"]);
        await endPause(db, "strip");
        await keepPauses(db, queues);
        await until(() => heard.length === 3, 10_000);
        await consumer.close();
      }),
    40_000,
  );

  test.skipIf(missing !== null)(`are paused anew when they forgot it${why}`, () =>
    withQueues(async (queues) => {
      await notePause(store.db, "digest", "ada");
      let nowMs = 0;
      const keep = createPauseKeeper(store.db, queues, () => nowMs);
      await keep();
      expect((await queues.inspect()).digest.isPaused).toBe(true);
      await queues.pauseOnly([]);
      nowMs = 4_999;
      await keep();
      expect((await queues.inspect()).digest.isPaused).toBe(false);
      nowMs = 5_000;
      await keep();
      expect((await queues.inspect()).digest.isPaused).toBe(true);
      await queues.pauseOnly([]);
    }),
  );
});
