import { sql } from "@wirewatch/store";
import type { Feed } from "@wirewatch/store";
import { beforeEach, describe, expect, test } from "vitest";
import { useFetcherScene } from "../../../test/support/fetcher-scene.ts";
import type { PlainSite } from "../../../test/support/plain-site.ts";
import { addFeed } from "../../../test/support/rows.ts";

const scene = useFetcherScene();
let site: PlainSite;

beforeEach(async () => {
  site = await scene.openPlainSite();
});

const noGap = { per_host: { min_interval: "0s" } };

/** A row for a path of the site. */
const rowFor = (path: string, given: Partial<Omit<Feed, "moved" | "rhythm">> = {}): Promise<Feed> =>
  addFeed(scene.store.db, { url: `${site.url}${path}`, ...given });

/** Polls a row as the only document of its source. */
const poll = (row: Feed, settings: object = {}) =>
  scene.poll(row, { url: row.url, hosts: [site.host], ...noGap, ...settings });

async function pagesFound(): Promise<string[]> {
  return (await scene.revisions()).map((row) => (row.page_url ?? "").slice(site.url.length));
}

function serveXml(path: string, body: string): void {
  site.serve(path, { type: "application/xml", body });
}

const rssOf = (...names: string[]): string =>
  `<rss version="2.0"><channel><title>Feed</title>${names
    .map((name) => `<item><guid>g-${name}</guid><title>${name}</title><link>${site.url}/${name}</link></item>`)
    .join("")}</channel></rss>`;

describe("a sitemap", () => {
  const urlset = (...entries: [name: string, lastmod: string | null][]): string =>
    `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${entries
      .map(([name, at]) => `<url><loc>${site.url}/${name}</loc>${at === null ? "" : `<lastmod>${at}</lastmod>`}</url>`)
      .join("")}</urlset>`;
  const today = new Date().toISOString();

  test("gives its young entries, without the old ones", async () => {
    const row = await rowFor("/s.xml");
    serveXml("/s.xml", urlset(["1", today], ["2", "2020-01-01"]));
    await poll(row, { kind: "sitemap" });
    expect(await pagesFound()).toEqual(["/1"]);
    expect(await scene.feedNow(row)).toMatchObject({ status: "ok", document: "sitemap" });
  });

  test("is asked for as robots.txt allows", async () => {
    const row = await rowFor("/s.xml");
    site.serve("/robots.txt", { type: "text/plain", body: "User-agent: *\nDisallow: /s.xml" });
    await poll(row, { kind: "sitemap", health: { failing_after: 1 } });
    expect(await scene.feedNow(row)).toMatchObject({ status: "blocked", problem: "robots" });
    expect(site.count("/s.xml")).toBe(0);
  });

  test("that is an index leads to its newest ones, and follows them when it changes", async () => {
    const row = await rowFor("/index.xml");
    const index = (...names: string[]): string =>
      `<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${names
        .map((name) => `<sitemap><loc>${site.url}/${name}.xml</loc><lastmod>${today}</lastmod></sitemap>`)
        .join("")}</sitemapindex>`;
    serveXml("/index.xml", index("a"));
    const { gaps } = await poll(row);
    const [, child] = await scene.store.db.selectFrom("feed").selectAll().orderBy("id").execute();
    expect(child).toMatchObject({ parent_id: row.id, kind: "sitemap", stage: "poll", url: `${site.url}/a.xml` });
    expect(gaps.flatMap((gap) => gap.gates)).toContain(site.url);
    serveXml("/a.xml", urlset(["1", today]));
    if (child === undefined) throw new Error("there is no child");
    await scene.poll(child, { url: row.url, hosts: [site.host] });
    expect(await pagesFound()).toEqual(["/1"]);
    serveXml("/index.xml", index("b"));
    await poll(row);
    expect(await scene.feedNow(child)).toMatchObject({ stage: "stopped" });
  });
});

describe("a listing", () => {
  const listed = (path: string, names: readonly string[], next: string | null = null): void =>
    site.serve(path, {
      body: `<ul>${names.map((name) => `<li><a href="/${name}">${name}</a></li>`).join("")}</ul>${next === null ? "" : `<a class="next" href="${next}">more</a>`}`,
    });
  const settings = { kind: "listing", listing: { item: "li", next: ".next", max_pages: 3 } };

  test("is read page by page until something is known", async () => {
    const row = await rowFor("/list");
    listed("/list", ["1", "2"], "/list/2");
    listed("/list/2", ["3"], "/list/3");
    listed("/list/3", ["4"], "/list/4");
    await poll(row, settings);
    expect((await pagesFound()).toSorted()).toEqual(["/1", "/2", "/3", "/4"]);
    expect(site.count("/list/4")).toBe(0);
    listed("/list", ["0", "1"], "/list/2");
    await poll(row, settings);
    expect(await pagesFound()).toContain("/0");
    expect(site.count("/list/2")).toBe(1);
    expect((await scene.feedNow(row)).overflows).toBe(0);
  });

  test("goes on from a page that is all new, and counts when the pages end before something is known", async () => {
    const row = await rowFor("/list");
    listed("/list", ["1"]);
    await poll(row, settings);
    listed("/list", ["5", "6"], "/list/2");
    listed("/list/2", ["4", "1"]);
    await poll(row, settings);
    expect((await scene.feedNow(row)).overflows).toBe(0);
    listed("/list", ["9", "8", "7"], "/none");
    await poll(row, settings);
    expect((await scene.feedNow(row)).overflows).toBe(1);
  });

  test("keeps the host's pause between its pages", async () => {
    const row = await rowFor("/list");
    listed("/list", ["1"], "/list/2");
    listed("/list/2", ["2"]);
    const startedMs = performance.now();
    await poll(row, { ...settings, per_host: { min_interval: "300ms" } });
    expect(performance.now() - startedMs).toBeGreaterThan(295);
  });

  test("without a single article says that its rules find none", async () => {
    const row = await rowFor("/list");
    site.serve("/list", { body: "<div>New layout</div>" });
    await poll(row, settings);
    expect(await scene.feedNow(row)).toMatchObject({
      problem: "selector",
      reason: expect.stringMatching(/"li" finds no article/),
    });
  });
});

describe("a watched page", () => {
  const settings = { kind: "page", page: { select: "main", min_change: 10 } };
  const serve = (text: string): void =>
    site.serve("/advice", { body: `<title>Advice</title><main><p>${text}</p></main>` });

  test("gives an article that needs no page, when it changes", async () => {
    const row = await rowFor("/advice");
    serve("Level 2, as before");
    await poll(row, settings);
    expect(await scene.revisions()).toEqual([]);
    serve("Level 4, do not travel");
    const { bells } = await poll(row, settings);
    const [revision] = await scene.revisions();
    expect(revision).toMatchObject({ stage: "strip", title: "Advice", baseline: false });
    expect(revision?.page_url).toMatch(/\/advice#!change-\d+T\d+Z$/);
    expect(bells).toEqual([{ stage: "strip", message: { articleId: revision?.article_id, revision: 1 } }]);
    await poll(row, settings);
    expect(await scene.revisions()).toHaveLength(1);
    expect(await scene.feedNow(row)).toMatchObject({ document: "page", title: "Advice", status: "ok" });
  });
});

describe("a home page", () => {
  const home = (links: string): void =>
    site.serve("/", { body: `<html><head><title>Home</title>${links}</head></html>` });

  test("leads to its feeds, and a feed that turns into a page is a problem", async () => {
    const row = await rowFor("/");
    home('<link rel="alternate" type="application/rss+xml" title="News" href="/feed">');
    await poll(row);
    expect(await scene.feedNow(row)).toMatchObject({ status: "ok", document: "html", title: "Home" });
    const [, feed] = await scene.store.db.selectFrom("feed").selectAll().orderBy("id").execute();
    if (feed === undefined) throw new Error("there is no feed");
    expect(feed).toMatchObject({ kind: "feed", parent_id: row.id, url: `${site.url}/feed` });
    site.serve("/feed", { body: rssOf("1") });
    await scene.poll(feed, { url: row.url, hosts: [site.host] });
    expect(await pagesFound()).toEqual(["/1"]);
    site.serve("/feed", { body: "<html><title>Moved</title></html>" });
    await scene.poll(feed, { url: row.url, hosts: [site.host] });
    expect(await scene.feedNow(feed)).toMatchObject({ problem: "html", document: "rss", status: "slow" });
  });

  test("leads to the sitemaps of its robots.txt when it announces no feed", async () => {
    const row = await rowFor("/");
    home("");
    site.serve("/robots.txt", { type: "text/plain", body: `User-agent: *\nDisallow:\nSitemap: ${site.url}/s.xml` });
    await poll(row);
    const found = await scene.store.db
      .selectFrom("feed")
      .select(["url", "kind"])
      .where("parent_id", "=", row.id)
      .execute();
    expect(found).toEqual([{ url: `${site.url}/s.xml`, kind: "sitemap" }]);
  });
});

describe("an identity change", () => {
  test("joins what is known, and tells nothing", async () => {
    const row = await rowFor("/rss");
    const names = ["1", "2", "3", "4", "5", "6"];
    site.serve("/rss", { body: rssOf(...names) });
    await poll(row);
    site.serve("/rss", { body: rssOf("7", ...names).replaceAll("<guid>g-", "<guid>new-") });
    await poll(row);
    expect(await pagesFound()).toHaveLength(7);
    const keys = await scene.store.db.selectFrom("source_item").select("item_key").execute();
    expect(keys.map((item) => item.item_key).toSorted()).toEqual(
      ["1", "2", "3", "4", "5", "6", "7"].map((n) => `new-${n}`),
    );
  });
});

describe("requests", () => {
  test("carry the source's cookies", async () => {
    const row = await rowFor("/rss");
    site.serve("/rss", { body: rssOf("1") });
    await poll(row, { cookies: { session: "${env:TOKEN}" } });
    expect(site.requests.map((request) => request.headers.cookie)).toEqual(["session=s3cret"]);
  });

  test("are not sent without the secret they need; the row says which", async () => {
    const row = await rowFor("/rss");
    const { logged } = await poll(row, { headers: { Authorization: "${env:ABSENT}" } });
    expect(await scene.feedNow(row)).toMatchObject({
      problem: "secret",
      reason: expect.stringContaining("ABSENT is not set"),
    });
    expect(site.requests).toEqual([]);
    expect(logged.filter((line) => line.level !== "info")).toEqual([]);
  });

  test("keep the pause that robots.txt asks for", async () => {
    const row = await rowFor("/s.xml");
    site.serve("/robots.txt", { type: "text/plain", body: "User-agent: *\nCrawl-delay: 7" });
    serveXml("/s.xml", `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"></urlset>`);
    expect((await poll(row, { kind: "sitemap" })).gaps[0]).toEqual({ gates: [site.url], gapMs: 7000 });
    // A feed that is exempt from robots.txt keeps the pause as well, as far as it is known.
    const feed = await rowFor("/rss");
    site.serve("/rss", { body: rssOf() });
    expect((await poll(feed)).gaps[0]).toEqual({ gates: [site.url], gapMs: 7000 });
  });
});

describe("a hub", () => {
  test("is asked to push the feed, once", async () => {
    const row = await rowFor("/rss");
    const hubbed = (...names: string[]): string =>
      rssOf(...names).replace(
        "<channel>",
        `<channel xmlns:atom="http://www.w3.org/2005/Atom"><atom:link rel="hub" href="https://hub.example/"/><atom:link rel="self" href="${site.url}/rss"/>`,
      );
    const settings = { push: "websub" };
    site.serve("/rss", { body: hubbed("1") });
    const { bells } = await poll(row, settings);
    const subscriptions = () => scene.store.db.selectFrom("websub").selectAll().execute();
    const [made] = await subscriptions();
    expect(made).toMatchObject({
      hub: "https://hub.example/",
      topic: `${site.url}/rss`,
      state: "wanted",
      stage: "subscribe",
      token: expect.stringMatching(/^[0-9a-f]{32}$/),
      secret: expect.stringMatching(/^[\w-]{43}$/),
    });
    expect(bells).toContainEqual({ stage: "subscribe", message: { subscriptionId: made?.id } });
    await sql`update websub set state = 'active', stage_at = now() - interval '1 day'`.execute(scene.store.db);
    for (const [names, expected] of [
      [["2", "1"], { state: "active", missed: 1 }],
      [["3", "2", "1"], { state: "off", missed: 2 }],
    ] as const) {
      site.serve("/rss", { body: hubbed(...names) });
      await poll(row, settings);
      expect((await subscriptions())[0]).toMatchObject({ ...expected, token: made?.token });
    }
  });
});
