import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readFreshness, readSourceHealth } from "@wirewatch/store";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { articlePage } from "../support/articles.ts";
import { escapeXml } from "../support/news-site.ts";
import { startPlainSite } from "../support/plain-site.ts";
import type { PlainSite } from "../support/plain-site.ts";
import { seededRandom } from "../support/seeded-random.ts";
import { startTestStore } from "../support/store.ts";
import type { TestStore } from "../support/store.ts";
import { pipelineServices, startSystem, writeConfig } from "../support/system.ts";
import type { TestSystem } from "../support/system.ts";
import { until } from "../support/until.ts";
import { startWebhookSink } from "../support/webhook-sink.ts";
import type { WebhookSink } from "../support/webhook-sink.ts";

/*
 * Every kind of source against a local server, through the real services: what it publishes leads to an alert.
 */

const random = seededRandom(3);
const limitMs = 90_000;
/** A port where nobody listens: the discard service, which no test machine runs. */
const nobody = "127.0.0.1:9";

let store: TestStore;
let site: PlainSite;
let elsewhere: PlainSite;
let sink: WebhookSink;
let system: TestSystem;
let folder: string;
let pages = 0;

/** Publishes one article that the topic looks for. @returns its address and title */
function publish(path: string, on = site): { readonly url: string; readonly path: string; readonly title: string } {
  const page = articlePage(++pages, random, { path });
  on.serve(path, { body: String(page.html) });
  return { url: `${on.url}${path}`, path, title: page.title };
}

interface Entry {
  readonly url: string;
  readonly title: string;
  readonly guid?: string;
  readonly content?: string;
}

function rss(entries: readonly Entry[]): string {
  const items = entries.map(
    ({ url, title, guid = url, content }) =>
      `<item><title>${escapeXml(title)}</title><link>${escapeXml(url)}</link><guid isPermaLink="false">${escapeXml(guid)}</guid>` +
      `<pubDate>${new Date().toUTCString()}</pubDate>${content === undefined ? "" : `<content:encoded><![CDATA[${content}]]></content:encoded>`}</item>`,
  );
  return `<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Feed</title><link>${site.url}</link>${items.join("")}</channel></rss>`;
}

function serveFeed(path: string, entries: readonly Entry[]): void {
  site.serve(path, { type: "application/rss+xml", body: rss(entries) });
}

function serveSitemap(path: string, body: string): void {
  site.serve(path, { type: "application/xml", body: `<?xml version="1.0"?>${body}` });
}

function newsSitemap({ url, title }: Entry): string {
  return (
    `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">` +
    `<url><loc>${url}</loc><news:news><news:publication><news:name>N</news:name><news:language>en</news:language></news:publication>` +
    `<news:publication_date>${new Date().toISOString()}</news:publication_date><news:title>${escapeXml(title)}</news:title></news:news></url>` +
    `<url><loc>${site.url}/old</loc><lastmod>2020-01-01</lastmod></url></urlset>`
  );
}

const watched = (text: string): string =>
  `<html><head><title>Travel advice</title></head><body><main><p>Level 2: the usual care.</p>${text}</main><footer>${++pages}</footer></body></html>`;

beforeAll(async () => {
  [store, site, elsewhere, sink] = await Promise.all([
    startTestStore(),
    startPlainSite(),
    startPlainSite(),
    startWebhookSink(),
  ]);
  folder = mkdtempSync(join(tmpdir(), "wirewatch sources "));
  serveFirst();
  writeConfig(folder, {
    sources: JSON.stringify(sourcesFile()),
    topics: JSON.stringify({ version: 1, topics: [{ id: "harbour", name: "Harbour", any: ["harbourmaster"] }] }),
    alerts: JSON.stringify({
      version: 1,
      route: { receiver: "desk", group_wait: "0s" },
      receivers: [{ name: "desk", webhook: [{ url: `${sink.url}/alerts`, secret: "${env:TEST_WEBHOOK_SECRET}" }] }],
    }),
  });
  system = startSystem(pipelineServices, {
    DATABASE_URL: store.url,
    WIREWATCH_CONFIG: folder,
    TEST_WEBHOOK_SECRET: sink.secret,
    TEST_SESSION: "s3cret",
    TEST_YES: "yes",
    LOG_LEVEL: "warn",
  });
}, 120_000);

afterAll(async () => {
  const codes = await system.stop();
  await Promise.all([site.close(), elsewhere.close(), sink.close(), store.stop()]);
  rmSync(folder, { recursive: true, force: true });
  expect(codes).toEqual(pipelineServices.map(() => 0));
});

/** What is there when the services start. */
function serveFirst(): void {
  serveFeed("/rss.xml", [publish("/rss/1")]);
  const inJson = publish("/json/1");
  site.serve("/feed.json", {
    type: "application/feed+json",
    body: JSON.stringify({
      version: "https://jsonfeed.org/version/1.1",
      title: "J",
      items: [{ id: "1", url: inJson.url, title: inJson.title }],
    }),
  });
  serveSitemap(
    "/sitemap-index.xml",
    `<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>${site.url}/sitemap-news.xml</loc><lastmod>${new Date().toISOString()}</lastmod></sitemap>` +
      `<sitemap><loc>${site.url}/sitemap-2019.xml</loc><lastmod>2019-12-31</lastmod></sitemap></sitemapindex>`,
  );
  serveSitemap("/sitemap-news.xml", newsSitemap(publish("/sitemap/1")));
  const [first, second] = [publish("/listing/1"), publish("/listing/2")];
  const listing = ({ path, title }: { path: string; title: string }, next: string): string =>
    `<html><body><ul><li class="teaser"><h2><a href="${path}">${escapeXml(title)}</a></h2></li></ul>${next}</body></html>`;
  site.serve("/listing", { body: listing(first, '<a class="next" href="/listing?page=2">older</a>') });
  site.serve("/listing?page=2", { body: listing(second, '<a class="next" href="/listing?page=3">older</a>') });
  site.serve("/advice", { body: watched("") });
  site.serve("/home", {
    body: `<html><head><title>The Home</title><link rel="alternate" type="application/rss+xml" title="News" href="/home.xml"></head><body>Hello</body></html>`,
  });
  serveFeed("/home.xml", [publish("/home/1")]);
  site.serve("/plain-home", { body: "<html><head><title>No feed here</title></head><body>Hello</body></html>" });
  site.serve("/robots.txt", { type: "text/plain", body: `Sitemap: ${site.url}/sitemap-of-robots.xml\n` });
  serveSitemap("/sitemap-of-robots.xml", newsSitemap(publish("/robots/1")));
  serveFeed("/whole.xml", [
    { url: `${site.url}/whole/1`, title: "A flash", content: "<p>The harbourmaster resigned.</p>" },
  ]);
  serveMembers();
  serveFeed("/corrected.xml", [publish("/corrected/1")]);
  serveFeed("/guids.xml", guidItems("old"));
  site.serve("/forbidden.xml", { status: 403, body: "<p>no</p>" });
  site.serve("/was-a-feed.xml", { body: "<html><head><title>Welcome</title></head><body>A page</body></html>" });
}

/** A feed and a page for subscribers, and a link that leads to another site. */
function serveMembers(): void {
  const needs = ({ cookie = "" }: { readonly cookie?: string | undefined }): boolean =>
    cookie.split("; ").toSorted().join() === "consent=yes,session=s3cret";
  const paid = articlePage(++pages, random, { path: "/members/1" });
  site.serve("/members/1", { body: String(paid.html), needs });
  const outside = publish("/outside/1", elsewhere);
  site.serve("/members/2", { status: 302, body: "", headers: { location: `${elsewhere.url}/redirected` } });
  publish("/redirected", elsewhere);
  const entries = [
    { url: `${site.url}/members/1`, title: paid.title },
    { url: `${site.url}/members/2`, title: "Redirected" },
    outside,
  ];
  site.serve("/members.xml", { type: "application/rss+xml", body: rss(entries), needs });
}

const guidPages: Entry[] = [];

function guidItems(prefix: string): Entry[] {
  if (guidPages.length === 0) for (let n = 0; n < 6; n += 1) guidPages.push(publish(`/guids/${n}`));
  return guidPages.map((entry, n) => ({ ...entry, guid: `${prefix}-${n}` }));
}

function sourcesFile(): object {
  const at = (path: string): string => `${site.url}${path}`;
  const source = (id: string, path: string, settings: object = {}) => ({ id, url: at(path), ...settings });
  return {
    version: 1,
    network: { allow_private: [site.host, elsewhere.host, sink.host, nobody] },
    defaults: {
      first_run: "alert",
      max_age: "none",
      every: "1s",
      recheck: "none",
      per_host: { concurrency: 6, min_interval: "0s" },
      health: { failing_after: 1 },
    },
    sources: [
      source("rss", "/rss.xml"),
      source("json", "/feed.json", { kind: "feed" }),
      source("sitemap", "/sitemap-index.xml", { kind: "sitemap", sitemap: { news_only: true } }),
      source("listing", "/listing", {
        kind: "listing",
        listing: { item: ".teaser", title: "h2", next: "a.next", max_pages: 2 },
      }),
      source("page", "/advice", { kind: "page", page: { select: "main", min_change: 20 }, first_run: "baseline" }),
      source("home", "/home"),
      source("plain-home", "/plain-home"),
      source("whole", "/whole.xml", { full_text: "feed" }),
      source("members", "/members.xml", { cookies: { session: "${env:TEST_SESSION}", consent: "${env:TEST_YES}" } }),
      source("corrected", "/corrected.xml", { recheck: ["4s", "12s", "20s", "30s", "45s", "60s"] }),
      source("guids", "/guids.xml"),
      source("forbidden", "/forbidden.xml"),
      source("html", "/was-a-feed.xml", { kind: "feed" }),
      { id: "nobody", url: `http://${nobody}/feed.xml` },
    ].map((each) => ({ ...each, private_pages: [site.host, elsewhere.host] })),
  };
}

/** Articles that the receiver was told about. */
function toldArticles(): { readonly url: string; readonly title: string }[] {
  // Notices about sources arrive at the same receiver.
  return sink.messages.flatMap(({ body }) => (body.type === "alert.opened" ? [body.data.article] : []));
}

function told(): string[] {
  return toldArticles().map((article) => article.url);
}

async function isTold(path: string, on = site): Promise<void> {
  const url = `${on.url}${path}`;
  await until(() => told().includes(url), limitMs, `the alert about ${url}`).catch(async (error: unknown) => {
    const said = system.running().map((run) => run.output().slice(-1500));
    const rows = await store.db.selectFrom("feed").select(["source_id", "url", "status", "reason"]).execute();
    throw new Error(`${String(error)}; ${JSON.stringify(rows)}; ${said.join("\n")}`);
  });
}

const feedsOf = (sourceId: string) =>
  store.db.selectFrom("feed").selectAll().where("source_id", "=", sourceId).orderBy("id").execute();

describe("a source alerts when it is", () => {
  it("a feed", () => isTold("/rss/1"));
  it("a JSON feed", () => isTold("/json/1"));

  it("an index of sitemaps, of which the recent ones are read", async () => {
    await isTold("/sitemap/1");
    expect(await feedsOf("sitemap")).toMatchObject([
      { document: "sitemapIndex", status: "ok", parent_id: null },
      { url: `${site.url}/sitemap-news.xml`, document: "sitemap", status: "ok" },
    ]);
    expect(site.count("/sitemap-2019.xml")).toBe(0);
  });

  it("a list of articles over two pages", async () => {
    await isTold("/listing/1");
    await isTold("/listing/2");
    expect(site.count("/listing?page=3")).toBe(0);
    expect(site.count("/listing?page=2")).toBe(1);
  });

  it("a page that changes, with an article for the change", async () => {
    await until(async () => (await feedsOf("page"))[0]?.content != null, limitMs, "the first look at the page");
    site.serve("/advice", { body: watched("<p>Level 4: the harbourmaster has closed the port.</p>") });
    await until(
      () => told().some((url) => url.startsWith(`${site.url}/advice`)),
      limitMs,
      "the alert about the change",
    );
    const { url, title } = toldArticles().findLast((article) => article.url.includes("/advice")) ?? {};
    expect(url).toMatch(/\/advice#!change-\d{8}T\d{6}Z$/);
    expect(title).toBe("Travel advice");
  });

  it("a home page that announces a feed", async () => {
    await isTold("/home/1");
    const [home, feed] = await feedsOf("home");
    expect(home).toMatchObject({
      document: "html",
      title: "The Home",
      status: "ok",
      reason: expect.stringContaining("/home.xml"),
    });
    expect(feed).toMatchObject({ parent_id: home?.id, url: `${site.url}/home.xml`, document: "rss", status: "ok" });
    expect(site.count("/home")).toBe(1);
  });

  it("a home page without a feed, whose robots.txt names a sitemap", () => isTold("/robots/1"));

  it("a feed that carries its articles, however short they are", async () => {
    await isTold("/whole/1");
    expect(site.count("/whole/1")).toBe(0);
  });
});

describe("cookies of a source", () => {
  it("open its feed and its pages, and reach no other site", async () => {
    await isTold("/members/1");
    await isTold("/outside/1", elsewhere);
    await until(() => elsewhere.count("/redirected") > 0, limitMs, "the redirected page");
    expect(elsewhere.requests.filter((request) => request.headers.cookie !== undefined)).toEqual([]);
    const others = site.requests.filter(({ path }) => !path.startsWith("/members"));
    expect(others.filter((request) => request.headers.cookie !== undefined)).toEqual([]);
  });
});

describe("a page that is corrected", () => {
  it("is looked at again, and the correction becomes a revision", async () => {
    await isTold("/corrected/1");
    const correction = articlePage(++pages, random, { path: "/corrected/1" });
    site.serve("/corrected/1", { body: String(correction.html) });
    const again = (verdict: string | null) =>
      store.db
        .selectFrom("article_revision")
        .select(["trigger", "outcome", "title"])
        .where("source_id", "=", "corrected")
        .where("revision", ">", 1)
        .where("verdict", "is not distinct from", verdict)
        .where("stage", "=", "done")
        .execute();
    await until(async () => (await again("revision")).length > 0, limitMs, "the revision");
    expect(await again("revision")).toEqual([{ trigger: "recheck", outcome: "matched", title: correction.title }]);
    // Looks before the correction, and after it.
    for (const look of await again(null)) expect(look).toMatchObject({ trigger: "recheck", outcome: "unchanged" });
  });
});

describe("a publisher that changes the ids of all its items", () => {
  it("is not alerted about again", async () => {
    for (const { url } of guidPages) await isTold(new URL(url).pathname);
    const before = told().filter((url) => url.includes("/guids/")).length;
    const items = () =>
      store.db.selectFrom("source_item").select("item_key").where("source_id", "=", "guids").execute();
    serveFeed("/guids.xml", guidItems("new"));
    await until(async () => (await items()).some((row) => row.item_key === "new-0"), limitMs, "the new ids");
    const polls = site.count("/guids.xml");
    await until(() => site.count("/guids.xml") > polls + 2, limitMs, "further polls");
    expect(await items()).toHaveLength(6);
    expect(told().filter((url) => url.includes("/guids/"))).toHaveLength(before);
  });
});

describe("sources that do not work", () => {
  it("say why, each in its own words, before those that do", async () => {
    const health = async () => (await readSourceHealth(store.db)).filter((source) => source.state !== "ok");
    await until(async () => (await health()).length === 3, limitMs, "three sources that do not work");
    const broken = await health();
    expect(broken.map((source) => [source.id, source.state])).toEqual([
      ["forbidden", "blocked"],
      ["html", "failing"],
      ["nobody", "failing"],
    ]);
    expect(new Set(broken.map((source) => source.reason)).size).toBe(3);
    expect((await readSourceHealth(store.db)).slice(0, 3).map((source) => source.id)).toEqual(
      broken.map((source) => source.id),
    );
  });
});

describe("freshness", () => {
  it("is measured from the publisher's date to the outcome and the alert", async () => {
    const rssSource = (await readFreshness(store.db, 3600_000)).find((source) => source.sourceId === "rss");
    for (const lag of [rssSource?.seenLag, rssSource?.pipelineLag, rssSource?.alertLag]) {
      expect(lag).toMatchObject({ count: 1, p50Ms: expect.any(Number), p95Ms: expect.any(Number) });
      expect(lag?.p95Ms).toBeLessThan(60_000);
    }
  });
});
