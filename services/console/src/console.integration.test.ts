import { request } from "node:http";
import { openQueues } from "@wirewatch/pipeline";
import type { StageQueues } from "@wirewatch/pipeline";
import { openStore, sql } from "@wirewatch/store";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { startTestStore } from "../../../test/support/store.ts";
import type { TestStore } from "../../../test/support/store.ts";
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
  const served = await startConsole({ db: store.db, queues, host: "127.0.0.1", port: 0, ...given });
  running.push(served);
  return served;
}

interface Answer {
  readonly status: number | undefined;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly text: string;
}

/** One request with exactly these headers; `fetch` does not let go of Host. */
function ask(url: string, options: { readonly method?: string; readonly host?: string } = {}): Promise<Answer> {
  const { method = "GET", host } = options;
  return new Promise((resolve, reject) => {
    const asked = request(url, { method, headers: host === undefined ? {} : { host } }, (response) => {
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

  test("for anything else is told what there is", async () => {
    const { url } = await start();
    const { status, text } = await ask(`${url}/../etc/passwd`);
    expect(status).toBe(404);
    expect(text).toContain("/health/ready");
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

  test.each(["0.0.0.0", "::", "192.0.2.1", "desk.example"])(
    "on %s is refused: there is no log-in yet",
    async (host) => {
      await expect(start({ host })).rejects.toThrow(`HOST is ${host}: the console has no log-in yet`);
    },
  );

  test("tells where it listens, and no longer does after it was closed", async () => {
    const served = await start();
    const { url } = served;
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    await served.close();
    running.length = 0;
    await expect(ask(`${url}/health/live`)).rejects.toThrow(/ECONNREFUSED/);
  });
});
