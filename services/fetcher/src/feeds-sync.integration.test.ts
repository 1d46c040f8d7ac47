import { sql } from "@wirewatch/store";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { configFrom } from "../../../test/support/config.ts";
import { startTestStore } from "../../../test/support/store.ts";
import type { TestStore } from "../../../test/support/store.ts";
import { syncFeeds } from "./feeds-sync.ts";

let store: TestStore;

beforeAll(async () => {
  store = await startTestStore();
});
afterEach(() => sql`truncate feed, host_gate restart identity cascade`.execute(store.db));
afterAll(() => store.stop());

const site = {
  id: "site",
  url: "https://site.example/",
  feeds: ["https://site.example/a.xml", "https://site.example/b.xml"],
};
const other = { id: "other", url: "https://other.example/rss" };

async function sync(...sources: object[]): Promise<void> {
  await syncFeeds(store.db, await configFrom({ sources: { sources } }));
}

const feeds = () =>
  store.db.selectFrom("feed").select(["id", "source_id", "url", "stage", "status", "gate"]).orderBy("id").execute();

describe("the feeds that are polled", () => {
  test("are those of the configuration, with a gate for each host", async () => {
    await sync(site, { ...other, per_host: { concurrency: 3 } });
    expect(await feeds()).toMatchObject([
      {
        source_id: "site",
        url: "https://site.example/a.xml",
        stage: "poll",
        status: "new",
        gate: "https://site.example",
      },
      { source_id: "site", url: "https://site.example/b.xml" },
      { source_id: "other", url: "https://other.example/rss", gate: "https://other.example" },
    ]);
    const slots = await store.db.selectFrom("host_gate").select("gate").execute();
    expect(slots.filter((slot) => slot.gate === "https://other.example")).toHaveLength(3);
  });

  test("are due within a minute, not all in one moment", async () => {
    await sync(
      ...Array.from({ length: 100 }, (_, index) => ({ id: `s${index}`, url: `https://s${index}.example/rss` })),
    );
    const { rows } = await sql<{ spread: number; latest: number }>`
      select extract(epoch from max(next_at) - min(next_at))::float8 as spread,
        extract(epoch from max(next_at) - now())::float8 as latest from feed`.execute(store.db);
    expect(rows[0]?.spread).toBeCloseTo(4.95);
    expect(rows[0]?.latest).toBeLessThan(60);
  });

  test("stay as they are when the same is loaded again", async () => {
    await sync(site);
    await sql`update feed set next_at = now() + interval '1 hour', etag = 'e', failures = 3, status = 'slow'`.execute(
      store.db,
    );
    const before = await store.db.selectFrom("feed").selectAll().orderBy("id").execute();
    await sync(site, other);
    const after = await store.db.selectFrom("feed").selectAll().orderBy("id").execute();
    expect(after.slice(0, 2)).toEqual(before);
    expect(after).toHaveLength(3);
  });

  test.each([
    ["removed", [other]],
    ["disabled", [{ ...site, enabled: false }, other]],
  ])("stop when their source is %s, and keep their history", async (_what, sources) => {
    await sync(site, other);
    await sync(...sources);
    expect(await feeds()).toMatchObject([
      { stage: "stopped", status: "disabled" },
      { stage: "stopped", status: "disabled" },
      { stage: "poll", source_id: "other" },
    ]);
  });

  test("stop one by one when a source lists fewer", async () => {
    await sync(site);
    await sync({ ...site, feeds: ["https://site.example/b.xml"] });
    expect((await feeds()).map((feed) => feed.stage)).toEqual(["stopped", "poll"]);
  });

  test("go on, due at once, when they are listed again", async () => {
    await sync(site, other);
    await sql`update feed set baseline_at = now(), etag = 'e', next_at = now() + interval '1 day'`.execute(store.db);
    await sync(other);
    await sync(site, other);
    const again = await store.db.selectFrom("feed").selectAll().where("source_id", "=", "site").execute();
    expect(again).toHaveLength(2);
    for (const feed of again) {
      expect(feed).toMatchObject({ stage: "poll", etag: "e", baseline_at: expect.any(Date) });
      expect(feed.next_at.getTime()).toBeLessThan(Date.now() + 1000);
    }
  });
});
