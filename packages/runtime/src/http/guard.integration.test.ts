import type { RequestListener } from "node:http";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { createHttpClient } from "./client.ts";
import { type DialTarget, systemDial } from "./dial.ts";
import { createLocalServers } from "./local-server.ts";
import type { HttpRequest, HttpResult } from "./types.ts";

/* The client with a network in which every public address is a server of the test. */

const servers = createLocalServers();
const answers = new Map<string, string[][]>();
const dialled: string[] = [];
const looked: string[] = [];
let port = 0;
const client = createHttpClient({
  userAgent: "Wirewatch/test",
  lookup: async (hostname) => {
    looked.push(hostname);
    const [next = [], ...later] = answers.get(hostname) ?? [["93.184.215.14"]];
    if (later.length > 0) answers.set(hostname, later);
    return next;
  },
  connect: async (target) => {
    dialled.push(target.address);
    return connectAs(target);
  },
});

beforeEach(() => {
  answers.clear();
  dialled.length = 0;
  looked.length = 0;
});
afterEach(() => servers.close());
afterAll(() => client.close());

describe("a redirect is refused, and nothing is dialled, to", () => {
  test.each([
    ["loopback", "http://127.0.0.1/", "address"],
    ["a decimal address", "http://2130706433/", "address"],
    ["a hexadecimal address", "http://0x7f.1/", "address"],
    ["an octal address", "http://0300.0250.0.1/", "address"],
    ["an octal address in one number", "http://017700000001/", "address"],
    ["a short address", "http://10.1/", "address"],
    ["nothing but a zero", "http://0/", "address"],
    ["full-width digits", "http://１２７.０.０.１/", "address"],
    ["digits in circles", "http://①②⑦.⓪.⓪.①/", "address"],
    ["ideographic full stops", "http://127。0。0。1/", "address"],
    ["percent-encoded digits", "http://%31%32%37.0.0.1/", "address"],
    ["an address with a dot behind it", "http://127.0.0.1./", "address"],
    ["cloud metadata", "http://169.254.169.254/latest/meta-data/", "address"],
    ["Azure's wire server", "http://168.63.129.16/", "address"],
    ["Alibaba's metadata", "http://100.100.100.200/", "address"],
    ["Oracle's metadata", "http://192.0.0.192/", "address"],
    ["a container's metadata", "http://169.254.170.2/v2/credentials", "address"],
    ["a mapped address", "http://[::ffff:10.0.0.1]/", "address"],
    ["a mapped address in hex", "http://[::ffff:a9fe:a9fe]/", "address"],
    ["a compatible address", "http://[::127.0.0.1]/", "address"],
    ["a translated address", "http://[::ffff:0:127.0.0.1]/", "address"],
    ["NAT64", "http://[64:ff9b::a9fe:a9fe]/", "address"],
    ["local NAT64", "http://[64:ff9b:1::10.0.0.1]/", "address"],
    ["6to4", "http://[2002:7f00:1::]/", "address"],
    ["Teredo", "http://[2001:0:7f00:1::]/", "address"],
    ["a unique local address", "http://[fd00:ec2::254]/", "address"],
    ["a link-local address", "http://[fe80::1]/", "address"],
    ["a link-local address with a zone", "http://[fe80::1%25eth0]/", "invalid"],
    ["multicast", "http://[ff02::1]/", "address"],
    ["unspecified IPv6", "http://[::]/", "address"],
    ["localhost with a dot", "http://localhost./", "name"],
    ["localhost below a label", "http://a.localhost/", "name"],
    ["localhost in circles", "http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/", "name"],
    ["localhost with a soft hyphen", "http://local\u00adhost/", "name"],
    ["Google's metadata", "http://metadata.google.internal/", "name"],
    ["a metadata server by its short name", "http://metadata/", "name"],
    ["a service of a cluster", "http://kubernetes.default.svc/", "name"],
    ["the host of a container", "http://host.docker.internal/", "name"],
    ["a port of Redis", "http://news.example:6379/", "port"],
    ["port 0", "http://news.example:0/", "port"],
    ["a user name", "http://news.example@127.0.0.1/", "userinfo"],
    ["a user name in front of a public host", "http://127.0.0.1@news.example/", "userinfo"],
    ["a host behind a tab", "http://127.0.0.1\t/", "address"],
    ["a host without slashes", "https:127.0.0.1/", "address"],
    ["a file", "file:///etc/passwd", "scheme"],
    ["gopher", "gopher://127.0.0.1:6379/_INFO", "scheme"],
    ["data", "data:text/html,hello", "scheme"],
  ])("%s", async (_, location, code) => {
    await serve((_req, res) => res.writeHead(302, { location: Buffer.from(location).toString("latin1") }).end());
    const result = await get("http://news.example/");
    expect(result).toMatchObject({ kind: "refused", code, reason: expect.stringContaining("redirected to") });
    expect(dialled).toEqual(["93.184.215.14"]);
  });
});

describe("a name is judged by every answer it is given", () => {
  test.each([
    ["10.0.0.5"],
    ["127.0.0.1"],
    ["169.254.169.254"],
    ["::1"],
    ["::ffff:127.0.0.1"],
    ["64:ff9b::7f00:1"],
    ["2002:a00:1::"],
    ["fd00::1"],
    ["fe80::1%eth0"],
    ["0.0.0.0"],
    ["localhost"],
    [""],
  ])("%j", async (address) => {
    answers.set("rebind.example", [["93.184.215.14", address]]);
    expect(await get("http://rebind.example/")).toMatchObject({ kind: "refused", code: "address" });
    expect(dialled).toEqual([]);
  });

  test("again for each connection: the second answer is no better trusted than the first", async () => {
    await serve((_, res) => res.setHeader("connection", "close").end("page"));
    answers.set("rebind.example", [["93.184.215.14"], ["127.0.0.1"]]);
    expect(await get("http://rebind.example/1")).toMatchObject({ kind: "response" });
    expect(await get("http://rebind.example/2")).toMatchObject({ kind: "refused", code: "address" });
    expect(looked).toEqual(["rebind.example", "rebind.example"]);
    expect(dialled).toEqual(["93.184.215.14"]);
  });

  test("behind a redirect to itself", async () => {
    await serve((_, res) => res.writeHead(302, { location: "/again", connection: "close" }).end());
    answers.set("rebind.example", [["93.184.215.14"], ["10.0.0.1"]]);
    expect(await get("http://rebind.example/")).toMatchObject({ kind: "refused", code: "address" });
    expect(dialled).toEqual(["93.184.215.14"]);
  });

  test("once for each connection: what was checked is what is dialled", async () => {
    await serve((_, res) => res.end("page"));
    answers.set("rebind.example", [["93.184.215.99"], ["127.0.0.1"]]);
    expect(await get("http://rebind.example/")).toMatchObject({ kind: "response" });
    expect([looked, dialled]).toEqual([["rebind.example"], ["93.184.215.99"]]);
  });
});

describe("what the operator opened", () => {
  test("stays closed to links, also over a connection that is there already", async () => {
    const asked: unknown[] = [];
    await serve((req, res) => {
      asked.push(req.url);
      res.end();
    });
    answers.set("wiki.example", [["10.0.0.7"]]);
    const allowPrivate = ["wiki.example"];
    expect(await get("http://wiki.example/feed", { surface: "source", allowPrivate })).toMatchObject({
      kind: "response",
    });
    expect(await get("http://wiki.example/secret", { allowPrivate })).toMatchObject({
      kind: "refused",
      code: "address",
      reason: expect.stringContaining("wiki.example leads to 10.0.0.7"),
    });
    expect(asked).toEqual(["/feed"]);
  });

  test("stays closed to where its own redirects lead", async () => {
    await serve((_, res) => res.writeHead(302, { location: "http://other.example/" }).end());
    answers.set("wiki.example", [["10.0.0.7"]]).set("other.example", [["10.0.0.8"]]);
    const allowPrivate = ["10.0.0.0/8", "wiki.example", "other.example"];
    const result = await get("http://wiki.example/feed", { surface: "source", allowPrivate });
    expect(result).toMatchObject({ kind: "refused", code: "address" });
    expect(dialled).toEqual(["10.0.0.7"]);
  });
});

describe("secrets", () => {
  test.each([
    ["another host", "http://other.example/"],
    ["a parent of the host", "http://example.com/"],
    ["another port", "http://news.example:8080/"],
    ["a host that begins alike", "http://news.example.other.example/"],
  ])("do not go to %s", async (_, location) => {
    const seen: [string | undefined, unknown][] = [];
    await serve((req, res) => {
      seen.push([req.headers.host, secretsIn(req.headers)]);
      if (seen.length === 1) res.writeHead(307, { location }).end();
      else res.end();
    });
    expect(await get("http://news.example/", { headers: secrets })).toMatchObject({ kind: "response" });
    expect(seen).toEqual([
      ["news.example", 4],
      [new URL(location).host, 0],
    ]);
  });

  test("do not come back when a redirect leads home again", async () => {
    const seen: unknown[] = [];
    const path = ["http://other.example/", "http://news.example/b"];
    await serve((req, res) => {
      seen.push(secretsIn(req.headers));
      const location = path[seen.length - 1];
      if (location === undefined) res.end();
      else res.writeHead(302, { location }).end();
    });
    expect(await get("http://news.example/", { headers: secrets })).toMatchObject({ kind: "response" });
    expect(seen).toEqual([4, 0, 0]);
  });

  test("stay where a redirect stays", async () => {
    const seen: unknown[] = [];
    await serve((req, res) => {
      seen.push(secretsIn(req.headers));
      if (seen.length === 1) res.writeHead(302, { location: "/b" }).end();
      else res.end();
    });
    await get("http://news.example/a", { headers: secrets });
    expect(seen).toEqual([4, 4]);
  });
});

const secrets = { Authorization: "S3CRET", Cookie: "a=S3CRET", "X-Api-Key": "S3CRET", "x-token": "S3CRET" };

function secretsIn(headers: Readonly<Record<string, unknown>>): number {
  return Object.values(headers).filter((value) => String(value).includes("S3CRET")).length;
}

async function serve(listener: RequestListener): Promise<void> {
  port = Number(new URL(await servers.http(listener)).port);
}

/** A socket to the test's server that says it leads to the address that was asked for. */
async function connectAs(target: DialTarget): ReturnType<ReturnType<typeof systemDial>> {
  const socket = await systemDial()({ ...target, address: "127.0.0.1", port });
  return Object.defineProperty(socket, "remoteAddress", { value: target.address });
}

function get(url: string, options: Partial<HttpRequest> = {}): Promise<HttpResult> {
  const limits = { timeoutMs: 5000, maxWireBytes: 1024 * 1024, maxBodyBytes: 2 * 1024 * 1024 };
  return client.request({ url, surface: "item-link", ...limits, ...options });
}
