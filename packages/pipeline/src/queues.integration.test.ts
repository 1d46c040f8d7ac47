import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { redisMissing, startTestRedis } from "../../../test/support/redis.ts";
import type { TestRedis } from "../../../test/support/redis.ts";
import { startTestStore } from "../../../test/support/store.ts";
import type { TestStore } from "../../../test/support/store.ts";
import { until } from "../../../test/support/until.ts";
import { openQueues } from "./queues.ts";
import type { StageQueues } from "./queues.ts";

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

describe.each(["postgres", "redis"] as const)("bells rung in one moment on %s", (backend) => {
  const missing = backend === "redis" ? redisMissing : null;
  const why = missing === null ? "" : ` (${missing})`;

  async function withQueues(work: (queues: StageQueues) => Promise<void>): Promise<void> {
    const redisUrl = backend === "redis" ? redis?.url : undefined;
    const queues = openQueues({ databaseUrl: store.url, redisUrl, onError: () => undefined });
    try {
      await until(() => queues.ring({ stage: "strip", message: { articleId: "1", revision: 1 } }, 0), 10_000);
      await work(queues);
    } finally {
      await queues.close();
    }
  }

  test.skipIf(missing !== null).each([3, 60])(`arrive all, each once: %d${why}`, (count) =>
    withQueues(async (queues) => {
      const ids = Array.from({ length: count }, (_, index) => String(1000 * count + index));
      // Each is rung twice, as after a lost answer.
      const rung = await Promise.all(
        [...ids, ...ids].map((feedId) => queues.ring({ stage: "poll", message: { feedId } }, 0)),
      );
      expect(rung.every(Boolean)).toBe(true);
      expect((await queues.counts()).poll.waiting).toBe(count);
      const heard: string[] = [];
      const consumer = await queues.consume(
        "poll",
        async (message) => void ("feedId" in message && heard.push(message.feedId)),
        4,
      );
      await until(() => heard.length >= count, 10_000);
      expect(heard.toSorted()).toEqual(ids.toSorted());
      await consumer.close();
    }),
  );

  test.skipIf(missing !== null)(`find their way by stage${why}`, () =>
    withQueues(async (queues) => {
      await Promise.all([
        queues.ring({ stage: "notify", message: { articleId: "7", revision: 1 } }, 0),
        queues.ring({ stage: "flush", message: { groupId: "7" } }, 0),
      ]);
      const { notify, flush, deliver } = await queues.counts();
      expect([notify.waiting, flush.waiting, deliver.waiting]).toEqual([1, 1, 0]);
    }),
  );
});
