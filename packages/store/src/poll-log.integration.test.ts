import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { addFeed } from "../../../test/support/rows.ts";
import { startTestStore } from "../../../test/support/store.ts";
import type { TestStore } from "../../../test/support/store.ts";
import { keptPolls, logPolls, readPolls } from "./poll-log.ts";
import type { LoggedPoll } from "./poll-log.ts";

let store: TestStore;

beforeAll(async () => {
  store = await startTestStore();
});
afterEach(() => sql`truncate feed restart identity cascade`.execute(store.db));
afterAll(() => store.stop());

const poll = (second: number, given: Partial<LoggedPoll> = {}): LoggedPoll => ({
  at: new Date(Date.UTC(2026, 2, 2) + second * 1000),
  status: 200,
  bytes: 1000,
  ms: 20,
  items: 10,
  newItems: 0,
  isUnchanged: false,
  problem: null,
  ...given,
});

describe("the log of polls", () => {
  test("gives the latest polls of each feed, newest first", async () => {
    const [one, two] = [await addFeed(store.db), await addFeed(store.db)];
    await logPolls(store.db, [
      { feedId: one.id, poll: poll(1) },
      { feedId: two.id, poll: poll(2, { status: null, problem: "dns" }) },
      { feedId: one.id, poll: poll(3) },
    ]);
    await logPolls(store.db, [{ feedId: one.id, poll: poll(4, { status: 304, isUnchanged: true }) }]);
    const polls = await readPolls(store.db, [one.id, two.id]);
    expect(polls.get(one.id)).toEqual([poll(4, { status: 304, isUnchanged: true }), poll(3), poll(1)]);
    expect(polls.get(two.id)).toMatchObject([{ status: null, problem: "dns" }]);
  });

  test("keeps the last fifty of a feed, whether they come one by one or together", async () => {
    const feed = await addFeed(store.db);
    for (let at = 0; at < 30; at += 1) await logPolls(store.db, [{ feedId: feed.id, poll: poll(at) }]);
    await logPolls(
      store.db,
      Array.from({ length: 80 }, (_, at) => ({ feedId: feed.id, poll: poll(100 + at) })),
    );
    await logPolls(store.db, [{ feedId: feed.id, poll: poll(300) }]);
    const kept = (await readPolls(store.db, [feed.id])).get(feed.id) ?? [];
    expect(kept).toHaveLength(keptPolls);
    expect(kept.map(({ at }) => at)).toEqual(kept.map(({ at }) => at).toSorted((a, b) => b.getTime() - a.getTime()));
    expect(kept[0]).toEqual(poll(300));
  });

  test("passes over feeds that are gone", async () => {
    const feed = await addFeed(store.db);
    await logPolls(store.db, [
      { feedId: "999999", poll: poll(1) },
      { feedId: feed.id, poll: poll(2) },
    ]);
    expect([...(await readPolls(store.db, [feed.id, "999999"])).keys()]).toEqual([feed.id]);
    await logPolls(store.db, []);
    expect(await readPolls(store.db, [])).toEqual(new Map());
  });

  test("is written by any number of processes at once", async () => {
    const feeds = await Promise.all(Array.from({ length: 20 }, () => addFeed(store.db)));
    const flush = (turn: number): Promise<void> =>
      logPolls(
        store.db,
        (turn % 2 === 0 ? feeds : feeds.toReversed()).map(({ id }) => ({ feedId: id, poll: poll(turn) })),
      );
    await Promise.all(Array.from({ length: 16 }, (_, turn) => flush(turn)));
    const polls = await readPolls(
      store.db,
      feeds.map(({ id }) => id),
    );
    expect([...polls.values()].map((kept) => kept.length)).toEqual(feeds.map(() => 16));
  });
});
