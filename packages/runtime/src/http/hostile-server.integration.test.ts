import type { Socket } from "node:net";
import { brotliCompressSync, gzipSync, zstdCompressSync } from "node:zlib";
import { afterAll, afterEach, expect, test } from "vitest";
import { createHttpClient } from "./client.ts";
import { createLocalServers } from "./local-server.ts";
import { bodyOf, requestTo } from "./test-request.ts";
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
  ["noise called gzip", "gzip", Buffer.from([1, 2, 3, 4])],
  ["an unknown coding", "compress", Buffer.from("hello")],
  ["three codings", "gzip, gzip, gzip", gzipSync("x")],
])("a server with %s is a failure of the encoding", async (_, coding, body) => {
  const url = await servers.http((_req, res) => res.setHeader("content-encoding", coding).end(body));
  expect(await get(url)).toMatchObject({ kind: "failed", code: "encoding" });
});

test.each(["gzip", "br", "deflate", "zstd"])(
  "a server that calls its plain text %s is read as it is: its feed would be lost to nobody's gain",
  async (coding) => {
    const url = await servers.http((_, res) => res.setHeader("content-encoding", coding).end("<rss>Größe</rss>"));
    expect(bodyOf(await get(url))).toBe("<rss>Größe</rss>");
  },
);

const ok = "HTTP/1.1 200 OK\r\n";

test.each([
  ["cuts the body", `${ok}content-length: 100\r\n\r\nhalf`, "reset"],
  ["cuts the last chunk", `${ok}transfer-encoding: chunked\r\n\r\n4\r\nhalf\r\n`, "reset"],
  ["cuts a chunk", `${ok}transfer-encoding: chunked\r\n\r\nff\r\nhalf`, "reset"],
  ["cuts the headers", `${ok}x: `, "reset"],
  ["says nothing and closes", "", "reset"],
  ["talks something else", "SSH-2.0-OpenSSH_9\r\n", "protocol"],
  ["talks HTTP/0.9", "<html>hello</html>", "protocol"],
  ["has a status of four digits", "HTTP/1.1 1000 Many\r\n\r\n", "protocol"],
  ["has a status below all", "HTTP/1.1 099 Few\r\n\r\n", "protocol"],
  ["sends bad chunks", `${ok}transfer-encoding: chunked\r\n\r\nzz\r\nboo\r\n`, "protocol"],
  ["sends a chunk without end", `${ok}transfer-encoding: chunked\r\n\r\nfffffffffffffffff\r\nboo`, "protocol"],
  ["announces two lengths", `${ok}content-length: 5\r\ncontent-length: 4\r\n\r\nhello`, "reset"],
  ["announces one length twice", `${ok}content-length: 5\r\ncontent-length: 5\r\n\r\nhello`, "reset"],
  ["announces a length below zero", `${ok}content-length: -5\r\n\r\nhello`, "protocol"],
  ["announces a length and chunks", `${ok}content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`, "reset"],
  ["announces a length beyond numbers", `${ok}content-length: 99999999999999999999999\r\n\r\nhello`, "reset"],
  ["sends a header of 2 MB", `${ok}x: ${"y".repeat(2_000_000)}\r\n\r\n`, "tooLarge"],
  ["sends a header of 33 KB", `${ok}x: ${"y".repeat(33 * 1024)}\r\n\r\n`, "tooLarge"],
  ["sends 20,000 headers", `${ok}${"x: y\r\n".repeat(20_000)}\r\n`, "tooLarge"],
  ["sends a NUL in a header", `${ok}x: \0\r\n\r\n`, "protocol"],
  ["sends a bare CR in a header", `${ok}x: a\rb\r\n\r\n`, "protocol"],
  ["continues what nobody began", `HTTP/1.1 100 Continue\r\n\r\n${ok}content-length: 2\r\n\r\nok`, "protocol"],
  ["changes the protocol", "HTTP/1.1 101 Switching\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n", "protocol"],
])("a server that %s is a failure that says so", async (_, text, code) => {
  const url = await servers.tcp((socket) => socket.end(text));
  expect(await get(url)).toMatchObject({ kind: "failed", code, reason: expect.stringMatching(/127\.0\.0\.1/) });
});

test.each([
  ["has nothing to say but where it ends", "HTTP/1.1 200 OK\r\n\r\npage"],
  ["gives early hints", `HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n${ok}content-length: 4\r\n\r\npage`],
  ["is still processing", `${"HTTP/1.1 102 Processing\r\n\r\n".repeat(50)}${ok}content-length: 4\r\n\r\npage`],
  ["sends trailers", `${ok}transfer-encoding: chunked\r\n\r\n4\r\npage\r\n0\r\nx: y\r\n\r\n`],
  ["extends its chunks", `${ok}transfer-encoding: chunked\r\n\r\n4;a="b"\r\npage\r\n0\r\n\r\n`],
  ["speaks HTTP/1.0", "HTTP/1.0 200 OK\r\n\r\npage"],
  ["has no reason phrase", "HTTP/1.1 200\r\ncontent-length: 4\r\n\r\npage"],
  ["sends headers of 30 KB", `${ok}x: ${"y".repeat(30 * 1024)}\r\ncontent-length: 4\r\n\r\npage`],
])("a server that %s is understood", async (_, text) => {
  const url = await servers.tcp((socket) => socket.end(text));
  expect(bodyOf(await get(url))).toBe("page");
});

test.each([
  [304, "GET"],
  [204, "GET"],
  [200, "HEAD"],
])("a server that sends a body with %i to a %s does not get it into the next answer", async (status, method) => {
  const smuggled = `${ok}content-length: 4\r\n\r\nevil`;
  const url = await servers.tcp((socket) => {
    socket.write(`HTTP/1.1 ${status} X\r\ncontent-length: ${smuggled.length}\r\n\r\n${smuggled}`);
    socket.on("data", () => socket.write(`${ok}content-length: 4\r\n\r\npage`));
  });
  const first = await get(url, { method: method === "HEAD" ? "HEAD" : "GET" });
  expect(first).toMatchObject({ kind: "response", page: { status } });
  expect(bodyOf(first)).toBe("");
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(bodyOf(await get(url))).not.toBe("evil");
});

test("a server that answers twice does not get its second answer to the next request", async () => {
  let connections = 0;
  const url = await servers.tcp((socket) => {
    connections += 1;
    const page = `page ${connections}`;
    socket.write(`${ok}content-length: 6\r\n\r\n${page}${ok}content-length: 6\r\n\r\nevil 1`);
  });
  expect(bodyOf(await get(url))).toBe("page 1");
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(bodyOf(await get(url))).toBe("page 2");
});

test("a server that answers before it has read the request is heard, or cut us off", async () => {
  const url = await servers.tcp((socket) => socket.end("HTTP/1.1 413 Too Large\r\nconnection: close\r\n\r\nno"));
  const body = "x".repeat(5_000_000);
  const result = await get(url, { surface: "webhook", method: "POST", body });
  expect(result.kind === "response" ? result.page.status : result.kind === "failed" && result.code).toSatisfy(
    (found) => found === 413 || found === "reset",
  );
});

test("a server that hints for ever meets the deadline", async () => {
  const url = await servers.tcp((socket) => {
    const timer = setInterval(() => socket.write("HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n".repeat(100)), 5);
    socket.on("close", () => clearInterval(timer));
  });
  expect(await get(url, { timeoutMs: 400 })).toMatchObject({ kind: "failed", code: "timeout" });
});

const head = "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n\r\n";

function zeros(): Buffer {
  return Buffer.alloc(20 * 1024 * 1024);
}

function get(url: string, options?: Partial<HttpRequest>): Promise<HttpResult> {
  return client.request(requestTo(url, options));
}

function drip(socket: Socket, start: string): void {
  socket.write(start);
  const timer = setInterval(() => socket.write("z"), 50);
  socket.on("close", () => clearInterval(timer));
}
