import { createServer } from "node:http";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { newWork, runStage } from "@wirewatch/pipeline";
import { createHttpClient } from "@wirewatch/runtime";
import type { HttpClient } from "@wirewatch/runtime";
import { sql } from "@wirewatch/store";
import type { WebSub } from "@wirewatch/store";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { configFrom, readerOf } from "../../../test/support/config.ts";
import { addFeed } from "../../../test/support/rows.ts";
import { testRunner } from "../../../test/support/runner.ts";
import { startTestStore } from "../../../test/support/store.ts";
import type { TestStore } from "../../../test/support/store.ts";
import { subscribeStage, wakeSubscriptions } from "./subscribe.ts";

let store: TestStore;
let http: HttpClient;
let hub: Server;
let hubUrl: string;
let requests: URLSearchParams[];
/** What the hub does before it answers, and its answer. */
let respond: (request: URLSearchParams) => Promise<number>;

beforeAll(async () => {
  store = await startTestStore();
  http = createHttpClient({ userAgent: "test" });
  hub = createServer((request, response) => {
    let text = "";
    request.setEncoding("utf8").on("data", (part: string) => (text += part));
    request.on("end", () => {
      const asked = new URLSearchParams(text);
      requests.push(asked);
      respond(asked).then(
        (status) => response.writeHead(status).end("not this one"),
        () => response.destroy(),
      );
    });
  });
  await new Promise<void>((resolve) => hub.listen(0, "127.0.0.1", resolve));
  hubUrl = `http://127.0.0.1:${(hub.address() as AddressInfo).port}/hub`;
});
beforeEach(() => {
  requests = [];
  respond = () => Promise.resolve(202);
});
afterEach(() => sql`truncate websub, feed restart identity cascade`.execute(store.db));
afterAll(async () => {
  hub.closeAllConnections();
  hub.close();
  await http.close();
  await store.stop();
});

const topic = "https://site.example/feed";

interface Wishes {
  readonly websub?: boolean;
  readonly publicUrl?: string | null;
  readonly isOpen?: boolean;
}

async function configWith({ websub = true, publicUrl = "https://desk.example/ww/", isOpen = true }: Wishes = {}) {
  const config = await configFrom({
    sources: {
      network: { allow_private: isOpen ? [new URL(hubUrl).host] : [] },
      sources: [{ id: "site", name: "The Site", kind: "feed", url: topic }],
    },
  });
  const sources = config.sources.map((source) => ({ ...source, websub }));
  return { ...config, sources, alerts: { ...config.alerts, publicUrl } };
}

async function run(id: string, wishes: Wishes = {}) {
  const stage = subscribeStage({
    db: store.db,
    config: readerOf(await configWith(wishes)),
    http,
    documents: { read: () => Promise.reject(new Error("no documents are read here")) },
    resolveSecrets: (text) => Promise.resolve(text),
    now: () => new Date(),
    random: () => 0.5,
    userAgent: "test",
  });
  await sql`update websub set due_at = now()`.execute(store.db);
  const runner = testRunner(store.db);
  expect(await runStage(stage, { subscriptionId: id }, runner.deps)).toBe("finished");
  return subscription(id);
}

const subscription = async (id: string): Promise<WebSub & { due_in: number }> => {
  const { rows } = await sql<WebSub & { due_in: number }>`
    select *, extract(epoch from least(due_at, now() + interval '1 year') - now())::float8 as due_in from websub where id = ${id}`.execute(
    store.db,
  );
  const [row] = rows;
  if (row === undefined) throw new Error("no such subscription");
  return row;
};

async function addSubscription(given: Partial<WebSub> = {}): Promise<string> {
  const feed = await addFeed(store.db, { source_id: "site", url: topic });
  const { id } = await store.db
    .insertInto("websub")
    .values({ feed_id: feed.id, hub: hubUrl, topic, token: "abc", secret: "s3cret", ...newWork("subscribe"), ...given })
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
}

/** What the console writes when the hub verifies. */
async function verify(leaseSeconds: number): Promise<void> {
  await sql`update websub set state = 'active', reason = null,
    lease_ends_at = now() + make_interval(secs => ${leaseSeconds})`.execute(store.db);
}

describe("a subscription", () => {
  test("is asked for with everything that the hub needs, and shows that it was", async () => {
    const id = await addSubscription();
    respond = async () => {
      // Hubs may verify before they answer.
      expect((await subscription(id)).state).toBe("asked");
      return 202;
    };
    expect(await run(id)).toMatchObject({ state: "asked", reason: expect.stringContaining("202"), attempts: 1 });
    expect(requests.map((request) => Object.fromEntries(request))).toEqual([
      {
        "hub.callback": "https://desk.example/ww/websub/abc",
        "hub.mode": "subscribe",
        "hub.topic": topic,
        "hub.secret": "s3cret",
        "hub.lease_seconds": "864000",
      },
    ]);
  });

  test("that the hub verifies before it answers is active, and due at two thirds of its lease", async () => {
    const id = await addSubscription();
    respond = async () => {
      await verify(900_000);
      return 202;
    };
    const row = await run(id);
    expect(row).toMatchObject({ state: "active", reason: null, attempts: 0 });
    expect(row.due_in / 900_000).toBeGreaterThan(0.6);
    expect(row.due_in / 900_000).toBeLessThan(0.67);
  });

  test("that is verified later is found so, without asking again, then renewed while it stays active", async () => {
    const id = await addSubscription();
    await run(id);
    await verify(600);
    expect(await run(id)).toMatchObject({ state: "active", reason: null, attempts: 0 });
    expect(requests).toHaveLength(1);
    const renewing = await run(id);
    expect(requests).toHaveLength(2);
    expect(renewing).toMatchObject({ state: "active", attempts: 1, reason: expect.stringContaining("not confirmed") });
    await verify(86_400);
    expect((await run(id)).due_in).toBeGreaterThan(50_000);
    expect(requests).toHaveLength(2);
  });

  test("that a hub refuses is denied, with the hub's words, and asked for again a day later", async () => {
    const id = await addSubscription();
    respond = () => Promise.resolve(422);
    const row = await run(id);
    expect(row).toMatchObject({ state: "denied", reason: "the hub answered 422: not this one", attempts: 0 });
    expect(row.due_in).toBeGreaterThan(86_000);
    respond = () => Promise.resolve(202);
    expect(await run(id)).toMatchObject({ state: "asked" });
  });

  test("is tried again when the hub is away, and never at a private address that nobody opened", async () => {
    const id = await addSubscription();
    respond = () => Promise.reject(new Error("gone"));
    expect(await run(id)).toMatchObject({
      state: "wanted",
      attempts: 1,
      reason: expect.stringContaining("cannot be asked"),
    });
    respond = () => Promise.resolve(202);
    requests.length = 0;
    expect(await run(id, { isOpen: false })).toMatchObject({
      state: "denied",
      reason: expect.stringContaining("127.0.0.1"),
    });
    expect(requests).toEqual([]);
  });

  test("needs an address that hubs can call", async () => {
    const id = await addSubscription();
    expect(await run(id, { publicUrl: null })).toMatchObject({
      state: "wanted",
      reason: expect.stringContaining("public_url"),
    });
    expect(requests).toEqual([]);
  });

  test("is given up at the hub when its source does not want it any more", async () => {
    const id = await addSubscription({ state: "active" });
    await sql`update websub set due_at = now() + interval '5 days', lease_ends_at = now() + interval '8 days'`.execute(
      store.db,
    );
    const wake = (wishes: Wishes) =>
      configWith(wishes).then((config) => store.db.transaction().execute((tx) => wakeSubscriptions(tx, config)));
    expect(await wake({})).toEqual([]);
    expect((await subscription(id)).due_in).toBeGreaterThan(400_000);
    expect(await wake({ websub: false })).toEqual([{ stage: "subscribe", message: { subscriptionId: id } }]);
    expect((await subscription(id)).due_in).toBeLessThanOrEqual(0);
    const row = await run(id, { websub: false });
    expect(row).toMatchObject({ state: "off", stage: "subscribe" });
    expect(requests.map((request) => request.get("hub.mode"))).toEqual(["unsubscribe"]);
    expect(await wake({ websub: false })).toEqual([]);
    expect(await wake({ websub: true })).toHaveLength(1);
    expect(await run(id, { websub: true })).toMatchObject({ state: "asked" });
  });
});
