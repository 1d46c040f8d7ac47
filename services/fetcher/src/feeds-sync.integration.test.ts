import { sql } from "@wirewatch/store";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { configFrom } from "../../../test/support/config.ts";
import { startTestStore } from "../../../test/support/store.ts";
import type { TestStore } from "../../../test/support/store.ts";
import { syncChildren } from "./children.ts";
import type { Choice } from "./discovery.ts";
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

  test("are asked for the first time spread over one interval, the first few at once", async () => {
    await sync(
      ...Array.from({ length: 100 }, (_, index) => ({
        id: `s${index}`,
        url: `https://s${index}.example/rss`,
        every: "10m",
      })),
    );
    const { rows } = await sql<{ at_once: number; first_half: number; latest: number }>`
      select count(*) filter (where next_at <= now())::int as at_once,
        count(*) filter (where next_at < now() + interval '5 min')::int as first_half,
        extract(epoch from max(next_at) - now())::float8 as latest from feed`.execute(store.db);
    expect(rows[0]?.at_once).toBeLessThan(10);
    expect(rows[0]?.first_half).toBeGreaterThan(40);
    expect(rows[0]?.first_half).toBeLessThan(60);
    expect(rows[0]?.latest).toBeLessThan(600);
  });

  test("of a source added later do not wait for those that are there", async () => {
    await sync(...Array.from({ length: 50 }, (_, n) => ({ id: `s${n}`, url: `https://s${n}.example/rss` })));
    await sync(other, ...Array.from({ length: 50 }, (_, n) => ({ id: `s${n}`, url: `https://s${n}.example/rss` })));
    const { rows } = await sql`select 1 from feed where source_id = 'other' and next_at <= now()`.execute(store.db);
    expect(rows).toHaveLength(1);
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

  test("are read anew when their source is of another kind now", async () => {
    await sync(site);
    await sql`update feed set etag = 'e', body_hash = 'h', document = 'rss', baseline_at = now(), next_at = now() + interval '1 day'`.execute(
      store.db,
    );
    await sync({ ...site, kind: "feed" });
    expect(await store.db.selectFrom("feed").selectAll().where("baseline_at", "is not", null).execute()).toHaveLength(
      2,
    );
    await sync({ ...site, kind: "listing", listing: { item: "li" } });
    for (const feed of await store.db.selectFrom("feed").selectAll().execute()) {
      expect(feed).toMatchObject({ kind: "listing", etag: null, body_hash: null, document: null, stage: "poll" });
      expect(feed.baseline_at).toBeNull();
      expect(feed.next_at.getTime()).toBeLessThan(Date.now() + 1000);
    }
  });

  test("of a source that hands its articles in is a row that is never asked", async () => {
    await sync({ id: "desk", kind: "push", ingest: { token: "${env:TOKEN}" } });
    expect(await feeds()).toMatchObject([{ source_id: "desk", stage: "push", status: "ok" }]);
    expect(await store.db.selectFrom("host_gate").selectAll().execute()).toEqual([]);
    await sync(other);
    expect(await feeds()).toMatchObject([{ source_id: "desk", stage: "stopped" }, { source_id: "other" }]);
  });

  test("of a long list cost a few statements", async () => {
    const config = await configFrom({
      sources: {
        sources: Array.from({ length: 10_000 }, (_, n) => ({
          id: `s${n}`,
          url: `https://host-${n % 150}.example/${n}.xml`,
        })),
      },
    });
    const startedMs = performance.now();
    await syncFeeds(store.db, config);
    await syncFeeds(store.db, config);
    expect(await feeds()).toHaveLength(10_000);
    // Measured: 1 s on two cores that others used as well; one statement for each row took 30 s.
    expect(performance.now() - startedMs).toBeLessThan(10_000);
  });
});

describe("what a document led to", () => {
  const home = { id: "home", url: "https://home.example/" };
  const found: Choice = {
    found: [
      { url: "https://home.example/feed", kind: "feed" },
      { url: "https://cdn.example/index.xml", kind: "sitemap" },
    ],
    replacesOthers: false,
    reason: null,
  };

  const row = (url: string) => store.db.selectFrom("feed").selectAll().where("url", "=", url).executeTakeFirstOrThrow();
  const lead = async (from: string, choice: Choice) => {
    const parent = await row(from);
    return store.db.transaction().execute((tx) => syncChildren(tx, parent, choice));
  };
  const stages = async () => Object.fromEntries((await feeds()).map((feed) => [feed.url, feed.stage]));

  test("is polled in rows of its own, each added once, as long as it is listed", async () => {
    await sync(home, other);
    const gates = ["https://home.example", "https://cdn.example"];
    expect(await lead(home.url, found)).toEqual({ added: 2, gates: expect.arrayContaining(gates) });
    expect(await lead(home.url, found)).toEqual({ added: 0, gates: [] });
    await sync(home, other);
    expect(await feeds()).toHaveLength(4);
    expect(await row("https://home.example/feed")).toMatchObject({
      stage: "poll",
      kind: "feed",
      source_id: "home",
      baseline_at: null,
    });
  });

  test("stops with it, down to what that led to, and goes on with it", async () => {
    await sync(home, other);
    await lead(home.url, found);
    const child = { url: "https://cdn.example/1.xml", kind: "sitemap" } as const;
    await lead("https://cdn.example/index.xml", { found: [child], replacesOthers: true, reason: null });
    await sql`update feed set document = 'html', etag = 'e', body_hash = 'h' where url = ${home.url}`.execute(store.db);
    await sync(other);
    expect(await stages()).toEqual({
      "https://home.example/": "stopped",
      "https://home.example/feed": "stopped",
      "https://cdn.example/index.xml": "stopped",
      "https://cdn.example/1.xml": "stopped",
      "https://other.example/rss": "poll",
    });
    await sync(home, other);
    expect(await row(home.url)).toMatchObject({ stage: "poll", etag: null, body_hash: null });
    expect(await lead(home.url, found)).toMatchObject({ added: 2 });
    expect(await row("https://home.example/feed")).toMatchObject({ stage: "poll", status: "new" });
  });

  test("of an index follows the index; what comes later brings news from the first look on", async () => {
    await sync(home);
    const index = (...names: string[]): Choice => ({
      found: names.map((name) => ({ url: `https://home.example/${name}.xml`, kind: "sitemap" as const })),
      replacesOthers: true,
      reason: null,
    });
    await lead(home.url, index("monday", "tuesday"));
    await sql`update feed set baseline_at = now() where url = ${home.url}`.execute(store.db);
    await lead(home.url, index("tuesday", "wednesday"));
    expect(await stages()).toMatchObject({
      "https://home.example/monday.xml": "stopped",
      "https://home.example/tuesday.xml": "poll",
      "https://home.example/wednesday.xml": "poll",
    });
    expect((await row("https://home.example/tuesday.xml")).baseline_at).toBeNull();
    expect((await row("https://home.example/wednesday.xml")).baseline_at).not.toBeNull();
  });

  test("is bounded, whatever indexes name", async () => {
    await sync(home);
    const many = Array.from({ length: 300 }, (_, n) => ({
      url: `https://home.example/${n}.xml`,
      kind: "sitemap" as const,
    }));
    await lead(home.url, { found: many, replacesOthers: false, reason: null });
    expect(await feeds()).toHaveLength(101);
  });

  test("is the operator's when he lists it", async () => {
    await sync(home);
    await lead(home.url, found);
    await sync({ ...home, feeds: ["https://home.example/feed"] });
    expect(await row("https://home.example/feed")).toMatchObject({ stage: "poll", parent_id: null, kind: "auto" });
    expect(await stages()).toMatchObject({
      "https://home.example/": "stopped",
      "https://cdn.example/index.xml": "stopped",
    });
  });
});
