import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { startTestStore } from "../../../../test/support/store.ts";
import type { TestStore } from "../../../../test/support/store.ts";
import { collector, environmentOf } from "../operator-scene/command.ts";
import { addArticle, addDelivery, addFeed, addGroup } from "../operator-scene/rows.ts";
import { drain, drainStore } from "./drain.ts";

let store: TestStore;
let feedId: string;

beforeAll(async () => {
  store = await startTestStore();
  feedId = await addFeed(store.db, "times", "https://times.example/rss");
});
afterEach(async () => {
  await store.db.deleteFrom("control").execute();
  await store.db.updateTable("article_revision").set({ stage: "done", due_at: "infinity" }).execute();
});
afterAll(() => store.stop());

function isDraining(): Promise<unknown> {
  return store.db.selectFrom("control").select("name").where("name", "=", "drain").executeTakeFirst();
}

test("stops intake, and leaves pages that wait for their host, retries and groups that wait for their time", async () => {
  const later = new Date(Date.now() + 3_600_000);
  await addArticle(store.db, {
    url: "https://times.example/1",
    sourceId: "times",
    feedId,
    stage: "fetch",
    outcome: null,
  });
  await addArticle(store.db, {
    url: "https://times.example/2",
    sourceId: "times",
    feedId,
    stage: "strip",
    due_at: later,
    outcome: null,
  });
  await addGroup(store.db, { dueAt: later });
  const { write, text } = collector();
  expect(await drain([], environmentOf(store.url), write)).toBe(0);
  expect(text()).toContain("Drained after");
  expect(await isDraining()).toBeDefined();
});

test("waits until running work has ended", async () => {
  const id = await addArticle(store.db, {
    url: "https://times.example/3",
    sourceId: "times",
    feedId,
    stage: "classify",
    due_at: new Date(Date.now() + 10_000),
    claim: "somebody",
    outcome: null,
  });
  const { write, text } = collector();
  const draining = drainStore(store.db, { by: "ada", write, limitMs: 20_000 });
  await new Promise((resolve) => setTimeout(resolve, 700));
  expect(text()).not.toContain("Drained");
  await store.db
    .updateTable("article_revision")
    .set({ stage: "done", due_at: "infinity", claim: null })
    .where("article_id", "=", id)
    .execute();
  expect(await draining).toBe(0);
});

test("says what is left when the limit passes, and that nobody works on it", async () => {
  await addArticle(store.db, {
    url: "https://times.example/4",
    sourceId: "times",
    feedId,
    stage: "strip",
    due_at: new Date(0),
    outcome: null,
  });
  const group = await store.db.selectFrom("alert_group").select("id").executeTakeFirstOrThrow();
  await addDelivery(store.db, "dl_open", group.id, { state: "pending" });
  const { write, text } = collector();
  expect(await drainStore(store.db, { by: "ada", write, limitMs: 600 })).toBe(1);
  expect(text()).toContain("strip: 1 left; no stripper is running");
  expect(text()).toContain("deliver: 1 left; no notifier is running");
  expect(text()).toContain("Nothing is lost");
});

test("--end lets intake go on", async () => {
  await store.db.insertInto("control").values({ name: "drain" }).execute();
  const { write, text } = collector();
  expect(await drain(["--end"], environmentOf(store.url), write)).toBe(0);
  expect(await isDraining()).toBeUndefined();
  expect(await drain(["--end"], environmentOf(store.url), write)).toBe(0);
  expect(text()).toBe("Intake goes on: feeds are polled and pages fetched again.\nIntake was not stopped.\n");
});

test("wrong words are refused with the right ones", async () => {
  await expect(drain(["--stop"], environmentOf(store.url), () => undefined)).rejects.toThrow(
    "write: wirewatch drain [--end]",
  );
  await expect(drain(["now"], environmentOf(store.url), () => undefined)).rejects.toThrow(
    'takes no names, found "now"',
  );
});
