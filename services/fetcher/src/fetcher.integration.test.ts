import { runStage } from "@wirewatch/pipeline";
import type { DefinedStage, RunnerDeps } from "@wirewatch/pipeline";
import { createHttpClient } from "@wirewatch/runtime";
import type { HttpClient } from "@wirewatch/runtime";
import { loadPage, sql } from "@wirewatch/store";
import type { ArticleRevision, Feed } from "@wirewatch/store";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { configFrom, readerOf } from "../../../test/support/config.ts";
import { startNewsSite } from "../../../test/support/news-site.ts";
import type { NewsSite } from "../../../test/support/news-site.ts";
import { addFeed, addRevision, revisionNow } from "../../../test/support/rows.ts";
import { testRunner } from "../../../test/support/runner.ts";
import type { TestRunner } from "../../../test/support/runner.ts";
import { startTestStore } from "../../../test/support/store.ts";
import type { TestStore } from "../../../test/support/store.ts";
import { fetcherStages } from "./main.ts";

let store: TestStore;
let http: HttpClient;
let site: NewsSite;
const sites: NewsSite[] = [];

beforeAll(async () => {
  store = await startTestStore();
  http = createHttpClient({ userAgent: "test" });
});
beforeEach(async () => {
  site = await open();
});
afterEach(async () => {
  await Promise.all(sites.splice(0).map((each) => each.close()));
  await sql`truncate page, source_item, article_revision, article, feed, host_gate, robots, trail restart identity cascade`.execute(
    store.db,
  );
});
afterAll(async () => {
  await http.close();
  await store.stop();
});

async function open(options: Parameters<typeof startNewsSite>[0] = {}): Promise<NewsSite> {
  const opened = await startNewsSite(options);
  sites.push(opened);
  return opened;
}

const page = (number: number) => ({ path: `/${number}`, title: `Title ${number}`, html: `<p>Text ${number}</p>` });

/** Headers of the requests, which the site does not keep. */
const sentHeaders: Readonly<Record<string, string>>[] = [];

async function stage(name: "poll" | "fetch", settings: object = {}, of = site): Promise<DefinedStage> {
  const config = await configFrom({
    sources: {
      network: { allow_private: [of.host] },
      sources: [{ id: "site", url: of.feedUrl, private_pages: [of.host], every: "60s", ...settings }],
    },
  });
  const stages = fetcherStages({
    db: store.db,
    config: readerOf(config),
    http: {
      ...http,
      request: (request, signal) => {
        sentHeaders.push(request.headers ?? {});
        return http.request(request, signal);
      },
    },
    resolveSecrets: (text) => Promise.resolve(text.replace("${env:TOKEN}", "s3cret")),
    now: () => new Date(),
    random: () => 0.5,
    userAgent: "Wirewatch/test",
  });
  const found = stages.find((candidate) => candidate.name === name);
  if (found === undefined) throw new RangeError(name);
  return found;
}

describe("polling a feed", () => {
  let feed: Feed;
  beforeEach(async () => {
    feed = await addFeed(store.db, { url: site.feedUrl, due_at: new Date(0) });
  });

  async function poll(settings: object = {}, given: Partial<RunnerDeps> = {}): Promise<TestRunner> {
    const runner = testRunner(store.db, given);
    await sql`update feed set due_at = now()`.execute(store.db);
    await runStage(await stage("poll", settings), { feedId: feed.id }, runner.deps);
    return runner;
  }
  const feedNow = (): Promise<Feed> =>
    store.db.selectFrom("feed").selectAll().where("id", "=", feed.id).executeTakeFirstOrThrow();
  const revisions = () => store.db.selectFrom("article_revision").selectAll().orderBy("article_id").execute();

  test("opens work for its items; those of the first document are its baseline", async () => {
    site.publish([page(1), page(2)]);
    const { gaps } = await poll();
    expect(await revisions()).toMatchObject([
      { page_url: `${site.url}/1`, stage: "fetch", baseline: true },
      { page_url: `${site.url}/2`, baseline: true },
    ]);
    const now = await feedNow();
    expect(now).toMatchObject({
      status: "ok",
      failures: 0,
      etag: '"v1"',
      baseline_at: expect.any(Date),
      last_success_at: expect.any(Date),
      last_item_at: expect.any(Date),
      poll_every_ms: 60_000,
    });
    expect(now.next_at.getTime() - Date.now()).toBeGreaterThan(50_000);
    expect(gaps).toEqual([
      { gates: [feed.gate], gapMs: 1000 },
      { gates: [site.url], gapMs: 0 },
    ]);
    site.publish([page(3)]);
    await poll();
    expect((await revisions()).slice(2)).toMatchObject([{ page_url: `${site.url}/3`, baseline: false }]);
  });

  test("takes its first document as news where the source says so", async () => {
    site.publish([page(1)]);
    await poll({ first_run: "alert" });
    expect(await revisions()).toMatchObject([{ baseline: false }]);
  });

  test("asks with the validators, and 304 changes nothing but the time of the next poll", async () => {
    site.publish([page(1)]);
    await poll();
    const before = await feedNow();
    await poll();
    expect(site.requests.map((request) => request.status)).toEqual([200, 304]);
    expect(await revisions()).toHaveLength(1);
    const now = await feedNow();
    expect(now).toMatchObject({
      status: "ok",
      etag: before.etag,
      last_item_at: before.last_item_at,
      baseline_at: before.baseline_at,
    });
    expect(now.last_polled_at).not.toEqual(before.last_polled_at);
  });

  test("asks without validators once a day", async () => {
    site.publish([page(1)]);
    await poll();
    await sql`update feed set checked_in_full_at = now() - interval '25 hours'`.execute(store.db);
    await poll();
    await poll();
    expect(site.requests.map((request) => request.status)).toEqual([200, 200, 304]);
  });

  test("writes the items before the validators: a crash in between repeats the document", async () => {
    site.publish([page(1)]);
    const crash = new Error("Connection terminated unexpectedly");
    await poll(
      {},
      {
        fault: (point) => {
          if (point === "committing") throw crash;
        },
      },
    );
    expect(await feedNow()).toMatchObject({ etag: null, baseline_at: null, body_hash: null });
    expect(await revisions()).toEqual([]);
    await poll();
    expect(await revisions()).toHaveLength(1);
    expect(await feedNow()).toMatchObject({ etag: '"v1"' });
  });

  test("reads at most as many items as the source allows, the newest", async () => {
    site.publish([page(1), page(2), page(3)]);
    await poll({ max_items: 2 });
    expect((await revisions()).map((row) => row.page_url)).toEqual([`${site.url}/2`, `${site.url}/3`]);
  });

  test.each([
    [500, {}, "failing", /answered 500/],
    [404, {}, "gone", /not there \(404\)/],
    [403, {}, "blocked", /blocked by the site \(403\)/],
    [200, {}, "failing", /HTML page, not a feed/],
  ])(
    "after %d waits longer each time, says why, and calls it failing after as many as the source allows",
    async (status, headers, state, reason) => {
      site.answer("/feed.xml", status, "<!doctype html><html><body><p>x</p></body></html>", headers);
      const settings = { health: { failing_after: 2 } };
      await poll(settings);
      expect(await feedNow()).toMatchObject({ status: "slow", failures: 1, reason: expect.stringMatching(reason) });
      expect((await feedNow()).poll_every_ms).toBe(120_000);
      await poll(settings);
      const now = await feedNow();
      expect(now).toMatchObject({ status: state, failures: 2, poll_every_ms: 240_000, stage: "poll", attempts: 0 });
      expect(now.next_at.getTime() - Date.now()).toBeGreaterThan(200_000);
    },
  );

  test("is well again after the first good answer", async () => {
    await sql`update feed set failures = 7, status = 'failing', reason = 'down'`.execute(store.db);
    site.publish([page(1)]);
    await poll();
    expect(await feedNow()).toMatchObject({ status: "ok", failures: 0, reason: null, poll_every_ms: 60_000 });
  });

  test("is left alone as long as its server asks, and so is every page there", async () => {
    site.answer("/feed.xml", 429, "later", { "retry-after": "600" });
    await poll();
    const now = await feedNow();
    expect(now.next_at.getTime() - Date.now()).toBeGreaterThan(590_000);
    const gates = await store.db.selectFrom("host_gate").select("ready_at").where("gate", "=", feed.gate).execute();
    expect(Math.max(...gates.map((gate) => gate.ready_at.getTime())) - Date.now()).toBeGreaterThan(590_000);
  });

  test("sends the source's headers, with their secrets", async () => {
    site.publish([page(1)]);
    await poll({ headers: { Authorization: "Bearer ${env:TOKEN}" } });
    expect(sentHeaders.at(-1)).toEqual({ Authorization: "Bearer s3cret" });
    expect(await feedNow()).toMatchObject({ status: "ok" });
  });

  test("rests when its source left the configuration meanwhile", async () => {
    await poll({ id: "another" });
    expect(site.requests).toEqual([]);
    expect(await feedNow()).toMatchObject({ status: "new", stage: "poll" });
  });

  test("obeys robots.txt where the source asks for that", async () => {
    site = await open({ robots: "User-agent: *\nDisallow: /" });
    feed = await addFeed(store.db, { url: site.feedUrl, due_at: new Date(0) });
    await poll({ robots: "always", health: { failing_after: 1 } });
    expect(await feedNow()).toMatchObject({ status: "blocked", reason: expect.stringContaining("robots.txt") });
    await poll({ robots: "obey" });
    expect(await feedNow()).toMatchObject({ status: "ok" });
  });
});

describe("fetching a page", () => {
  async function fetchPage(path: string, settings: object = {}): Promise<{ row: ArticleRevision; runner: TestRunner }> {
    const row = await addRevision(store.db, { stage: "fetch", page_url: `${site.url}${path}`, due_at: new Date(0) });
    const runner = testRunner(store.db);
    await runStage(await stage("fetch", settings), { articleId: row.article_id, revision: 1 }, runner.deps);
    return { row: await revisionNow(store.db, row), runner };
  }

  test("keeps it as it came and hands it on", async () => {
    site.publish([page(1)]);
    const { row, runner } = await fetchPage("/1");
    expect(row).toMatchObject({ stage: "strip", status: 200, page_url: `${site.url}/1`, fetched_at: expect.any(Date) });
    expect(await loadPage(store.db, row.article_id, 1)).toEqual({
      contentType: "text/html; charset=utf-8",
      body: Buffer.from("<p>Text 1</p>"),
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
    await sql`update article_revision set attempts = 4, due_at = now()`.execute(store.db);
    await runStage(await stage("fetch"), { articleId: row.article_id, revision: 1 }, testRunner(store.db).deps);
    expect(await revisionNow(store.db, row)).toMatchObject({
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

describe("robots.txt", () => {
  const robots = "User-agent: *\nDisallow: /private";
  async function fetchPath(path: string, settings: object = {}): Promise<ArticleRevision> {
    const row = await addRevision(store.db, { stage: "fetch", page_url: `${site.url}${path}`, due_at: new Date(0) });
    await runStage(
      await stage("fetch", settings),
      { articleId: row.article_id, revision: 1 },
      testRunner(store.db).deps,
    );
    return revisionNow(store.db, row);
  }
  const asked = (): number => site.requests.filter((request) => request.path === "/robots.txt").length;

  test("is asked once for all pages of a site, for a day", async () => {
    site = await open({ robots });
    site.publish([page(1), page(2)]);
    await fetchPath("/1");
    await fetchPath("/2");
    expect(asked()).toBe(1);
    await sql`update robots set fetched_at = now() - interval '25 hours'`.execute(store.db);
    await fetchPath("/3");
    expect(asked()).toBe(2);
  });

  test("forbids what it forbids, also after a redirect", async () => {
    site = await open({ robots });
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
    site = await open({ robots });
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
