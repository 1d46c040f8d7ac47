import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { addFeed } from "../../../test/support/rows.ts";
import { startTestStore } from "../../../test/support/store.ts";
import type { TestStore } from "../../../test/support/store.ts";
import { saveConfig } from "./config-rows.ts";
import { readSourceHealth } from "./source-health.ts";
import { pauseSources, pauseWords, readPauses, resumeSources } from "./source-pause.ts";

let store: TestStore;

beforeAll(async () => {
  store = await startTestStore();
});
afterEach(() => sql`truncate feed, source_pause, config, change restart identity cascade`.execute(store.db));
afterAll(() => store.stop());

const pause = (...ids: string[]) =>
  store.db.transaction().execute((tx) => pauseSources(tx, ids, { by: "ada", reason: "the site asked us to wait" }));
const resume = (...ids: string[]) => store.db.transaction().execute((tx) => resumeSources(tx, ids));
const stages = async (): Promise<string[]> =>
  (await store.db.selectFrom("feed").select(["source_id", "stage"]).orderBy("id").execute()).map(
    ({ source_id, stage }) => `${source_id} ${stage}`,
  );

describe("a pause", () => {
  test("stops the documents of a source and no others, until it is resumed", async () => {
    await addFeed(store.db, { source_id: "times" });
    await addFeed(store.db, { source_id: "times" });
    await addFeed(store.db, { source_id: "wire", url: "https://wire.example/rss" });
    expect(await pause("times")).toEqual(["times"]);
    expect(await stages()).toEqual(["times paused", "times paused", "wire poll"]);
    const { resumed, gates } = await resume("times", "wire");
    expect(resumed).toEqual(["times"]);
    expect(gates).toHaveLength(2);
    expect(await stages()).toEqual(["times poll", "times poll", "wire poll"]);
  });

  test("takes the row from a poll that is under way", async () => {
    const feed = await addFeed(store.db, { source_id: "times", claim: "a worker", due_at: new Date() });
    await pause("times");
    expect(await store.db.selectFrom("feed").selectAll().where("id", "=", feed.id).executeTakeFirst()).toMatchObject({
      stage: "paused",
      claim: null,
    });
  });

  test("leaves alone what is not polled anyhow", async () => {
    await addFeed(store.db, { source_id: "times", stage: "stopped" });
    await addFeed(store.db, { source_id: "times", stage: "push", url: "push:times" });
    await addFeed(store.db, { source_id: "times", stage: "closed" });
    await pause("times");
    await resume("times");
    expect(await stages()).toEqual(["times stopped", "times push", "times closed"]);
  });

  test("is the first one's: another changes neither name nor reason", async () => {
    await pause("times");
    const again = await store.db
      .transaction()
      .execute((tx) => pauseSources(tx, ["times", "wire"], { by: "ben", reason: "" }));
    expect(again).toEqual(["wire"]);
    const pauses = await readPauses(store.db);
    expect([...pauses.values()].map(pauseWords)).toEqual(["paused by ada: the site asked us to wait", "paused by ben"]);
  });

  test("shows in the health of the source, with who and why, and is told to open pages", async () => {
    await addFeed(store.db, { source_id: "times", status: "failing" });
    await saveConfig(store.db, "1", { sources: [{ id: "times", name: "Times", url: null, enabled: true }] });
    await pause("times");
    expect(await readSourceHealth(store.db)).toMatchObject([
      {
        state: "paused",
        reason: "paused by ada: the site asked us to wait",
        pause: { by: "ada" },
        feeds: [{ state: "paused", nextTryAt: null }],
      },
    ]);
    await resume("times");
    expect(await readSourceHealth(store.db)).toMatchObject([{ state: "failing", pause: null }]);
    const told = await store.db.selectFrom("change").select(["kind", "ref"]).execute();
    expect(told).toEqual([
      { kind: "source", ref: "times" },
      { kind: "source", ref: "times" },
    ]);
  });

  test("takes hostile names and reasons as text", async () => {
    const reason = "'; drop table feed; --\u0000<script>";
    await store.db.transaction().execute((tx) => pauseSources(tx, ["x'y"], { by: "a\u0000b", reason }));
    expect((await readPauses(store.db)).get("x'y")?.reason).toContain("drop table");
  });
});
