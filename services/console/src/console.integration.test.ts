import { request } from "node:http";
import { openQueues } from "@wirewatch/pipeline";
import type { StageQueues } from "@wirewatch/pipeline";
import { NoConfigurationError, openSession, openStore, sql } from "@wirewatch/store";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { startTestStore } from "../../../test/support/store.ts";
import type { TestStore } from "../../../test/support/store.ts";
import { configFrom, readerOf } from "../../../test/support/config.ts";
import { startConsole } from "./main.ts";
import type { Console, ConsoleOptions } from "./main.ts";

let store: TestStore;
let queues: StageQueues;
const running: Console[] = [];

beforeAll(async () => {
  store = await startTestStore();
  queues = openQueues({ databaseUrl: store.url, onError: () => undefined });
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((served) => served.close()));
});
afterAll(async () => {
  await queues.close();
  await store.stop();
});

async function start(given: Partial<ConsoleOptions> = {}): Promise<Console> {
  const config = await configFrom({
    sources: { sources: [{ id: "site", url: "https://site.example/rss" }] },
    alerts: {
      public_url: "https://desk.example/ww",
      route: { receiver: "desk" },
      receivers: [{ name: "desk", terminal: true }],
    },
  });
  const served = await startConsole({
    db: store.db,
    queues,
    config: readerOf(config),
    environment: null,
    resolveSecrets: (text) => Promise.resolve(text),
    now: () => new Date(),
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    host: "127.0.0.1",
    port: 0,
    ...given,
  });
  running.push(served);
  return served;
}

test("before a configuration was loaded pages say that, and when to try again", async () => {
  const current = (): Promise<never> => Promise.reject(new NoConfigurationError("no configuration was loaded yet"));
  const { url } = await start({ config: { current } });
  const person = { login: "early", name: "Early", role: "viewer" } as const;
  const { id } = await store.db.insertInto("person").values(person).returning("id").executeTakeFirstOrThrow();
  const token = await openSession(store.db, id, { address: "127.0.0.1", agent: "test" });
  const answer = await fetch(url, { headers: { accept: "text/html", cookie: `wirewatch_session=${token}` } });
  expect({ status: answer.status, retry: answer.headers.get("retry-after") }).toEqual({ status: 503, retry: "5" });
  expect(await answer.text()).toContain("no configuration was loaded yet");
});

interface Answer {
  readonly status: number | undefined;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly text: string;
}

/** One request with exactly these headers; `fetch` does not let go of Host. */
function ask(
  url: string,
  options: { readonly method?: string; readonly host?: string; readonly from?: string } = {},
): Promise<Answer> {
  const { method = "GET", host, from } = options;
  const headers = {
    ...(host === undefined ? {} : { host }),
    ...(from === undefined ? {} : { "x-forwarded-for": from }),
  };
  return new Promise((resolve, reject) => {
    const asked = request(url, { method, headers }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (part: string) => (text += part));
      response.on("end", () => resolve({ status: response.statusCode, headers: response.headers, text }));
    });
    asked.on("error", reject);
    asked.end();
  });
}

describe("health", () => {
  test("live is answered as long as the process lives, whatever the stores do", async () => {
    const away = openStore({ url: "postgres://nobody:nothing@127.0.0.1:1/none" });
    const { url } = await start({ db: away });
    const answer = await ask(`${url}/health/live`);
    await away.destroy();
    expect(answer).toMatchObject({ status: 200, text: '{"status":"live"}\n' });
  });

  test("ready is answered when both stores answer", async () => {
    const { url } = await start();
    const { status, text } = await ask(`${url}/health/ready?verbose`);
    expect(status).toBe(200);
    expect(JSON.parse(text)).toEqual({ status: "ready", store: "ok", queues: "ok", backend: "postgres" });
  });

  test("ready is not, and says which store is away", async () => {
    const away = openStore({ url: "postgres://nobody:nothing@127.0.0.1:1/none" });
    const { url } = await start({ db: away });
    const { status, text } = await ask(`${url}/health/ready`);
    await away.destroy();
    expect(status).toBe(503);
    expect(JSON.parse(text)).toMatchObject({
      status: "not ready",
      store: expect.stringContaining("ECONNREFUSED"),
      queues: "ok",
    });
  });

  test("ready tells others than this machine no names of stores", async () => {
    const away = openStore({ url: "postgres://nobody:nothing@127.0.0.1:1/none" });
    const { url } = await start({ db: away });
    const { status, text } = await ask(`${url}/health/ready`, { from: "203.0.113.9" });
    await away.destroy();
    expect(status).toBe(503);
    expect(JSON.parse(text)).toEqual({ status: "not ready", store: "away", queues: "ok" });
  });

  test("ready is not, and says so, when the queues fail", async () => {
    const broken = { ...queues, counts: () => Promise.reject(new Error("no queue")) };
    const { url } = await start({ queues: broken });
    const { status, text } = await ask(`${url}/health/ready`);
    expect(status).toBe(503);
    expect(JSON.parse(text)).toMatchObject({ store: "ok", queues: "no queue" });
  });

  test("ready is not before the schema is this version's", async () => {
    await sql`insert into kysely_migration (name, timestamp) values ('9999-later', 'now')`.execute(store.db);
    const { url } = await start();
    const { status, text } = await ask(`${url}/health/ready`);
    await sql`delete from kysely_migration where name = '9999-later'`.execute(store.db);
    expect(status).toBe(503);
    expect(text).toContain("wirewatch migrate");
  });
});

describe("a request", () => {
  test.each([
    ["evil.example", 421],
    ["evil.example:8080", 421],
    ["127.0.0.1.evil.example", 421],
    ["localhost.evil.example", 421],
    ["localhost", 200],
    ["localhost:8080", 200],
    ["127.0.0.1:9999", 200],
    ["[::1]:8080", 200],
    ["192.0.2.7:8080", 200],
    ["desk.example", 200],
    ["DESK.example:443", 200],
    ["other.desk.example", 421],
  ])(
    "for the host %j is answered with %d: a page elsewhere cannot use this port by another name",
    async (host, status) => {
      const { url } = await start();
      expect((await ask(`${url}/health/live`, { host })).status).toBe(status);
    },
  );

  test.each(["POST", "PUT", "DELETE", "OPTIONS"])("with %s is refused", async (method) => {
    const { url } = await start();
    expect((await ask(`${url}/health/live`, { method })).status).toBe(405);
  });

  test("with HEAD has no body", async () => {
    const { url } = await start();
    expect(await ask(`${url}/health/live`, { method: "HEAD" })).toMatchObject({ status: 200, text: "" });
  });

  test.each(["/../etc/passwd", "/%2e%2e/etc/passwd", "/health", "/health/live/", "/ingest/x", "/%", "/%00"])(
    "for %s is told what there is, and nothing about the inside",
    async (path) => {
      const { url } = await start();
      const { status, text, headers } = await ask(`${url}${path}`);
      expect(headers["content-type"]).toBe("application/problem+json; charset=utf-8");
      expect([400, 404]).toContain(status);
      if (status === 404) expect(text).toContain("/health/ready");
      expect(text).not.toMatch(/node_modules|\.ts|fastify/i);
    },
  );

  test.each([
    ["/ingest", "GET", "POST"],
    ["/websub/abc", "PUT", "GET, POST"],
    ["/health/ready", "POST", "GET, HEAD"],
  ])("for %s with %s is told which methods work", async (path, method, allow) => {
    const { url } = await start();
    expect(await ask(`${url}${path}`, { method })).toMatchObject({ status: 405, headers: { allow } });
  });

  test("while nobody knows our public name is asked to come again", async () => {
    const config = { current: () => Promise.reject(new Error("away")) };
    const { url } = await start({ config });
    expect(await ask(`${url}/health/live`)).toMatchObject({ status: 200 });
    expect(await ask(`${url}/health/live`, { host: "desk.example" })).toMatchObject({
      status: 503,
      headers: { "retry-after": "60" },
    });
  });

  test("that breaks something inside is answered without a word about it, and logged", async () => {
    const logged: object[] = [];
    const log = { info: () => undefined, warn: () => undefined, error: (fields: object) => void logged.push(fields) };
    const broken = new Proxy(store.db, {
      get: () => {
        throw new Error("secret inside");
      },
    });
    const { url } = await start({ db: broken, log });
    const { status, text } = await ask(`${url}/websub/abc`);
    expect(status).toBe(500);
    expect(text).not.toContain("secret");
    expect(logged).toMatchObject([{ err: { message: "secret inside" } }]);
  });

  test("is answered with headers that let no browser do anything with it", async () => {
    const { url } = await start();
    expect((await ask(`${url}/health/live`)).headers).toMatchObject({
      "content-type": "application/json; charset=utf-8",
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
      "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    });
  });
});

describe("starting", () => {
  test("on a port that is taken is refused in words that say what to do", async () => {
    const { url } = await start();
    const port = Number(new URL(url).port);
    await expect(start({ port })).rejects.toThrow(`port ${port} is taken by another program; set PORT to a free one`);
  });

  test("on all addresses is allowed: what is served there is harmless or asks for credentials", async () => {
    const { url } = await start({ host: "0.0.0.0" });
    expect(await ask(url.replace("0.0.0.0", "127.0.0.1").concat("/health/live"))).toMatchObject({ status: 200 });
  });

  test("on an address of another machine is refused in words that say what to do", async () => {
    await expect(start({ host: "192.0.2.1" })).rejects.toThrow(
      "HOST is 192.0.2.1, which is no address of this machine",
    );
  });

  test("tells where it listens, and no longer does after it was closed", async () => {
    const served = await start();
    const { url } = served;
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    await served.close();
    running.length = 0;
    await expect(ask(`${url}/health/live`)).rejects.toThrow(/ECONNREFUSED/);
  });
});
