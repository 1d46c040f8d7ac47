import { pauseSources, readPolls, resumeSources } from "@wirewatch/store";
import { expect, test, describe } from "vitest";
import { configFrom } from "../../../test/support/config.ts";
import { useFetcherScene } from "../../../test/support/fetcher-scene.ts";
import { addFeed, addRevision } from "../../../test/support/rows.ts";
import { until } from "../../../test/support/until.ts";
import { syncFeeds } from "./feeds-sync.ts";
import { openRechecks } from "./recheck.ts";

const scene = useFetcherScene();

const site = { id: "site", url: "https://site.example/rss" };
const pause = (id = "site") =>
  scene.store.db.transaction().execute((tx) => pauseSources(tx, [id], { by: "ada", reason: "" }));
const resume = (id = "site") => scene.store.db.transaction().execute((tx) => resumeSources(tx, [id]));
const sync = async (...sources: object[]): Promise<void> =>
  syncFeeds(scene.store.db, await configFrom({ sources: { sources } }));
const stages = async (): Promise<string[]> =>
  (await scene.store.db.selectFrom("feed").select("stage").orderBy("id").execute()).map(({ stage }) => stage);

describe("a paused source", () => {
  test("stays paused whatever becomes of the configuration", async () => {
    await sync(site);
    await pause();
    await sync({ ...site, every: "5m" });
    await sync({ ...site, kind: "feed" });
    expect(await stages()).toEqual(["paused"]);
    await sync({ ...site, feeds: [site.url, "https://site.example/more.xml"] });
    expect(await stages()).toEqual(["paused", "paused"]);
    await resume();
    expect(await stages()).toEqual(["poll", "poll"]);
  });

  test("that leaves the configuration stops, and is paused still when it comes back", async () => {
    await sync(site);
    await pause();
    await sync();
    expect(await stages()).toEqual(["stopped"]);
    await resume();
    expect(await stages()).toEqual(["stopped"]);
    await pause();
    await sync(site);
    expect(await stages()).toEqual(["paused"]);
  });

  test("is not asked", async () => {
    const server = await scene.openPlainSite();
    const url = `${server.url}/feed`;
    const feed = await addFeed(scene.store.db, { source_id: "site", url });
    await pause();
    await scene.poll(feed, { url, hosts: [server.host] });
    expect(scene.sent).toEqual([]);
    await resume();
  });

  test("has none of its pages looked at again", async () => {
    const row = await addRevision(scene.store.db, { source_id: "site", stage: "done", outcome: "matched" });
    await scene.store.db
      .insertInto("recheck")
      .values({ article_id: row.article_id, source_id: "site", step: 0, due_at: new Date(0) })
      .execute();
    const { sources } = await configFrom({ sources: { sources: [site] } });
    await pause();
    expect(await openRechecks(scene.store.db, sources)).toBe(0);
    await resume();
    expect(await openRechecks(scene.store.db, sources)).toBe(1);
  });
});

test("every poll is noted: what came, how long it took, and what was wrong", async () => {
  const server = await scene.openPlainSite();
  const url = `${server.url}/feed`;
  const feed = await addFeed(scene.store.db, { source_id: "site", url });
  const source = { url, hosts: [server.host] };
  await scene.poll(feed, source);
  const logged = async () => (await readPolls(scene.store.db, [feed.id])).get(feed.id) ?? [];
  await until(async () => (await logged()).length === 1, 10_000);
  expect(await logged()).toMatchObject([{ status: 404, problem: "notFound", items: 0 }]);
  expect((await logged())[0]?.ms).toBeGreaterThanOrEqual(0);
});
