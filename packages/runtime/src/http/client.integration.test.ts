import type { RequestListener } from "node:http";
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from "node:zlib";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { createHttpClient } from "./client.ts";
import { systemDial } from "./connect.ts";
import { createLocalServers } from "./local-server.ts";
import type { HttpRequest, HttpResult } from "./types.ts";

const client = createHttpClient({ userAgent: "Wirewatch/test" });
const servers = createLocalServers();

afterEach(() => servers.close());
afterAll(() => client.close());

describe("an ordinary server", () => {
  test("gives the page, its headers in lower case, and how long it took", async () => {
    const url = await servers.http((_, res) => res.setHeader("X-Thing", ["a", "b"]).end("hello"));
    const result = await get(url);
    expect(result).toMatchObject({
      kind: "response",
      page: { url: `${url}/`, status: 200, headers: { "x-thing": "a, b" } },
    });
    expect(bodyOf(result)).toBe("hello");
    expect(result.kind === "response" && result.latencyMs > 0).toBe(true);
  });

  test("is told who we are and what we read", async () => {
    const url = await servers.http((req, res) => res.end(JSON.stringify(req.headers)));
    expect(JSON.parse(bodyOf(await get(url)))).toMatchObject({
      "user-agent": "Wirewatch/test",
      "accept-encoding": "gzip, deflate, br, zstd",
      accept: expect.stringContaining("application/rss+xml"),
    });
    expect(JSON.parse(bodyOf(await get(url, { userAgent: "Own/1", headers: { Accept: "text/plain" } })))).toMatchObject(
      {
        "user-agent": "Own/1",
        accept: "text/plain",
      },
    );
  });

  test("keeps its status as a fact, also 304 and 500", async () => {
    const url = await servers.http((req, res) => res.writeHead(Number(req.url?.slice(1))).end());
    expect(await get(`${url}/304`)).toMatchObject({ kind: "response", page: { status: 304 } });
    expect(await get(`${url}/500`)).toMatchObject({ kind: "response", page: { status: 500 } });
  });

  test("receives the body of a POST", async () => {
    const url = await servers.http((req, res) => req.pipe(res));
    expect(bodyOf(await get(url, { surface: "webhook", method: "POST", body: '{"a":1}' }))).toBe('{"a":1}');
  });

  test("answers HEAD without its body being missed", async () => {
    const url = await servers.http((_, res) => res.setHeader("content-length", 5_000_000).end());
    expect(await get(url, { method: "HEAD" })).toMatchObject({ kind: "response", page: { status: 200 } });
  });

  test.each([
    ["gzip", gzipSync],
    ["x-gzip", gzipSync],
    ["br", brotliCompressSync],
    ["zstd", zstdCompressSync],
    ["deflate", deflateSync],
    ["deflate", deflateRawSync],
    ["gzip, br", (text: string) => brotliCompressSync(gzipSync(text))],
    ["identity", (text: string) => Buffer.from(text)],
  ])("may answer in %s", async (coding, compress) => {
    const url = await servers.http((_, res) => res.setHeader("content-encoding", coding).end(compress("Größe")));
    expect(bodyOf(await get(url))).toBe("Größe");
  });
});

describe("redirects", () => {
  test("are followed and listed", async () => {
    const url = await servers.http((req, res) => {
      if (req.url === "/a") res.writeHead(301, { location: "/b" }).end("moved");
      else res.end("here");
    });
    const result = await get(`${url}/a`);
    expect(result).toMatchObject({
      page: { url: `${url}/b` },
      hops: [
        { url: `${url}/a`, status: 301 },
        { url: `${url}/b`, status: 200 },
      ],
    });
  });

  test("end after five", async () => {
    let requests = 0;
    const url = await servers.http((_, res) => {
      requests += 1;
      res.writeHead(302, { location: "/again" }).end();
    });
    expect(await get(url)).toMatchObject({ kind: "failed", code: "redirects", reason: expect.stringContaining("5") });
    expect(requests).toBe(6);
  });

  test("to another private address are refused although the list has it: it was opened for the configured URL", async () => {
    let reached = false;
    const inner = await servers.http((_, res) => {
      reached = true;
      res.end();
    });
    const url = await servers.http((_, res) => res.writeHead(302, { location: inner }).end());
    expect(await get(url, { allowPrivate: ["127.0.0.1"] })).toMatchObject({ kind: "refused", code: "address" });
    expect(reached).toBe(false);
  });

  test("to elsewhere lose every configured header", async () => {
    const seen: Record<string, unknown>[] = [];
    const record: RequestListener = (req, res) => {
      seen.push(req.headers);
      res.end();
    };
    const other = await servers.http(record);
    const url = await servers.http((_, res) => res.writeHead(302, { location: other }).end());
    const headers = { "x-api-key": "S3CRET", "if-none-match": '"1"' };
    const privatePages = [new URL(url).host, new URL(other).host];
    expect(await get(url, { surface: "item-link", privatePages, headers })).toMatchObject({ kind: "response" });
    expect(seen).toHaveLength(1);
    expect(seen[0]).not.toHaveProperty("x-api-key");
    expect(seen[0]).not.toHaveProperty("if-none-match");
  });

  test("are not followed for a webhook", async () => {
    const url = await servers.http((_, res) => res.writeHead(307, { location: "/b" }).end());
    expect(await get(url, { surface: "webhook", method: "POST", body: "{}" })).toMatchObject({
      kind: "failed",
      code: "redirects",
      reason: expect.stringContaining("307"),
    });
  });

  test("are put to the caller hop by hop", async () => {
    const url = await servers.http((req, res) => {
      if (req.url === "/a") res.writeHead(301, { location: "/private" }).end();
      else res.end();
    });
    const asked: string[] = [];
    const result = await get(`${url}/a`, {
      beforeHop: async (target, hop) => {
        asked.push(`${hop} ${target.pathname}`);
        return target.pathname === "/private" ? { code: "robots", reason: "robots.txt forbids this page" } : null;
      },
    });
    expect(result).toEqual({ kind: "refused", code: "robots", reason: "robots.txt forbids this page" });
    expect(asked).toEqual(["0 /a", "1 /private"]);
  });

  test("what the caller throws is thrown to the caller", async () => {
    const failing = { beforeHop: () => Promise.reject(new Error("database away")) };
    await expect(get("http://127.0.0.1:9/", failing)).rejects.toThrow("database away");
  });
});

describe("the guard", () => {
  test("never sends a link over a connection that was opened for a listed host", async () => {
    const asked: string[] = [];
    const url = await servers.http((req, res) => res.end(`request ${asked.push(req.url ?? "")}`));
    const guarded = createHttpClient({
      userAgent: "Wirewatch/test",
      lookup: async () => ["127.0.0.1"],
      connect: (target) => systemDial()({ ...target, port: Number(new URL(url).port) }),
    });
    const allowPrivate = ["wiki.example"];
    const source = requestTo("http://wiki.example/feed", { allowPrivate });
    const link = requestTo("http://wiki.example/secret", { allowPrivate, surface: "item-link" });
    expect(await guarded.request(source)).toMatchObject({ kind: "response" });
    expect(await guarded.request(link)).toMatchObject({
      kind: "refused",
      code: "address",
      reason: expect.stringContaining("wiki.example leads to 127.0.0.1"),
    });
    await guarded.close();
    expect(asked).toEqual(["/feed"]);
  });

  test("refuses before anything is looked up when the spelling is enough", async () => {
    expect(await get("file:///etc/passwd")).toMatchObject({ kind: "refused", code: "scheme" });
    expect(await get("http://10.0.0.1/")).toMatchObject({ kind: "refused", code: "address" });
  });
});

describe("no server", () => {
  test("refused connections are named", async () => {
    const url = await servers.http(() => {});
    await servers.close();
    expect(await get(url)).toEqual({ kind: "failed", code: "connect", reason: "127.0.0.1 refused the connection" });
  });

  test("a cancelled request says so", async () => {
    const url = await servers.http(() => {});
    const cancel = new AbortController();
    const pending = client.request(requestTo(url), cancel.signal);
    setTimeout(() => cancel.abort(), 50);
    expect(await pending).toMatchObject({ kind: "failed", code: "aborted" });
  });

  test("a header that cannot be sent is a failure, not a crash, and is not repeated in the reason", async () => {
    const url = await servers.http((_, res) => res.end());
    const result = await get(url, { headers: { authorization: "S3CRET\r\nx: y" } });
    expect(result).toMatchObject({ kind: "failed", code: "request" });
    expect(JSON.stringify(result)).not.toContain("S3CRET");
  });
});

function requestTo(url: string, options: Partial<HttpRequest> = {}): HttpRequest {
  const limits = { timeoutMs: 5000, maxWireBytes: 1024 * 1024, maxBodyBytes: 2 * 1024 * 1024 };
  return { url, surface: "source", allowPrivate: ["127.0.0.1"], ...limits, ...options };
}

function get(url: string, options?: Partial<HttpRequest>): Promise<HttpResult> {
  return client.request(requestTo(url, options));
}

function bodyOf(result: HttpResult): string {
  return result.kind === "response" ? Buffer.from(result.page.body).toString() : JSON.stringify(result);
}
