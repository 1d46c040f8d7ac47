import { addTopicUsage, openStore, readTopicUsage, sql } from "@wirewatch/store";
import type { TopicUsage } from "@wirewatch/store";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { startTestStore } from "../../../test/support/store.ts";
import type { TestStore } from "../../../test/support/store.ts";
import { startUsageRecorder } from "./usage-recorder.ts";

let store: TestStore;

beforeAll(async () => {
  store = await startTestStore();
});
afterEach(() => sql`truncate topic_usage`.execute(store.db));
afterAll(() => store.stop());

const used = (topicId: string, documents: number, hits: number, micros: number): TopicUsage => ({
  topicId,
  documents,
  hits,
  micros,
});

/** A recorder of a process, which notes only when it is asked. */
function recorder(db = store.db) {
  const counted: TopicUsage[] = [];
  const logged: { readonly level: string; readonly fields: object }[] = [];
  const log = {
    debug: (fields: object) => void logged.push({ level: "debug", fields }),
    warn: (fields: object) => void logged.push({ level: "warn", fields }),
  };
  const usage = startUsageRecorder({ db, take: () => counted.splice(0), log, everyMs: 3_600_000 });
  return { ...usage, count: (...some: TopicUsage[]) => void counted.push(...some), logged };
}

const sums = async (): Promise<unknown> =>
  (await readTopicUsage(store.db, 1)).map(({ topicId, documents, hits, micros }) => [topicId, documents, hits, micros]);

describe("what topics cost", () => {
  test("adds up over two processes, each of which notes it from time to time and at its end", async () => {
    const [one, other] = [recorder(), recorder()];
    one.count(used("quay", 4, 1, 900), used("ferry", 1, 0, 2000));
    other.count(used("quay", 3, 2, 1000));
    await Promise.all([one.flush(), other.flush()]);
    expect(await sums()).toEqual([
      ["ferry", 1, 0, 2000],
      ["quay", 7, 3, 1900],
    ]);
    other.count(used("quay", 1, 0, 1));
    await Promise.all([one.close(), other.close()]);
    expect(await sums()).toEqual([
      ["ferry", 1, 0, 2000],
      ["quay", 8, 3, 1901],
    ]);
  });

  test("waits for a later note while it is next to nothing, and is not lost at the end", async () => {
    const one = recorder();
    for (let at = 0; at < 3; at++) {
      one.count(used("quay", 1, 0, 400), used("rare", 1, 0, 5));
      await one.flush();
    }
    expect(await sums()).toEqual([["quay", 3, 0, 1200]]);
    await one.close();
    expect(await sums()).toEqual([
      ["quay", 3, 0, 1200],
      ["rare", 3, 0, 15],
    ]);
  });

  test("is kept while the store is away, and counted once", async () => {
    const one = recorder();
    await sql`alter table topic_usage rename to elsewhere`.execute(store.db);
    one.count(used("quay", 1, 1, 10));
    await one.flush();
    await sql`alter table elsewhere rename to topic_usage`.execute(store.db);
    expect(one.logged).toMatchObject([{ level: "debug" }]);
    one.count(used("quay", 1, 1, 10));
    await one.flush();
    await one.close();
    expect(await sums()).toEqual([["quay", 2, 2, 20]]);
  });

  test("does not keep a process from ending when the store is gone", async () => {
    const gone = openStore({ url: "postgres://nobody:nothing@127.0.0.1:1/none", connections: 1 });
    const one = recorder(gone);
    one.count(used("quay", 1, 1, 10));
    await one.close();
    await gone.destroy();
    expect(one.logged).toMatchObject([{ level: "debug" }]);
  });
});

test("a topic over its limits is told once a day in each process", async () => {
  await addTopicUsage(store.db, [used("quay", 500, 300, 10)]);
  const one = recorder();
  for (let at = 0; at < 12; at++) await one.flush();
  await one.close();
  expect(one.logged).toMatchObject([{ level: "warn", fields: { topic: "quay", hits: 300, over: ["hits"] } }]);
});
