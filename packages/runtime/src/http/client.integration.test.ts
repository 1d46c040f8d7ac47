import type { RequestListener } from "node:http";
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from "node:zlib";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { createHttpClient } from "./client.ts";
import { createLocalServers } from "./local-server.ts";
import { bodyOf, requestTo } from "./test-request.ts";
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

describe("the headers of an answer", () => {
  test.each([
    ["content-type", ["text/html", "application/xml"], "text/html"],
    ["retry-after", ["30", "60"], "30"],
    ["etag", ['"a"', '"b"'], '"a"'],
    ["link", ["<a>; rel=hub", "<b>; rel=self"], "<a>; rel=hub, <b>; rel=self"],
  ])("%s twice", async (name, values, expected) => {
    const url = await servers.http((_, res) => {
      res.setHeader(name, values);
      res.end();
    });
    expect(await get(url)).toMatchObject({ page: { headers: { [name]: expected } } });
  });
});

describe("redirects", () => {
  test.each([
    ["/b?c=d", "/b?c=d"],
    ["b", "/x/b"],
    ["//HOST/b", "/b"],
    ["?q=1", "/x/a?q=1"],
    ["/größe", "/gr%C3%B6%C3%9Fe"],
    ["/a b", "/a%20b"],
    ["/b#part", "/b"],
  ])("to %s lead to %s", async (location, path) => {
    const url = await servers.tcp((socket) => {
      socket.on("data", () => {});
      const target = location.replace("HOST", new URL(url).host);
      socket.end(`HTTP/1.1 302 Found\r\nlocation: ${target}\r\n\r\n`);
    });
    const { hops } = await hopsOf(`${url}/x/a`);
    expect(hops.slice(1, 2)).toEqual([`${url}${path}`]);
  });

  test("with a body that drips lead on all the same", async () => {
    const url = await servers.http((req, res) => {
      if (req.url === "/here") res.end("here");
      else res.writeHead(302, { location: "/here" }).write("moved ...");
    });
    expect(bodyOf(await get(url, { timeoutMs: 2000 }))).toBe("here");
  });

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

function get(url: string, options?: Partial<HttpRequest>): Promise<HttpResult> {
  return client.request(requestTo(url, options));
}

/** Where a request was led to, the last and unanswered address included. */
async function hopsOf(url: string): Promise<{ hops: string[] }> {
  const hops: string[] = [];
  const beforeHop = async (target: URL, hop: number) => {
    hops.push(target.href.replace(/#.*/, ""));
    return hop === 0 ? null : { code: "seen", reason: "seen enough" };
  };
  await get(url, { beforeHop });
  return { hops };
}
