import { setImmediate } from "node:timers/promises";
import { afterAll, afterEach, expect, test } from "vitest";
import { createHttpClient } from "./client.ts";
import { createLocalServers } from "./local-server.ts";
import { bodyOf, requestTo } from "./test-request.ts";
import type { HttpRequest, HttpResult } from "./types.ts";

const client = createHttpClient({ userAgent: "Wirewatch/test" });
const servers = createLocalServers();

afterEach(() => servers.close());
afterAll(() => client.close());

test("a connection is used again for the next page of a host, also behind a redirect", async () => {
  const ports = new Set<number | undefined>();
  const url = await servers.http((req, res) => {
    ports.add(req.socket.remotePort);
    if (req.url === "/moved") res.writeHead(301, { location: "/here" }).end("x".repeat(5000));
    else if (req.url === "/chunked") res.writeHead(301, { location: "/here" }).write("moved", () => res.end());
    else res.end("page");
  });
  for (const path of ["/1", "/moved", "/chunked", "/2"]) {
    expect(bodyOf(await get(`${url}${path}`))).toBe("page");
    await setImmediate();
  }
  expect(ports.size).toBe(1);
});

test("a connection that the server closed meanwhile is replaced, and the page is asked for again", async () => {
  let connections = 0;
  const url = await servers.tcp((socket) => {
    connections += 1;
    socket.write("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok");
    socket.once("data", () => socket.destroy());
  });
  expect(bodyOf(await get(url))).toBe("ok");
  expect(bodyOf(await get(url))).toBe("ok");
  expect(connections).toBe(2);
});

test("a connection that breaks at its first request is not tried again", async () => {
  let connections = 0;
  const url = await servers.tcp((socket) => {
    connections += 1;
    socket.destroy();
  });
  expect(await get(url)).toMatchObject({ kind: "failed", code: "reset" });
  expect(connections).toBe(1);
});

test("no connection carries a POST a second time", async () => {
  const ports: unknown[] = [];
  const url = await servers.http((req, res) => {
    ports.push(req.socket.remotePort);
    if (ports.length > 1) req.socket.destroy();
    else res.end("ok");
  });
  const post = { surface: "webhook", method: "POST", body: "{}" } as const;
  expect(bodyOf(await get(url, post))).toBe("ok");
  await setImmediate();
  expect(await get(url, post)).toMatchObject({ kind: "failed", code: "reset" });
  expect(ports).toEqual([ports[0], ports[0]]);
});

test("a connection is closed when its request is cancelled", async () => {
  const { promise: closed, resolve } = Promise.withResolvers<void>();
  const { promise: arrived, resolve: arrive } = Promise.withResolvers<void>();
  const url = await servers.tcp((socket) => {
    socket.on("close", () => resolve());
    socket.write("HTTP/1.1 200 OK\r\n\r\nbegin");
    arrive();
  });
  const cancel = new AbortController();
  const pending = client.request(requestTo(url), cancel.signal);
  await arrived;
  setTimeout(() => cancel.abort(), 20);
  expect(await pending).toEqual({ kind: "failed", code: "aborted", reason: "the request was cancelled" });
  await closed;
});

test("a connection that is only being made keeps no request past its deadline, and no client from closing", async () => {
  const slow = createHttpClient({ userAgent: "Wirewatch/test", connect: () => new Promise(() => {}) });
  const startedAt = performance.now();
  const result = await slow.request(requestTo("http://127.0.0.1:9/", { timeoutMs: 100 }));
  expect(result).toEqual({ kind: "failed", code: "timeout", reason: "127.0.0.1 did not answer within 0.1 s" });
  await slow.close();
  expect(performance.now() - startedAt).toBeLessThan(2000);
});

test("the deadline stands still while the caller is asked about a hop", async () => {
  const url = await servers.http((_, res) => res.end("page"));
  const beforeHop = () => new Promise<null>((resolve) => setTimeout(() => resolve(null), 300));
  expect(bodyOf(await get(url, { beforeHop, timeoutMs: 200 }))).toBe("page");
});

function get(url: string, options?: Partial<HttpRequest>): Promise<HttpResult> {
  return client.request(requestTo(url, options));
}
