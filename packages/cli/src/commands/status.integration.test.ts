import { addTopicUsage } from "@wirewatch/store";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestStore } from "../../../../test/support/store.ts";
import type { TestStore } from "../../../../test/support/store.ts";
import { collector, environmentOf, storeSceneConfig } from "../operator-scene/command.ts";
import { addArticle, addDelivery, addFeed, addGroup, addMatch, at } from "../operator-scene/rows.ts";
import { sources } from "./sources.ts";
import { status } from "./status.ts";

let store: TestStore;

beforeAll(async () => {
  store = await startTestStore();
});
afterAll(() => store.stop());

async function run(command: typeof status, ...words: string[]): Promise<string> {
  const { write, text } = collector();
  expect(await command(words, environmentOf(store.url), write)).toBe(0);
  return text();
}

test("an empty store is described, not an error", async () => {
  const text = await run(status);
  expect(text).toContain("No configuration was loaded yet");
  expect(text).toContain("queues     on PostgreSQL: empty");
  expect(text).toContain("There are no sources yet.");
  expect(text).toContain("No process is running");
  expect(await run(sources, "list")).toContain("There are no sources yet");
});

test("shows what waits, what failed, who works, and what to do", async () => {
  const { db } = store;
  const version = await storeSceneConfig(db);
  const times = await addFeed(db, "times", "https://times.example/rss", {
    status: "ok",
    last_success_at: new Date(),
    next_at: new Date(Date.now() + 600_500),
  });
  await addFeed(db, "wire", "https://feeds.wire.example/all.xml", {
    status: "gone",
    reason: "the feed is not there (404)",
    failures: 4,
  });
  await addFeed(db, "old", "https://old.example/rss", { stage: "stopped", status: "disabled" });
  const id = await addArticle(db, {
    url: "https://times.example/1",
    sourceId: "times",
    feedId: times,
    stage: "strip",
    due_at: at(0),
    outcome: null,
  });
  await addArticle(db, { url: "https://times.example/2", sourceId: "times", feedId: times, outcome: "notArticle" });
  await addMatch(db, id, { version, outcome: null });
  await db
    .insertInto("source_item")
    .values({
      source_id: "times",
      feed_id: times,
      item_key: "fresh",
      item_hash: "h",
      published_trusted: true,
      published_at: new Date(Date.now() - 300_000),
      seen_at: new Date(Date.now() - 60_000),
    })
    .execute();
  await addDelivery(db, "dl_1", await addGroup(db), { state: "failed", reason: "the receiver answered 400" });
  const worker = { host: "desk", pid: 12 };
  await db
    .insertInto("worker")
    .values([
      { id: "w1", service: "fetcher+notifier", ...worker },
      { id: "w2", service: "stripper", ...worker, seen_at: new Date(Date.now() - 60_000) },
    ])
    .execute();
  await db.insertInto("control").values({ name: "drain" }).execute();

  const text = await run(status);
  expect(text).toMatch(/^Configuration 1, loaded .*: 3 sources, 2 topics$/mu);
  expect(text).toContain('"wirewatch drain --end" lets it go on');
  expect(text).toMatch(/^strip +1 +\S.*none$/mu);
  expect(text).toMatch(/^fetch +0 +1$/mu);
  expect(text).toContain("No stripper is running, and 1 waits for it");
  expect(text).not.toContain("No notifier is running");
  expect(text).toContain("articles   1 not article");
  expect(text).toContain("matches    1 on their way");
  expect(text).toContain("deliveries 1 failed");
  expect(text).toContain('"wirewatch deliveries list --state failed" says why');
  expect(text).toContain("fetcher, notifier  on desk (process 12)");
  expect(text).toMatch(
    /^Freshness of the last 24 hours, .*\n +source +published to seen +seen to done +published to alert\n +times +4 min \/ 4 min +– +–$/mu,
  );

  const facts = JSON.parse(await run(status, "--json")) as { system: object; sources: object[] };
  expect(facts).toMatchObject({
    system: { workers: [{ services: ["fetcher", "notifier"] }] },
    queues: { backend: "postgres", counts: { strip: { waiting: 0 } } },
  });
});

test("lists sources worst first with a plain reason", async () => {
  const lines = (await run(sources, "list")).split("\n");
  expect(lines[0]).toMatch(
    /^gone +wire +a file +0 items +never read +next now +4 times in a row: the feed is not there \(404\)$/u,
  );
  expect(lines[1]).toMatch(/^ok +times +a file +3 items +1 in 24 h +read .* next in 1?\d min.* seen after 4 min$/u);
  expect(lines[2]).toMatch(/^not polled +old +.*it is not in the configuration any more$/u);
  expect(lines[3]).toMatch(/^not polled +paused .*it is disabled in the configuration$/u);
  expect(JSON.parse(await run(sources, "list", "--json"))).toMatchObject({
    sources: [
      { id: "wire", state: "gone", feeds: [{ failures: 4 }], usualPerDay: null, freshness: null },
      { id: "times", freshness: { seenLag: { count: 1 } } },
      {},
      {},
    ],
  });
});

test("names topics that are over their limits, the worst five", async () => {
  expect(await run(status)).not.toContain("Topics to look at");
  const used = { documents: 900, micros: 1000 };
  const topics = Array.from({ length: 7 }, (_, at) => ({ topicId: `t${at}`, hits: 300 + at, ...used }));
  await addTopicUsage(store.db, [...topics, { topicId: "acme", hits: 200, ...used }]);
  const text = await run(status);
  expect(text).toMatch(/Topics to look at:\n {2}t6: 306 hits on \d{4}-\d\d-\d\d \(more than 200\); "wirewatch topics/u);
  expect(text).toContain('  … and 2 more: "wirewatch topics usage"');
  expect(text).not.toContain("acme: 200");
});

test("a store of another version is refused with what to do", async () => {
  await store.db.deleteFrom("kysely_migration" as "config").execute();
  await expect(status([], environmentOf(store.url), () => undefined)).rejects.toThrow('run "wirewatch migrate" once');
});

test("a store that is away is one sentence", async () => {
  const away = environmentOf("postgres://nobody:secret@127.0.0.1:1/none");
  await expect(status([], away, () => undefined)).rejects.toThrow(/^the store at 127\.0\.0\.1:1 does not answer/u);
});
