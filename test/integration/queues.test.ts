import { openQueues } from "@wirewatch/pipeline";
import type { AnyMessage, StageQueues } from "@wirewatch/pipeline";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { redisMissing, startTestRedis } from "../support/redis.ts";
import type { TestRedis } from "../support/redis.ts";
import { startTestStore } from "../support/store.ts";
import type { TestStore } from "../support/store.ts";
import { until } from "../support/until.ts";

/*
 * What every queue backend has to do for us. The pipeline only relies on this: a bell arrives soon, maybe twice, maybe
 * never; ringing never throws and never takes long.
 */

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

const bell = (articleId: number) =>
  ({ stage: "strip", message: { articleId: String(articleId), revision: 1 } }) as const;

describe.each(["postgres", "redis"] as const)("queues on %s", (backend) => {
  const missing = backend === "redis" ? redisMissing : null;
  const opened: StageQueues[] = [];

  function open(): StageQueues {
    const queues = openQueues({
      databaseUrl: store.url,
      redisUrl: backend === "redis" ? redis?.url : undefined,
      onError: () => undefined,
    });
    opened.push(queues);
    return queues;
  }

  async function empty(): Promise<void> {
    if (backend === "redis") await redis?.client.flushall();
    else await deleteJobs(store.url);
  }

  afterAll(async () => {
    await Promise.all(opened.map((queues) => queues.close()));
  });

  it.skipIf(missing !== null)(
    `hands each message to one consumer${missing === null ? "" : ` (${missing})`}`,
    async () => {
      const [producer, one, two] = [open(), open(), open()];
      const heard: string[] = [];
      const note = async (message: AnyMessage): Promise<void> =>
        void heard.push((message as { articleId: string }).articleId);
      const consumers = [await one.consume("strip", note, 4), await two.consume("strip", note, 4)];
      await untilRung(producer, 1);
      const answers = await Promise.all(Array.from({ length: 49 }, (_, index) => producer.ring(bell(index + 2), 0)));
      expect(answers.every(Boolean)).toBe(true);
      await until(() => heard.length >= 50, 10_000);
      expect(new Set(heard).size).toBe(50);
      await Promise.all(consumers.map((consumer) => consumer.close()));
    },
  );

  it.skipIf(missing !== null)(
    "drops a second bell that waits, and takes it again once the first was answered",
    async () => {
      await empty();
      const queues = open();
      await untilRung(queues, 101);
      await queues.ring(bell(101), 0);
      expect((await queues.counts()).strip.waiting).toBe(1);
      await queues.ring(bell(101), 1);
      expect((await queues.counts()).strip.waiting).toBe(2);
      let heard = 0;
      const consumer = await queues.consume("strip", async () => void (heard += 1), 1);
      await until(() => heard === 2, 10_000);
      await until(async () => (await queues.counts()).strip.active === 0, 5000);
      await queues.ring(bell(101), 0);
      await until(() => heard === 3, 10_000);
      await consumer.close();
    },
  );

  it.skipIf(missing !== null)("lets a running message finish before its consumer closes", async () => {
    await empty();
    const queues = open();
    let finished = false;
    let begun = false;
    const consumer = await queues.consume(
      "strip",
      async () => {
        begun = true;
        await new Promise((resolve) => setTimeout(resolve, 400));
        finished = true;
      },
      1,
    );
    await untilRung(queues, 201);
    await until(() => begun, 10_000);
    await consumer.close();
    expect(finished).toBe(true);
  });

  it.skipIf(missing !== null)("goes on after everything in the queue was lost", async () => {
    const queues = open();
    const heard: string[] = [];
    const consumer = await queues.consume(
      "strip",
      async (message) => void heard.push((message as { articleId: string }).articleId),
      1,
    );
    await empty();
    await queues.ring(bell(301), 0);
    await until(async () => {
      if (heard.includes("301")) return true;
      await queues.ring(bell(301), 1);
      return false;
    }, 15_000);
    await consumer.close();
  });
});

describe("a queue that is away", () => {
  it("answers false within its time limit instead of throwing", async () => {
    const queues = openQueues({ databaseUrl: store.url, redisUrl: "redis://127.0.0.1:1", onError: () => undefined });
    const startedMs = performance.now();
    expect(await queues.ring(bell(1), 0)).toBe(false);
    expect(performance.now() - startedMs).toBeLessThan(2500);
    await queues.close();
  });
});

/** A producer that has just been opened may still be connecting: its first bells are allowed to be lost. */
async function untilRung(queues: StageQueues, articleId: number): Promise<void> {
  await until(() => queues.ring(bell(articleId), 0), 10_000);
}

async function deleteJobs(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query("delete from bullmq.job");
  await client.end();
}
