import type { Http2ServerRequest, Http2ServerResponse } from "node:http2";
import { connect, createServer, type Socket } from "node:net";
import { gzipSync } from "node:zlib";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { createHttpClient } from "./client.ts";
import { systemDial } from "./dial.ts";
import { createLocalServers } from "./local-server.ts";
import { createTestAuthority } from "./test-certificates.ts";
import { bodyOf, requestTo } from "./test-request.ts";
import type { HttpRequest, HttpResult } from "./types.ts";

type Listener = (req: Http2ServerRequest, res: Http2ServerResponse) => void;

const authority = createTestAuthority("Authority of the tests");
const certificate = authority.issue(["127.0.0.1", "news.example"]);
const servers = createLocalServers();
let dials = 0;
const dial = systemDial({ ca: authority.pem });
const client = createHttpClient({
  userAgent: "Wirewatch/test",
  connect: (target) => {
    dials += 1;
    return dial(target);
  },
});

afterEach(() => servers.close());
afterAll(() => client.close());

describe("a server that speaks HTTP/2", () => {
  test("is spoken to in it, with the same headers as any other", async () => {
    const url = await serve((req, res) => res.end(JSON.stringify({ version: req.httpVersion, ...req.headers })));
    const answer = JSON.parse(
      bodyOf(await get(`${url}/a?b=c`, { headers: { "X-Api-Key": "k", "If-None-Match": '"1"' } })),
    );
    expect(answer).toMatchObject({
      version: "2.0",
      ":path": "/a?b=c",
      "user-agent": "Wirewatch/test",
      "accept-encoding": "gzip, deflate, br, zstd",
      "x-api-key": "k",
      "if-none-match": '"1"',
    });
  });

  test("may offer HTTP/1.1 only", async () => {
    const url = await servers.tls({ ...certificate, ALPNProtocols: ["http/1.1"] }, (socket) => {
      socket.on("data", () => socket.end(`HTTP/1.1 200 OK\r\n\r\n${socket.alpnProtocol}`));
    });
    expect(bodyOf(await get(url))).toBe("http/1.1");
  });

  test("may answer packed, with nothing, and to a POST", async () => {
    const url = await serve((req, res) => {
      if (req.url === "/304") res.writeHead(304).end();
      else if (req.method === "POST") req.stream.pipe(res.stream);
      else res.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync("Größe"));
    });
    expect(bodyOf(await get(url))).toBe("Größe");
    expect(bodyOf(await get(`${url}/304`))).toBe("");
    expect(bodyOf(await get(url, { method: "HEAD" }))).toBe("");
    expect(bodyOf(await get(url, { surface: "webhook", method: "POST", body: "{}" }))).toBe("{}");
  });

  test("gets several requests at once over one connection", async () => {
    const url = await serve((_, res) => setTimeout(() => res.end("x"), 20));
    dials = 0;
    const results = await Promise.all(Array.from({ length: 10 }, () => get(url)));
    expect(results.every((result) => result.kind === "response")).toBe(true);
    expect(dials).toBe(1);
  });

  test("is under the same rules for redirects and secrets", async () => {
    const seen: unknown[] = [];
    const other = await serve((req, res) => {
      seen.push(req.headers["x-api-key"]);
      res.end();
    });
    const url = await serve((req, res) => {
      seen.push(req.headers["x-api-key"]);
      res.writeHead(302, { location: req.url === "/inner" ? "https://127.0.0.2/" : other }).end();
    });
    const privatePages = [new URL(url).host, new URL(other).host];
    const headers = { "x-api-key": "S3CRET" };
    expect(await get(url, { surface: "item-link", privatePages, headers })).toMatchObject({ kind: "response" });
    expect(await get(`${url}/inner`, { surface: "item-link", privatePages, headers })).toMatchObject({
      kind: "refused",
      code: "address",
    });
    expect(seen).toEqual(["S3CRET", undefined, "S3CRET"]);
  });

  test("has its address checked for every connection", async () => {
    const url = await serve((_, res) => res.end());
    const guarded = createHttpClient({ userAgent: "Wirewatch/test", lookup: async () => ["127.0.0.1"], connect: dial });
    const target = `https://news.example:${new URL(url).port}/`;
    const kindWhen = async (allowPrivate: string[]) =>
      (await guarded.request(requestTo(target, { allowPrivate }))).kind;
    expect(await kindWhen([])).toBe("refused");
    expect(await kindWhen(["news.example"])).toBe("response");
    expect(await kindWhen([])).toBe("refused");
    await guarded.close();
  });
});

describe("a hostile HTTP/2 server", () => {
  test("with an endless body is cut at the cap, and others on its connection go on", async () => {
    const url = await serve((req, res) => {
      if (req.url === "/slow") setTimeout(() => res.end("fine"), 200);
      else sendForEver(res);
    });
    const slow = get(`${url}/slow`);
    expect(await get(url)).toMatchObject({ kind: "failed", code: "tooLarge" });
    expect(bodyOf(await slow)).toBe("fine");
  });

  test.each<[string, Listener, string]>([
    ["headers over the cap", (_, res) => res.writeHead(200, { x: "y".repeat(40_000) }).end(), "tooLarge"],
    [
      "a stream cut in the body",
      (_, res) => void (res.write("half"), setTimeout(() => res.stream.close(2), 20)),
      "reset",
    ],
    [
      "a connection cut in the body",
      (_, res) => void (res.write("half"), setTimeout(() => res.stream.session?.destroy(), 20)),
      "reset",
    ],
    ["a connection cut before the answer", (_, res) => res.stream.session?.destroy(), "reset"],
    ["less than it announced", (_, res) => res.writeHead(200, { "content-length": 100 }).end("half"), "reset"],
    ["silence", () => {}, "timeout"],
  ])("with %s is a failure that says so", async (_, listener, code) => {
    const url = await serve(listener);
    dials = 0;
    const result = await get(url, { timeoutMs: 700 });
    expect(result).toMatchObject({ kind: "failed", code });
    expect(result).toHaveProperty("reason", expect.stringMatching(/127\.0\.0\.1|headers/));
    expect(dials).toBeLessThanOrEqual(2);
  });

  test("that goes away again and again is not connected without end", async () => {
    const url = await serve((_, res) => res.stream.session?.goaway(0, 0));
    dials = 0;
    expect(await get(url, { timeoutMs: 700 })).toMatchObject({ kind: "failed" });
    expect(dials).toBeLessThanOrEqual(3);
  });

  test("whose connection died in silence is connected anew", async () => {
    const url = await serve((_, res) => res.end("fine"));
    const sockets = new Set<Socket>();
    const frozen = new Set<Socket>();
    const relay = createServer((socket) => {
      const onward = connect(Number(new URL(url).port), "127.0.0.1");
      for (const end of [socket, onward]) end.on("error", () => end.destroy()).on("close", () => onward.destroy());
      socket.on("data", (data) => frozen.has(socket) || onward.write(data));
      onward.on("data", (data) => frozen.has(socket) || socket.write(data));
      sockets.add(socket);
    });
    const relayed = (await servers.listen(relay)).replace("http:", "https:");
    expect(bodyOf(await get(relayed))).toBe("fine");
    for (const socket of sockets) frozen.add(socket);
    expect(await get(relayed, { timeoutMs: 200 })).toMatchObject({ code: "timeout" });
    expect(bodyOf(await get(relayed))).toBe("fine");
    expect(sockets.size).toBe(2);
  });

  test("that agrees to HTTP/2 and then closes is not connected without end", async () => {
    const url = await servers.tls({ ...certificate, ALPNProtocols: ["h2"] }, (socket) => socket.end());
    dials = 0;
    expect(await get(url, { timeoutMs: 1000 })).toMatchObject({ kind: "failed" });
    expect(dials).toBeLessThanOrEqual(3);
  });

  test("that agrees to HTTP/2 and then speaks something else is a failure", async () => {
    const url = await servers.tls({ ...certificate, ALPNProtocols: ["h2"] }, (socket) => {
      socket.on("data", () => socket.write("HTTP/1.1 200 OK\r\n\r\n"));
    });
    dials = 0;
    expect(await get(url, { timeoutMs: 1000 })).toMatchObject({ kind: "failed" });
    expect(dials).toBeLessThanOrEqual(3);
  });
});

describe("a certificate", () => {
  test.each([
    ["for another host", authority.issue(["other.example"]), "is for another host"],
    ["that has expired", authority.issue(["127.0.0.1"], -10), "has expired"],
    ["of an unknown authority", createTestAuthority("Nobody").issue(["127.0.0.1"]), "no known authority vouches for"],
  ])("%s is named in plain words", async (_, options, words) => {
    const url = await servers.http2(options, (_req, res) => res.end());
    expect(await get(url)).toEqual({ kind: "failed", code: "tls", reason: expect.stringContaining(words) });
  });

  test("nobody else signed is named as well", async () => {
    const strangers = createHttpClient({ userAgent: "Wirewatch/test", connect: systemDial() });
    const url = await serve((_, res) => res.end());
    expect(await strangers.request(requestTo(url))).toMatchObject({ kind: "failed", code: "tls" });
    await strangers.close();
  });

  test("is missing where the port speaks no TLS", async () => {
    const url = await servers.http((_, res) => res.end());
    expect(await get(url.replace("http:", "https:"))).toMatchObject({
      kind: "failed",
      code: "tls",
      reason: expect.stringContaining("is the address http, not https?"),
    });
  });
});

function serve(listener: Listener): Promise<string> {
  return servers.http2(certificate, (req, res) => {
    req.stream.on("error", () => {});
    listener(req, res);
  });
}

function sendForEver(res: Http2ServerResponse): void {
  const piece = Buffer.alloc(64 * 1024, "x");
  const more = (): void => {
    while (!res.stream.destroyed && res.write(piece));
  };
  res.on("drain", more);
  more();
}

function get(url: string, options?: Partial<HttpRequest>): Promise<HttpResult> {
  return client.request(requestTo(url, options));
}
