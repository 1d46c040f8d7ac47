import type { RunnerDeps } from "@wirewatch/pipeline";
import { sql } from "@wirewatch/store";
import type { Feed } from "@wirewatch/store";
import { beforeEach, describe, expect, test } from "vitest";
import { useFetcherScene } from "../../../test/support/fetcher-scene.ts";
import type { FetcherScene } from "../../../test/support/fetcher-scene.ts";
import type { NewsSite } from "../../../test/support/news-site.ts";
import { addFeed } from "../../../test/support/rows.ts";
import type { TestRunner } from "../../../test/support/runner.ts";

const scene = useFetcherScene();
let site: NewsSite;

beforeEach(async () => {
  site = await scene.openSite();
});

const page = (number: number) => ({ path: `/${number}`, title: `Title ${number}`, html: `<p>Text ${number}</p>` });

describe("polling a feed", () => {
  let feed: Feed;
  beforeEach(async () => {
    feed = await addFeed(scene.store.db, { url: site.feedUrl, due_at: new Date(0) });
  });

  const poll = (settings: object = {}, given: Partial<RunnerDeps> = {}): Promise<TestRunner> =>
    scene.poll(feed, { url: site.feedUrl, hosts: [site.host], ...settings }, given);
  const feedNow = (): Promise<Feed> => scene.feedNow(feed);
  const revisions = (): ReturnType<FetcherScene["revisions"]> => scene.revisions();

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
    await sql`update feed set checked_in_full_at = now() - interval '25 hours'`.execute(scene.store.db);
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
    [500, "failing", /fault of its own \(500\)/],
    [404, "gone", /nothing at this address \(404\)/],
    [403, "blocked", /refuses us \(403\)/],
    [200, "failing", /names no feed/],
  ])(
    "after %d says why, and calls it %s after as many failures as the source allows",
    async (status, state, reason) => {
      site.answer("/feed.xml", status, "<!doctype html><html><body><p>x</p></body></html>");
      const settings = { health: { failing_after: 2 } };
      await poll(settings);
      expect(await feedNow()).toMatchObject({ status: "slow", failures: 1, reason: expect.stringMatching(reason) });
      expect(await scene.notices()).toEqual([]);
      await poll(settings);
      expect(await feedNow()).toMatchObject({ status: state, failures: 2, stage: "poll", attempts: 0 });
      await poll(settings);
      expect(await scene.notices()).toEqual([{ kind: state, text: expect.stringMatching(reason) }]);
    },
  );

  test("waits longer with each failure", async () => {
    site.answer("/feed.xml", 403, "no");
    const pauses: (number | null)[] = [];
    for (let failure = 0; failure < 3; failure += 1) {
      await poll();
      pauses.push((await feedNow()).poll_every_ms);
    }
    expect(pauses).toEqual([60_000, 120_000, 180_000]);
    expect((await feedNow()).next_at.getTime() - Date.now()).toBeGreaterThan(170_000);
  });

  test("is well again after the first good answer", async () => {
    await sql`update feed set failures = 7, status = 'failing', reason = 'down'`.execute(scene.store.db);
    site.publish([page(1)]);
    await poll();
    expect(await feedNow()).toMatchObject({ status: "ok", failures: 0, reason: null, poll_every_ms: 60_000 });
  });

  test("is left alone as long as its server asks, and so is every page there", async () => {
    site.answer("/feed.xml", 429, "later", { "retry-after": "600" });
    await poll();
    const now = await feedNow();
    expect(now.next_at.getTime() - Date.now()).toBeGreaterThan(590_000);
    const gates = await scene.store.db
      .selectFrom("host_gate")
      .select("ready_at")
      .where("gate", "=", feed.gate)
      .execute();
    expect(Math.max(...gates.map((gate) => gate.ready_at.getTime())) - Date.now()).toBeGreaterThan(590_000);
  });

  test("sends the source's headers, with their secrets", async () => {
    site.publish([page(1)]);
    await poll({ headers: { Authorization: "Bearer ${env:TOKEN}" } });
    expect(scene.sent.at(-1)?.headers).toEqual({ Authorization: "Bearer s3cret" });
    expect(await feedNow()).toMatchObject({ status: "ok" });
  });

  test("rests when its source left the configuration meanwhile", async () => {
    await poll({ id: "another" });
    expect(site.requests).toEqual([]);
    expect(await feedNow()).toMatchObject({ status: "new", stage: "poll" });
  });

  test("obeys robots.txt where the source asks for that", async () => {
    site = await scene.openSite({ robots: "User-agent: *\nDisallow: /" });
    feed = await addFeed(scene.store.db, { url: site.feedUrl, due_at: new Date(0) });
    await poll({ robots: "always", health: { failing_after: 1 } });
    expect(await feedNow()).toMatchObject({ status: "blocked", reason: expect.stringContaining("robots.txt") });
    await poll({ robots: "obey" });
    expect(await feedNow()).toMatchObject({ status: "ok" });
  });
});
