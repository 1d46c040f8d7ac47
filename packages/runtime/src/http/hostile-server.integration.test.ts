import type { Socket } from "node:net";
import { brotliCompressSync, gzipSync, zstdCompressSync } from "node:zlib";
import { afterAll, afterEach, expect, test } from "vitest";
import { createHttpClient } from "./client.ts";
import { createLocalServers } from "./local-server.ts";
import type { HttpRequest, HttpResult } from "./types.ts";

const client = createHttpClient({ userAgent: "Wirewatch/test" });
const servers = createLocalServers();

afterEach(() => servers.close());
afterAll(() => client.close());

test.each([
  ["drips its headers", (socket: Socket) => drip(socket, "HTTP/1.1 200 OK\r\nx: y"), "did not answer within 0.4 s"],
  ["drips its body", (socket: Socket) => drip(socket, head), "did not finish its answer within 0.4 s"],
  ["is silent", () => {}, "did not answer within 0.4 s"],
])("a server that %s meets the deadline", async (_, behave, words) => {
  const url = await servers.tcp(behave);
  const startedAt = performance.now();
  expect(await get(url, { timeoutMs: 400 })).toEqual({
    kind: "failed",
    code: "timeout",
    reason: `127.0.0.1 ${words}`,
  });
  expect(performance.now() - startedAt).toBeLessThan(1500);
});

test("a server with an endless body is cut at the cap", async () => {
  const url = await servers.tcp((socket) => {
    socket.write(head);
    const piece = Buffer.alloc(64 * 1024, "x");
    const more = () => {
      while (!socket.destroyed && socket.write(piece));
    };
    socket.on("drain", more);
    more();
  });
  expect(await get(url)).toEqual({ kind: "failed", code: "tooLarge", reason: "the answer is larger than 1 MB" });
});

test("a server that announces too much is not read at all", async () => {
  const url = await servers.tcp((socket) => socket.write("HTTP/1.1 200 OK\r\ncontent-length: 99999999\r\n\r\n"));
  expect(await get(url)).toMatchObject({ kind: "failed", code: "tooLarge" });
});

test.each([
  ["gzip", gzipSync(zeros())],
  ["br", brotliCompressSync(zeros())],
  ["zstd", zstdCompressSync(zeros())],
  ["gzip, gzip", gzipSync(gzipSync(zeros()))],
])("a server with a %s bomb is cut at the cap", async (coding, bomb) => {
  const url = await servers.http((_, res) => res.setHeader("content-encoding", coding).end(bomb));
  expect(await get(url)).toEqual({ kind: "failed", code: "tooLarge", reason: "the answer is larger than 2 MB" });
});

test("a server with a bomb over a megabyte on the wire is cut as well", async () => {
  const noise = Buffer.from(Array.from({ length: 1_200_000 }, (_, i) => (i * 7919) % 251));
  const bomb = gzipSync(Buffer.concat([noise, zeros()]), { level: 0 }).subarray(0, 1_500_000);
  const url = await servers.http((_, res) => res.setHeader("content-encoding", "gzip").end(bomb));
  const caps = { maxWireBytes: 4 * 1024 * 1024, maxBodyBytes: 1_100_000 };
  expect(await get(url, caps)).toMatchObject({ kind: "failed", code: "tooLarge" });
});

test.each([
  ["cut gzip", "gzip", gzipSync("hello hello hello").subarray(0, 20)],
  ["plain text called gzip", "gzip", Buffer.from("hello")],
  ["an unknown coding", "compress", Buffer.from("hello")],
  ["three codings", "gzip, gzip, gzip", gzipSync("x")],
])("a server with %s is a failure of the encoding", async (_, coding, body) => {
  const url = await servers.http((_req, res) => res.setHeader("content-encoding", coding).end(body));
  expect(await get(url)).toMatchObject({ kind: "failed", code: "encoding" });
});

test.each([
  ["cuts the body", "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf", "reset"],
  ["cuts the headers", "HTTP/1.1 200 OK\r\nx: ", "reset"],
  ["talks something else", "SSH-2.0-OpenSSH_9\r\n", "protocol"],
  ["sends bad chunks", "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\nboo\r\n", "protocol"],
  ["sends a header of 2 MB", `HTTP/1.1 200 OK\r\nx: ${"y".repeat(2_000_000)}\r\n\r\n`, "tooLarge"],
  ["sends 20,000 headers", `HTTP/1.1 200 OK\r\n${"x: y\r\n".repeat(20_000)}\r\n`, "tooLarge"],
  ["sends a NUL in a header", "HTTP/1.1 200 OK\r\nx: \0\r\n\r\n", "protocol"],
])("a server that %s is a failure that says so", async (_, text, code) => {
  const url = await servers.tcp((socket) => socket.end(text));
  expect(await get(url)).toMatchObject({ kind: "failed", code });
});

const head = "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n\r\n";

function zeros(): Buffer {
  return Buffer.alloc(20 * 1024 * 1024);
}

function get(url: string, options: Partial<HttpRequest> = {}): Promise<HttpResult> {
  const limits = { timeoutMs: 5000, maxWireBytes: 1024 * 1024, maxBodyBytes: 2 * 1024 * 1024 };
  return client.request({ url, surface: "source", allowPrivate: ["127.0.0.1"], ...limits, ...options });
}

function drip(socket: Socket, start: string): void {
  socket.write(start);
  const timer = setInterval(() => socket.write("z"), 50);
  socket.on("close", () => clearInterval(timer));
}
