import { loadPage, sql } from "@wirewatch/store";
import type { ArticleRevision } from "@wirewatch/store";
import { beforeEach, describe, expect, test } from "vitest";
import { useFetcherScene } from "../../../test/support/fetcher-scene.ts";
import type { ScenePage } from "../../../test/support/fetcher-scene.ts";
import type { NewsSite } from "../../../test/support/news-site.ts";
import type { PlainSite } from "../../../test/support/plain-site.ts";
import { addRevision } from "../../../test/support/rows.ts";

const scene = useFetcherScene();
let site: NewsSite;

beforeEach(async () => {
  site = await scene.openSite();
});

const page = (number: number) => ({ path: `/${number}`, title: `Title ${number}`, html: `<p>Text ${number}</p>` });

describe("fetching a page", () => {
  async function fetchPage(path: string, settings: object = {}): Promise<ScenePage> {
    const row = await addRevision(scene.store.db, { stage: "fetch", page_url: `${site.url}${path}` });
    return scene.fetch(row, { url: site.feedUrl, hosts: [site.host], ...settings });
  }

  test("keeps it as it came and hands it on", async () => {
    site.publish([page(1)]);
    const { row, runner } = await fetchPage("/1");
    expect(row).toMatchObject({ stage: "strip", status: 200, page_url: `${site.url}/1`, fetched_at: expect.any(Date) });
    expect(await loadPage(scene.store.db, row.article_id, 1)).toEqual({
      contentType: "text/html; charset=utf-8",
      body: Buffer.from("<p>Text 1</p>"),
      etag: null,
      lastModified: null,
    });
    expect(runner.bells).toEqual([{ stage: "strip", message: { articleId: row.article_id, revision: 1 } }]);
    expect(runner.gaps).toEqual([{ gates: [row.gate], gapMs: 2000 }]);
  });

  test("keeps the address that redirects led to", async () => {
    site.publish([page(1)]);
    site.answer("/old", 301, "", { location: "/1" });
    expect((await fetchPage("/old")).row).toMatchObject({ stage: "strip", page_url: `${site.url}/1` });
  });

  test("ends with what the site says", async () => {
    expect((await fetchPage("/none")).row).toMatchObject({ stage: "done", outcome: "gone", status: 404 });
    site.answer("/paid", 402, "");
    expect((await fetchPage("/paid")).row).toMatchObject({ outcome: "refused", status: 402 });
  });

  test("comes back after an error of the server, and ends as failed after the stage's attempts", async () => {
    site.answer("/1", 500, "");
    const { row } = await fetchPage("/1");
    expect(row).toMatchObject({ stage: "fetch", attempts: 1, outcome: null });
    expect(row.next_at.getTime() - Date.now()).toBeGreaterThan(3000);
    await sql`update article_revision set attempts = 4`.execute(scene.store.db);
    const again = await scene.fetch(row, { url: site.feedUrl, hosts: [site.host] });
    expect(again.row).toMatchObject({
      stage: "done",
      outcome: "failed",
      reason: "the server answered with an error (500)",
    });
  });

  test("is refused for an address of a private network that the source did not open", async () => {
    site.publish([page(1)]);
    const { row } = await fetchPage("/1", { private_pages: [] });
    expect(row).toMatchObject({ outcome: "refused", reason: expect.stringContaining("not a public address") });
    expect(site.requests).toEqual([]);
  });

  test("is refused when its source left the configuration", async () => {
    expect((await fetchPage("/1", { id: "another" })).row).toMatchObject({ outcome: "refused" });
  });
});

describe("a page behind a redirect to another host", () => {
  let elsewhere: PlainSite;
  let visits = 0;
  beforeEach(async () => {
    elsewhere = await scene.openPlainSite();
    elsewhere.serve("/1", { body: "<p>There</p>" });
    site.answer("/old", 302, "", { location: `${elsewhere.url}/1` });
  });

  async function fetchOld(settings: object = {}): Promise<ScenePage> {
    const row = await addRevision(scene.store.db, { stage: "fetch", page_url: `${site.url}/old?${++visits}` });
    return scene.fetch(row, {
      url: site.feedUrl,
      hosts: [site.host, elsewhere.host],
      robots: "ignore",
      robots_reason: "a test",
      ...settings,
    });
  }

  test("is asked for without the source's cookies", async () => {
    const { row } = await fetchOld({ cookies: { session: "${env:TOKEN}" } });
    expect(row).toMatchObject({ stage: "strip", page_url: `${elsewhere.url}/1` });
    expect(scene.sent.at(-1)?.headers).toMatchObject({ cookie: "session=s3cret" });
    expect(elsewhere.requests.map((request) => request.headers.cookie)).toEqual([undefined]);
  });

  test("waits for that host's next free moment", async () => {
    const settings = { per_host: { min_interval: "400ms" } };
    await fetchOld(settings);
    const startedMs = performance.now();
    expect((await fetchOld(settings)).row.stage).toBe("strip");
    expect(performance.now() - startedMs).toBeGreaterThan(200);
  });

  test("is tried again later when that host is busy for a while, at no cost of an attempt", async () => {
    await fetchOld();
    await sql`update host_gate set ready_at = now() + interval '10 min' where gate = ${elsewhere.url}`.execute(
      scene.store.db,
    );
    const { row } = await fetchOld();
    expect(row).toMatchObject({ stage: "fetch", attempts: 0 });
    expect(row.next_at.getTime() - Date.now()).toBeGreaterThan(500_000);
    expect(elsewhere.count("/1")).toBe(1);
  });

  test("closes that host when it wants to be left alone, not the one that led there", async () => {
    elsewhere.serve("/1", { status: 429, body: "", headers: { "retry-after": "600" } });
    await fetchOld();
    const closed = await sql<{
      gate: string;
    }>`select gate from host_gate where ready_at > now() + interval '5 min'`.execute(scene.store.db);
    expect(closed.rows).toEqual([{ gate: elsewhere.url }]);
  });
});

describe("robots.txt", () => {
  const robots = "User-agent: *\nDisallow: /private";
  async function fetchPath(path: string, settings: object = {}): Promise<ArticleRevision> {
    const row = await addRevision(scene.store.db, { stage: "fetch", page_url: `${site.url}${path}` });
    return (await scene.fetch(row, { url: site.feedUrl, hosts: [site.host], ...settings })).row;
  }
  const asked = (): number => site.requests.filter((request) => request.path === "/robots.txt").length;

  test("is asked once for all pages of a site, for a day", async () => {
    site = await scene.openSite({ robots });
    site.publish([page(1), page(2)]);
    await fetchPath("/1");
    await fetchPath("/2");
    expect(asked()).toBe(1);
    await sql`update robots set fetched_at = now() - interval '25 hours'`.execute(scene.store.db);
    await fetchPath("/3");
    expect(asked()).toBe(2);
  });

  test("is obeyed as it was last known while it cannot be read", async () => {
    site = await scene.openSite({ robots });
    site.publish([page(1)]);
    await fetchPath("/1");
    await sql`update robots set fetched_at = now() - interval '25 hours'`.execute(scene.store.db);
    site.answer("/robots.txt", 500, "");
    expect(await fetchPath("/1?again")).toMatchObject({ stage: "strip" });
    expect(await fetchPath("/private/1")).toMatchObject({ outcome: "refused" });
  });

  test.each([
    ["12", 12_000],
    ["3600", 30_000],
    ["1", 2000],
  ])("that asks for a pause of %s s has its host rest for %d ms", async (delay, gapMs) => {
    site = await scene.openSite({ robots: `User-agent: *\nCrawl-delay: ${delay}` });
    site.publish([page(1)]);
    const row = await addRevision(scene.store.db, { stage: "fetch", page_url: `${site.url}/1` });
    const { runner } = await scene.fetch(row, { url: site.feedUrl, hosts: [site.host] });
    expect(runner.gaps).toEqual([{ gates: [site.url], gapMs }]);
  });

  test("forbids what it forbids, also after a redirect", async () => {
    site = await scene.openSite({ robots });
    site.publish([{ ...page(1), path: "/private/1" }]);
    site.answer("/open", 302, "", { location: "/private/1" });
    for (const path of ["/private/1", "/open"])
      expect(await fetchPath(path)).toMatchObject({
        outcome: "refused",
        reason: expect.stringContaining("robots.txt of"),
      });
    expect(site.requests.filter((request) => request.path === "/private/1")).toEqual([]);
  });

  test("is not asked where the operator has a reason", async () => {
    site = await scene.openSite({ robots });
    site.publish([{ ...page(1), path: "/private/1" }]);
    expect(await fetchPath("/private/1", { robots: "ignore", robots_reason: "our own site" })).toMatchObject({
      stage: "strip",
    });
    expect(asked()).toBe(0);
  });

  test.each([
    [404, "strip"],
    [403, "strip"],
    [500, "fetch"],
    [429, "fetch"],
  ])("that answers %d leaves the page in %s", async (status, expected) => {
    site.publish([page(1)]);
    site.answer("/robots.txt", status, "");
    expect(await fetchPath("/1")).toMatchObject({ stage: expected });
  });
});
