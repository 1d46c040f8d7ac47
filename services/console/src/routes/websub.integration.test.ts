import { createHmac, randomBytes } from "node:crypto";
import { newWork, openQueues } from "@wirewatch/pipeline";
import type { Bell, StageQueues } from "@wirewatch/pipeline";
import { sql } from "@wirewatch/store";
import type { Feed, WebSub } from "@wirewatch/store";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { configFrom, readerOf } from "../../../../test/support/config.ts";
import { addFeed } from "../../../../test/support/rows.ts";
import { startTestStore } from "../../../../test/support/store.ts";
import type { TestStore } from "../../../../test/support/store.ts";
import { startConsole } from "../main.ts";
import type { Console } from "../main.ts";

let store: TestStore;
let queues: StageQueues;
let served: Console;
let bells: Bell[];
let warnings: string[];
/** Whether the source asks for pushes. */
let websub: boolean;

const topic = "https://site.example/feed";
const token = randomBytes(16).toString("base64url");
const secret = randomBytes(32).toString("base64url");

beforeAll(async () => {
  store = await startTestStore();
  queues = openQueues({ databaseUrl: store.url, onError: () => undefined });
});
beforeEach(async () => {
  bells = [];
  warnings = [];
  websub = true;
  const config = await configFrom({
    sources: { sources: [{ id: "site", name: "The Site", kind: "feed", url: topic }] },
  });
  const reader = {
    current: () => readerOf({ ...config, sources: config.sources.map((source) => ({ ...source, websub })) }).current(),
  };
  const warn = (_fields: object, message: string): void => void warnings.push(message);
  served = await startConsole({
    db: store.db,
    queues: { ...queues, ring: (bell) => Promise.resolve(bells.push(bell) > 0) },
    config: reader,
    environment: null,
    resolveSecrets: (text) => Promise.resolve(text),
    now: () => new Date(),
    log: { info: () => undefined, warn, error: warn },
    host: "127.0.0.1",
    port: 0,
  });
});
afterEach(async () => {
  await served.close();
  await sql`truncate websub, page, source_item, article_revision, article, feed, host_gate restart identity cascade`.execute(
    store.db,
  );
});
afterAll(async () => {
  await queues.close();
  await store.stop();
});

async function subscribed(state: WebSub["state"], given: Partial<Pick<Feed, "stage">> = {}): Promise<Feed> {
  const feed = await addFeed(store.db, {
    source_id: "site",
    url: topic,
    baseline_at: new Date(),
    next_at: new Date(Date.now() + 3_600_000),
    ...given,
  });
  await store.db
    .insertInto("websub")
    .values({
      feed_id: feed.id,
      hub: "https://hub.example/",
      topic,
      token,
      secret,
      state,
      missed: 1,
      ...newWork("subscribe", 60_000),
    })
    .execute();
  return feed;
}

const subscription = (): Promise<WebSub> => store.db.selectFrom("websub").selectAll().executeTakeFirstOrThrow();
const items = () =>
  store.db.selectFrom("source_item").select(["title", "baseline", "article_id"]).orderBy("id").execute();

async function question(changes: Readonly<Record<string, string>> = {}, to = token) {
  const parameters = new URLSearchParams({
    "hub.mode": "subscribe",
    "hub.topic": topic,
    "hub.challenge": "a challenge & more",
    "hub.lease_seconds": "864000",
    ...changes,
  });
  const response = await fetch(`${served.url}/websub/${to}?${parameters.toString()}`);
  return { status: response.status, type: response.headers.get("content-type"), text: await response.text() };
}

function feedOf(...numbers: number[]): string {
  const entries = numbers.map(
    (number) =>
      `<item><guid isPermaLink="false">${number}</guid><title>Story ${number}</title><link>https://site.example/${number}</link></item>`,
  );
  return `<?xml version="1.0"?><rss version="2.0"><channel><title>Site</title>${entries.join("")}</channel></rss>`;
}

const signatureOf = (body: string, method = "sha256"): string =>
  `${method}=${createHmac(method, secret).update(body).digest("hex")}`;

async function push(
  body: string,
  signature: string | null = signatureOf(body),
  type = "application/rss+xml",
): Promise<number> {
  const headers = { "content-type": type, ...(signature === null ? {} : { "x-hub-signature": signature }) };
  const response = await fetch(`${served.url}/websub/${token}`, { method: "POST", headers, body });
  await response.text();
  return response.status;
}

describe("a hub that asks whether we meant it", () => {
  test("is answered with its challenge; the lease runs, and the feed is asked once more", async () => {
    const feed = await subscribed("asked");
    expect(await question()).toEqual({ status: 200, type: "text/plain; charset=utf-8", text: "a challenge & more" });
    const row = await subscription();
    expect(row).toMatchObject({ state: "active", reason: null, missed: 0 });
    expect(((row.lease_ends_at?.getTime() ?? 0) - Date.now()) / 86_400_000).toBeCloseTo(10, 1);
    const { next_at } = await store.db.selectFrom("feed").select("next_at").executeTakeFirstOrThrow();
    expect(next_at.getTime()).toBeLessThanOrEqual(Date.now());
    expect(feed.next_at.getTime()).toBeGreaterThan(Date.now());
  });

  test("about a renewal prolongs the lease, without another look at the feed", async () => {
    await subscribed("active");
    expect((await question({ "hub.lease_seconds": "600" })).status).toBe(200);
    const row = await subscription();
    expect(((row.lease_ends_at?.getTime() ?? 0) - Date.now()) / 1_000).toBeCloseTo(600, -1);
    expect(row.missed).toBe(1);
    const { next_at } = await store.db.selectFrom("feed").select("next_at").executeTakeFirstOrThrow();
    expect(next_at.getTime()).toBeGreaterThan(Date.now());
  });

  test.each<[string, WebSub["state"], Readonly<Record<string, string>>]>([
    ["what was never asked for", "wanted", {}],
    ["another topic", "asked", { "hub.topic": "https://site.example/other" }],
    ["the end of what we want", "active", { "hub.mode": "unsubscribe" }],
  ])("about %s is told no", async (_, state, changes) => {
    await subscribed(state);
    expect((await question(changes)).status).toBe(404);
    expect(await subscription()).toMatchObject({ state, lease_ends_at: null });
  });

  test("about nothing we know is told no, and waits when it goes on", async () => {
    await subscribed("asked");
    const answers = [];
    for (let attempt = 0; attempt < 21; attempt += 1) answers.push((await question({}, "unknown")).status);
    expect(answers.slice(0, 20).every((status) => status === 404)).toBe(true);
    expect(answers.at(-1)).toBe(429);
    // A hub has one address for many subscriptions: the right ones are never held up.
    expect((await question()).status).toBe(200);
  });

  test("or denies is believed, and its reason kept", async () => {
    await subscribed("asked");
    expect((await question({ "hub.mode": "denied", "hub.reason": "not\0 today" })).status).toBe(200);
    expect(await subscription()).toMatchObject({
      state: "denied",
      reason: "the hub denied the subscription: not today",
    });
  });

  test("to end what we want no more is answered with its challenge", async () => {
    await subscribed("off");
    expect(await question({ "hub.mode": "unsubscribe" })).toMatchObject({ status: 200, text: "a challenge & more" });
  });
});

describe("a push", () => {
  test.each(["sha1", "sha256", "sha384", "sha512"])(
    "signed with %s is stored before it is answered",
    async (method) => {
      await subscribed("active");
      const body = feedOf(1, 2);
      expect(await push(body, signatureOf(body, method))).toBe(202);
      expect(await items()).toMatchObject([
        { title: "Story 2", baseline: false },
        { title: "Story 1", baseline: false },
      ]);
      expect(await subscription()).toMatchObject({ missed: 0, last_push_at: expect.any(Date) });
      expect(bells).toMatchObject([{ stage: "fetch" }]);
      const rows = await store.db.selectFrom("article_revision").select(["stage", "trigger"]).distinct().execute();
      expect(rows).toEqual([{ stage: "fetch", trigger: "push" }]);
    },
  );

  test("that comes twice is stored once", async () => {
    await subscribed("active");
    await Promise.all([push(feedOf(1)), push(feedOf(1)), push(feedOf(1, 2))]);
    expect(await items()).toHaveLength(2);
  });

  test.each<[string, (body: string) => string | null]>([
    ["without a signature", () => null],
    ["with a wrong one", () => signatureOf("another body")],
    ["with a method nobody uses", (body) => signatureOf(body).replace("sha256", "md5")],
  ])("%s is answered as any other, and nothing of it is used", async (_, signature) => {
    await subscribed("active");
    const body = feedOf(1);
    expect(await push(body, signature(body))).toBe(202);
    expect(await push(body, signature(body))).toBe(202);
    expect(await items()).toEqual([]);
    expect(await subscription()).toMatchObject({
      last_push_at: null,
      missed: 1,
      reason: expect.stringContaining("2 pushes"),
    });
    expect(warnings).toHaveLength(2);
  });

  test.each([
    ["that cannot be read", "<html><p>not a feed"],
    ["with nothing in it", ""],
  ])("%s has the feed asked instead", async (_, body) => {
    await subscribed("active");
    expect(await push(body)).toBe(202);
    expect(await items()).toEqual([]);
    const { next_at } = await store.db.selectFrom("feed").select("next_at").executeTakeFirstOrThrow();
    expect(next_at.getTime()).toBeLessThanOrEqual(Date.now());
    expect(warnings).toEqual(["a push cannot be read; the feed is asked"]);
  });

  test("of any kind of feed and type is read", async () => {
    await subscribed("active");
    const json = JSON.stringify({
      version: "https://jsonfeed.org/version/1.1",
      title: "Site",
      items: [{ id: "7", url: "https://site.example/7", title: "Story 7" }],
    });
    expect(await push(json, signatureOf(json), "application/json")).toBe(202);
    expect(await push(feedOf(8), signatureOf(feedOf(8)), "application/x-www-form-urlencoded")).toBe(202);
    expect((await items()).map(({ title }) => title)).toEqual(["Story 7", "Story 8"]);
  });

  test("for a source that does not want it any more is told so, and the hub hears of it", async () => {
    await subscribed("active");
    websub = false;
    expect(await push(feedOf(1))).toBe(410);
    expect(await items()).toEqual([]);
    expect(bells).toEqual([{ stage: "subscribe", message: { subscriptionId: "1" } }]);
    expect((await subscription()).due_at.getTime()).toBeLessThanOrEqual(Date.now());
  });

  test("to an address that nobody has is not read", async () => {
    await subscribed("active");
    const response = await fetch(`${served.url}/websub/unknown`, { method: "POST", body: feedOf(1) });
    expect(response.status).toBe(404);
  });

  test("of more than eight megabytes is refused", async () => {
    await subscribed("active");
    expect(await push("a".repeat(8_000_001))).toBe(413);
  });
});
