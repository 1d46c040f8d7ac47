import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { startTestStore } from "../../../test/support/store.ts";
import type { TestStore } from "../../../test/support/store.ts";
import { readStagePaces } from "./pipeline-figures.ts";

let store: TestStore;
beforeAll(async () => {
  store = await startTestStore();
});
afterAll(() => store.stop());
beforeEach(() => store.db.deleteFrom("feed").execute());

let feeds = 0;

async function addPolledFeed(minutesAgo: number | null, everyMs: number | null): Promise<void> {
  feeds += 1;
  await store.db
    .insertInto("feed")
    .values({
      source_id: "wire",
      url: `https://wire.example/${feeds}`,
      gate: "wire.example",
      stage: "poll",
      due_at: new Date(),
      next_at: new Date(),
      last_polled_at: minutesAgo === null ? null : new Date(Date.now() - minutesAgo * 60_000),
      poll_every_ms: everyMs,
    })
    .execute();
}

const pollPace = async () => (await readStagePaces(store.db, [])).get("poll");

test.each<[string, readonly (readonly [number | null, number | null])[], number, number]>([
  ["nobody was asked yet", [[null, null]], 0, 0],
  ["a feed that is asked once a minute", [[0.5, 60_000]], 1, 1],
  ["one that is asked every five seconds", [[0.01, 5_000]], 12, 12],
  ["one that is asked once in half an hour, just now", [[1, 1_800_000]], 0.2, 2 / 60],
  ["one that is asked once in two hours, half an hour ago", [[30, 7_200_000]], 0, 1 / 60],
  ["one that was asked the first time", [[1, null]], 0.2, 1 / 60],
  ["one without a pause", [[1, 0]], 0.2, 1 / 60],
])("polls a minute of %s", async (_, polled, lately, hour) => {
  for (const [minutesAgo, everyMs] of polled) await addPolledFeed(minutesAgo, everyMs);
  expect(await pollPace()).toMatchObject({ perMinuteLately: lately, perMinuteHour: hour });
});

test("polls a minute of several feeds are counted together", async () => {
  for (let i = 0; i < 10; i++) await addPolledFeed(0.5, 60_000);
  expect(await pollPace()).toMatchObject({ perMinuteLately: 10, perMinuteHour: 10 });
});
