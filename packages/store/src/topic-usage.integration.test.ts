import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { startTestStore } from "../../../test/support/store.ts";
import type { TestStore } from "../../../test/support/store.ts";
import { addTopicUsage, forgetOldUsage, readNoisyTopics, readTopicUsage, usageLimits } from "./topic-usage.ts";

let store: TestStore;

beforeAll(async () => {
  store = await startTestStore();
});
afterEach(() => sql`truncate topic_usage`.execute(store.db));
afterAll(() => store.stop());

const one = (topicId: string, documents: number, hits: number, micros: number) => ({
  topicId,
  documents,
  hits,
  micros,
});

/** Moves what was counted today some days back. */
const age = (days: number) => sql`update topic_usage set day = day - ${days}::int`.execute(store.db);

describe("what topics cost and give", () => {
  test("adds up over processes and days, with each topic's share of the time", async () => {
    await addTopicUsage(store.db, [one("ferry", 10, 2, 300)]);
    await age(1);
    await addTopicUsage(store.db, [one("quay", 5, 1, 99.6), one("ferry", 1, 1, 100)]);
    await addTopicUsage(store.db, [one("ferry", 2, 0, 100)]);
    expect(await readTopicUsage(store.db, 7)).toEqual([
      { topicId: "ferry", documents: 13, hits: 3, micros: 500, days: 2, mostHits: 2, share: 500 / 600 },
      { topicId: "quay", documents: 5, hits: 1, micros: 100, days: 2, mostHits: 1, share: 100 / 600 },
    ]);
    expect(await readTopicUsage(store.db, 1)).toMatchObject([
      { topicId: "ferry", documents: 3, days: 1 },
      { topicId: "quay", share: 1 / 3 },
    ]);
  });

  test("is nothing before the first article", async () => {
    await addTopicUsage(store.db, []);
    expect(await readTopicUsage(store.db, 7)).toEqual([]);
    await addTopicUsage(store.db, [one("ferry", 0, 0, 0)]);
    expect(await readTopicUsage(store.db, 7)).toMatchObject([{ share: 0 }]);
  });

  test("is added by many processes at once, whatever their order", async () => {
    const topics = Array.from({ length: 3000 }, (_, at) => one(`topic ${at}`, 1, 1, 10));
    await Promise.all([topics, topics.toReversed(), topics].map((counted) => addTopicUsage(store.db, counted)));
    const sums = await readTopicUsage(store.db, 1);
    expect([sums.length, new Set(sums.map((sum) => sum.hits))]).toEqual([3000, new Set([3])]);
  });

  test("is kept for 90 days", async () => {
    await addTopicUsage(store.db, [one("ferry", 1, 1, 1)]);
    await age(90);
    await forgetOldUsage(store.db);
    expect(await readTopicUsage(store.db, 365)).toHaveLength(1);
    await age(1);
    await forgetOldUsage(store.db);
    expect(await readTopicUsage(store.db, 365)).toEqual([]);
  });
});

describe("a topic is noticed", () => {
  const { hitsPerDay, shareFromMicros } = usageLimits;
  const others = one("others", 9, 9, 3 * shareFromMicros);

  test.each<[string, ReturnType<typeof one>[], readonly object[]]>([
    ["when it is in more articles than people read", [one("quay", 900, hitsPerDay + 1, 1)], [{ over: ["hits"] }]],
    ["not when it is in as many", [one("quay", 900, hitsPerDay, 1)], []],
    ["when it takes much of the time", [one("quay", 9, 1, shareFromMicros), others], [{ over: ["time"], share: 0.25 }]],
    ["not when all of it is little", [one("quay", 9, 1, shareFromMicros - 1)], []],
    ["not when its share is small", [one("quay", 9, 1, shareFromMicros), { ...others, micros: 5e9 }], []],
    ["for both", [one("quay", 900, 500, shareFromMicros * 9), others], [{ over: ["hits", "time"] }]],
  ])("%s", async (_what, counted, expected) => {
    await addTopicUsage(store.db, counted);
    const noisy = await readNoisyTopics(store.db);
    expect(noisy.filter(({ topicId }) => topicId === "quay")).toMatchObject(expected);
    expect(noisy.filter(({ topicId }) => topicId === "quay")).toHaveLength(expected.length);
  });

  test("until the day after the next, with its latest day", async () => {
    await addTopicUsage(store.db, [one("quay", 900, 300, 1)]);
    await age(1);
    await addTopicUsage(store.db, [one("quay", 900, 400, 1)]);
    expect(await readNoisyTopics(store.db)).toMatchObject([{ hits: 400 }]);
    await age(1);
    expect(await readNoisyTopics(store.db)).toMatchObject([{ hits: 400 }]);
    await age(1);
    expect(await readNoisyTopics(store.db)).toEqual([]);
  });
});
