import type { SourceConfig } from "@wirewatch/config";
import { savePage, sql } from "@wirewatch/store";
import type { ArticleRevision } from "@wirewatch/store";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { configFrom } from "../../../test/support/config.ts";
import { useFetcherScene } from "../../../test/support/fetcher-scene.ts";
import type { PlainSite } from "../../../test/support/plain-site.ts";
import { addRevision } from "../../../test/support/rows.ts";
import { openRechecks } from "./recheck.ts";

const scene = useFetcherScene();
let site: PlainSite;
let sources: readonly SourceConfig[];

beforeAll(async () => {
  ({ sources } = await configFrom({
    sources: { sources: [{ id: "site", url: "https://site.example/rss", recheck: ["1h", "6h", "24h"] }] },
  }));
});
beforeEach(async () => {
  site = await scene.openPlainSite();
});

const settings = () => ({ url: `${site.url}/rss`, hosts: [site.host], recheck: ["1h", "6h", "24h"] });

/** A page that was fetched. */
async function fetched(path: string, given: Partial<ArticleRevision> = {}): Promise<ArticleRevision> {
  const row = await addRevision(scene.store.db, { stage: "fetch", page_url: `${site.url}${path}`, ...given });
  return (await scene.fetch(row, settings())).row;
}

const rechecks = () => scene.store.db.selectFrom("recheck").selectAll().orderBy("article_id").execute();
const finish = (outcome = "unmatched") =>
  sql`update article_revision set stage = 'done', outcome = ${outcome}, due_at = 'infinity' where stage <> 'done'`.execute(
    scene.store.db,
  );
const comeDue = () => sql`update recheck set due_at = now()`.execute(scene.store.db);
const open = () => openRechecks(scene.store.db, sources);

describe("a page that was fetched", () => {
  beforeEach(() => site.serve("/1", { body: "<p>Text</p>" }));

  test("is looked at again an hour after it was seen", async () => {
    const row = await fetched("/1");
    const [planned] = await rechecks();
    expect(planned).toMatchObject({ article_id: row.article_id, source_id: "site", step: 0 });
    expect(planned?.due_at.getTime()).toBe(row.seen_at.getTime() + 3_600_000);
  });

  test.each<[string, Partial<ArticleRevision>]>([
    ["it was there before the source was", { baseline: true }],
    ["it was old already", { too_old: true }],
    ["it is looked at again just now", { trigger: "recheck" }],
  ])("is left alone when %s", async (_why, given) => {
    await fetched("/1", given);
    expect(await rechecks()).toEqual([]);
  });
});

describe("a page whose time has come", () => {
  beforeEach(async () => {
    site.serve("/1", { body: "<p>Text</p>", headers: { etag: '"1"' } });
    await fetched("/1");
    await finish();
    await comeDue();
  });

  test("is opened as the next revision, and planned for the next age", async () => {
    const [before] = await rechecks();
    expect(await open()).toBe(1);
    expect(await scene.revisions()).toMatchObject([
      { revision: 1, stage: "done" },
      { revision: 2, stage: "fetch", trigger: "recheck", page_url: `${site.url}/1`, gate: site.url, baseline: false },
    ]);
    const [planned] = await rechecks();
    expect(planned).toMatchObject({ step: 1 });
    expect(planned?.due_at.getTime()).toBe((before?.due_at.getTime() ?? 0) + 5 * 3_600_000);
  });

  test("is looked at three times in all", async () => {
    for (let look = 0; look < 3; look += 1) {
      expect(await open()).toBe(1);
      await finish("unchanged");
      await comeDue();
    }
    expect(await rechecks()).toEqual([]);
    expect(await scene.revisions()).toHaveLength(4);
  });

  test("ends as unchanged without being read when the site says so", async () => {
    site.serve("/1", { status: 304, body: "" });
    await open();
    const [, again] = await scene.revisions();
    if (again === undefined) throw new Error("there is no second look");
    expect((await scene.fetch(again, settings())).row).toMatchObject({
      stage: "done",
      outcome: "unchanged",
      status: 304,
    });
    expect(scene.sent.at(-1)?.headers).toMatchObject({ "if-none-match": '"1"' });
  });

  test("ends as unchanged when it is the same to the last byte, and goes on when it is not", async () => {
    await open();
    const [, second] = await scene.revisions();
    if (second === undefined) throw new Error("there is no second look");
    expect((await scene.fetch(second, settings())).row).toMatchObject({ stage: "done", outcome: "unchanged" });
    await comeDue();
    await open();
    site.serve("/1", { body: "<p>Corrected</p>" });
    const [, , third] = await scene.revisions();
    if (third === undefined) throw new Error("there is no third look");
    expect((await scene.fetch(third, settings())).row).toMatchObject({ stage: "strip", revision: 3 });
  });

  test.each(["gone", "refused", "notArticle", "failed"])("is not looked at again after it was %s", async (outcome) => {
    await scene.store.db
      .updateTable("article_revision")
      .set({ outcome: outcome as "gone" })
      .execute();
    expect(await open()).toBe(0);
    expect(await rechecks()).toEqual([]);
  });

  test("waits while it is still being worked on", async () => {
    await scene.store.db.updateTable("article_revision").set({ stage: "classify", outcome: null }).execute();
    expect(await open()).toBe(0);
    const [planned] = await rechecks();
    expect(planned?.due_at.getTime()).toBeGreaterThan(Date.now() + 5000);
  });

  test("is forgotten when its source is gone", async () => {
    expect(await openRechecks(scene.store.db, [])).toBe(0);
    expect(await rechecks()).toEqual([]);
  });

  test("waits while the system drains", async () => {
    await scene.store.db.insertInto("control").values({ name: "drain" }).execute();
    expect(await open()).toBe(0);
    await scene.store.db.deleteFrom("control").execute();
    expect(await open()).toBe(1);
  });

  test("is opened once, however many look at the same moment", async () => {
    const opened = await Promise.all(Array.from({ length: 6 }, open));
    expect(opened.reduce((sum, count) => sum + count, 0)).toBe(1);
  });
});

describe("several pages of one host", () => {
  test("are opened one at a time, and none while news wait", async () => {
    for (const name of ["1", "2", "3"]) {
      site.serve(`/${name}`, { body: name });
      await fetched(`/${name}`);
    }
    await finish();
    await comeDue();
    expect(await open()).toBe(1);
    await comeDue();
    expect(await open()).toBe(0);
    await finish();
    await comeDue();
    const news = await addRevision(scene.store.db, { stage: "fetch", page_url: `${site.url}/news` });
    expect(await open()).toBe(0);
    await sql`update article_revision set stage = 'done' where article_id = ${news.article_id}`.execute(scene.store.db);
    await comeDue();
    expect(await open()).toBe(1);
  });

  test("do not keep another host waiting", async () => {
    const elsewhere = { page_url: "https://elsewhere.example/1", stage: "done", outcome: "matched" } as const;
    for (const given of [{ ...elsewhere, page_url: "https://site.example/1" }, elsewhere]) {
      const row = await addRevision(scene.store.db, given);
      await savePage(scene.store.db, row.article_id, 1, { contentType: null, body: "x" });
      await scene.store.db
        .insertInto("recheck")
        .values({ article_id: row.article_id, source_id: "site", step: 0, due_at: new Date(0) })
        .execute();
    }
    expect(await open()).toBe(2);
  });
});
