import { createServer, type IncomingMessage } from "node:http";
import { connect, type Socket } from "node:net";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { createHttpClient } from "./client.ts";
import { systemDial, systemTls } from "./dial.ts";
import { createLocalServers } from "./local-server.ts";
import { createTestAuthority } from "./test-certificates.ts";
import { bodyOf, requestTo } from "./test-request.ts";
import type { HttpRequest, HttpResult } from "./types.ts";

const authority = createTestAuthority("Authority of the tests");
const certificate = authority.issue(["news.example"]);
const servers = createLocalServers();
const looked: string[] = [];
const client = createHttpClient({
  userAgent: "Wirewatch/test",
  connect: systemDial({ ca: authority.pem }),
  startTls: systemTls({ ca: authority.pem }),
  lookup: async (hostname) => {
    looked.push(hostname);
    return hostname === "squid.lan" ? ["127.0.0.1"] : [];
  },
});

beforeEach(() => void looked.splice(0));
afterEach(() => servers.close());
afterAll(() => client.close());

describe("an http address behind a proxy", () => {
  test("is asked for as a whole, with nothing looked up by us", async () => {
    const proxy = await startProxy();
    const result = await get("http://news.example:8080/a?b=c#d", proxy.url, { headers: { "x-api-key": "k" } });
    expect(bodyOf(result)).toBe("forwarded");
    expect(result).toMatchObject({ page: { url: "http://news.example:8080/a?b=c#d" } });
    expect(proxy.asked).toMatchObject([
      { line: "GET http://news.example:8080/a?b=c", host: "news.example:8080", key: "k", authorization: undefined },
    ]);
    expect(looked).toEqual([]);
  });

  test("goes over a proxy that is a name, and with its password", async () => {
    const proxy = await startProxy();
    const named = `http://desk:p%40ss@squid.lan:${new URL(proxy.url).port}`;
    const result = await get("http://news.example/", named, { allowPrivate: ["squid.lan"] });
    expect(bodyOf(result)).toBe("forwarded");
    expect(proxy.asked[0]?.authorization).toBe(`Basic ${Buffer.from("desk:p@ss").toString("base64")}`);
    expect(looked).toEqual(["squid.lan"]);
  });
});

describe("an https address behind a proxy", () => {
  test("is reached by a tunnel, in which TLS and HTTP/2 are spoken with the host", async () => {
    const host = await servers.http2(certificate, (req, res) => res.end(JSON.stringify(req.headers)));
    const proxy = await startProxy({ tunnelTo: host });
    const withPassword = proxy.url.replace("http://", "http://desk:hunter2@");
    const answer = bodyOf(await get("https://news.example/a", withPassword, { headers: { "x-api-key": "S3CRET" } }));
    expect(JSON.parse(answer)).toMatchObject({ ":authority": "news.example", "x-api-key": "S3CRET" });
    expect(answer).not.toContain("proxy-authorization");
    expect(proxy.asked).toEqual([
      {
        line: "CONNECT news.example:443",
        host: "news.example:443",
        key: undefined,
        authorization: expect.stringMatching(/^Basic /),
      },
    ]);
    expect(looked).toEqual([]);
  });

  test("must prove who it is, whatever the proxy says", async () => {
    const impostor = await servers.http2(authority.issue(["other.example"]), (_, res) => res.end());
    const proxy = await startProxy({ tunnelTo: impostor });
    expect(await get("https://news.example/", proxy.url)).toEqual({
      kind: "failed",
      code: "tls",
      reason: "the certificate of news.example is for another host",
    });
  });
});

describe("what lies behind a proxy", () => {
  test.each([
    ["a private address", "http://10.0.0.5/", "address"],
    ["a private address over https", "https://192.168.1.1/", "address"],
    ["the proxy's own host", "http://127.0.0.2:8080/", "address"],
    ["a mapped address", "http://[::ffff:10.0.0.5]/", "address"],
    ["a name of a private network", "http://metadata.google.internal/", "name"],
    ["a port that links may not name", "http://news.example:6379/", "port"],
  ])("is refused by its spelling: %s", async (_, url, code) => {
    const proxy = await startProxy();
    const privatePages: string[] = [];
    const result = await get(url, proxy.url, { surface: "item-link", privatePages });
    expect(result).toMatchObject({ kind: "refused", code });
    expect(proxy.asked).toEqual([]);
  });

  test("is refused behind a redirect as well", async () => {
    const proxy = await startProxy({ location: "http://169.254.169.254/latest/" });
    expect(await get("http://news.example/", proxy.url)).toMatchObject({ kind: "refused", code: "address" });
    expect(proxy.asked).toHaveLength(1);
  });

  test("is reached by the proxy after a redirect as well, without the headers of the first host", async () => {
    const proxy = await startProxy({ location: "http://elsewhere.example/" });
    const withPassword = proxy.url.replace("http://", "http://desk:hunter2@");
    expect(await get("http://news.example/", withPassword, { headers: { "x-api-key": "S3CRET" } })).toMatchObject({
      kind: "response",
    });
    expect(proxy.asked.map(({ host, key }) => [host, key])).toEqual([
      ["news.example", "S3CRET"],
      ["elsewhere.example", undefined],
    ]);
  });
});

describe("a proxy", () => {
  test("that is private must be listed", async () => {
    const proxy = await startProxy();
    const result = await get("http://news.example/", proxy.url, { allowPrivate: [] });
    expect(result).toMatchObject({ kind: "refused", code: "address", reason: expect.stringContaining("the proxy") });
    expect(proxy.asked).toEqual([]);
  });

  test("whose name leads to a private address must be listed", async () => {
    const result = await get("http://news.example/", "http://proxy.example:3128", { allowPrivate: [] });
    expect(result).toMatchObject({ kind: "failed", code: "dns", reason: expect.stringContaining("proxy.example") });
  });

  test("never shares connections with another one, nor with none", async () => {
    const first = await startProxy();
    const second = await startProxy();
    const direct = await servers.http((_, res) => res.end("direct"));
    for (const proxy of [first.url, second.url, first.url]) await get("http://news.example/", proxy);
    const direct1 = await client.request(requestTo(direct, { proxy: null }));
    expect(bodyOf(direct1)).toBe("direct");
    expect([first.asked.length, second.asked.length]).toEqual([2, 1]);
    await get("http://news.example/", first.url.replace("http://", "http://desk:hunter2@"));
    expect([first.connections(), second.connections()]).toEqual([2, 1]);
  });

  test.each([
    ["http://news.example/", 407, "wants a user name and a password (407)"],
    ["https://news.example/", 407, "wants a user name and a password (407)"],
    ["https://news.example/", 502, "did not connect us to news.example (502)"],
    ["https://news.example/", 403, "did not connect us to news.example (403)"],
  ])("that refuses %s with %i is named", async (url, status, words) => {
    const proxy = await startProxy({ status });
    expect(await get(url, proxy.url)).toEqual({
      kind: "failed",
      code: "connect",
      reason: `the proxy 127.0.0.1 ${words}`,
    });
  });

  test.each([
    ["is not there", null, "connect", "the proxy 127.0.0.1 refused the connection"],
    ["hangs up", (socket: Socket) => socket.destroy(), "connect", "the proxy 127.0.0.1 cut the connection"],
    [
      "talks something else",
      (socket: Socket) => socket.end("SSH-2.0-OpenSSH_9\r\n\r\n"),
      "connect",
      "does not speak HTTP",
    ],
    ["talks for ever", (socket: Socket) => socket.write("x".repeat(100_000)), "connect", "too many headers"],
  ])("that %s is named, and not asked again", async (_, behave, code, words) => {
    let connections = 0;
    const url = await servers.tcp((socket) => {
      connections += 1;
      behave?.(socket);
    });
    if (behave === null) await servers.close();
    const result = await get("https://news.example/", url);
    expect(result).toMatchObject({ kind: "failed", code, reason: expect.stringContaining(words) });
    expect(connections).toBeLessThanOrEqual(1);
  });

  test("that is silent meets the deadline", async () => {
    const url = await servers.tcp(() => {});
    expect(await get("https://news.example/", url, { timeoutMs: 300 })).toMatchObject({ code: "timeout" });
  });
});

interface AskedProxy {
  readonly line: string;
  readonly host: string | undefined;
  readonly key: unknown;
  readonly authorization: string | undefined;
}

/** A proxy that answers for every http host, and leads every tunnel to one server. */
async function startProxy(options: { tunnelTo?: string; status?: number; location?: string } = {}) {
  const asked: AskedProxy[] = [];
  let connections = 0;
  const note = ({ method, url, headers }: IncomingMessage): void => {
    const { host, "proxy-authorization": authorization, "x-api-key": key } = headers;
    asked.push({ line: `${method} ${url}`, host, key, authorization });
  };
  const server = createServer((req, res) => {
    note(req);
    const { location, status = 200 } = options;
    if (location !== undefined && asked.length === 1) res.writeHead(302, { location }).end();
    else res.writeHead(status).end("forwarded");
  });
  server.on("connection", () => {
    connections += 1;
  });
  server.on("connect", (req, socket: Socket) => {
    note(req);
    socket.on("error", () => {});
    if (options.tunnelTo === undefined) {
      socket.end(`HTTP/1.1 ${options.status ?? 200} No\r\n\r\n`);
      return;
    }
    const upstream = connect(Number(new URL(options.tunnelTo).port), "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 Connection established\r\nvia: test\r\n\r\n");
      socket.pipe(upstream).pipe(socket);
    });
    upstream.on("error", () => socket.destroy());
  });
  return { url: await servers.listen(server), asked, connections: () => connections };
}

function get(url: string, proxy: string, options: Partial<HttpRequest> = {}): Promise<HttpResult> {
  return client.request(requestTo(url, { proxy, ...options }));
}
