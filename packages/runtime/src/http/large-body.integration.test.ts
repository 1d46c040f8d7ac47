import { randomBytes } from "node:crypto";
import {
  brotliCompressSync,
  constants,
  deflateRawSync,
  deflateSync,
  gzipSync,
  type InputType,
  zstdCompressSync,
} from "node:zlib";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { createHttpClient } from "./client.ts";
import { createLocalServers } from "./local-server.ts";
import { bodyOf } from "./test-request.ts";
import type { HttpResult } from "./types.ts";

/* Packed bodies of more than a megabyte, which are unpacked as they arrive. */

const client = createHttpClient({ userAgent: "Wirewatch/test" });
const servers = createLocalServers();
const mb = 1024 * 1024;
const caps = { maxWireBytes: 4 * mb, maxBodyBytes: 3 * mb };

/** Some 2 MB that stay 1.5 MB when packed. */
const text = `<?xml version="1.0"?>${randomBytes(1.5 * mb).toString("base64")}`;
const bomb = Buffer.concat([randomBytes(1.2 * mb), Buffer.alloc(50 * mb)]);
const quickBr = (bytes: InputType): Buffer =>
  brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } });

afterEach(() => servers.close());
afterAll(() => client.close());

test.each([
  ["gzip", gzipSync(text)],
  ["deflate", deflateSync(text)],
  ["deflate", deflateRawSync(text)],
  ["br", quickBr(text)],
  ["zstd", zstdCompressSync(text)],
  ["gzip, br", quickBr(gzipSync(text))],
  ["gzip", Buffer.concat([gzipSync(text.slice(0, 999)), gzipSync(text.slice(999))])],
  ["gzip", Buffer.concat([gzipSync(text), Buffer.alloc(200_000)])],
])("%s is undone", async (coding, body) => {
  expect(body.byteLength).toBeGreaterThan(mb);
  expect(bodyOf(await answered(coding, body)) === text).toBe(true);
});

test.each(["gzip", "deflate", "br", "zstd", "gzip, gzip"])(
  "text that is only called %s is read as it is",
  async (coding) => {
    expect(bodyOf(await answered(coding, Buffer.from(text))) === text).toBe(true);
  },
);

test.each([
  ["gzip", gzipSync(bomb)],
  ["br", quickBr(bomb)],
  ["zstd", zstdCompressSync(bomb)],
  ["gzip, gzip", gzipSync(gzipSync(bomb))],
])("a %s bomb is cut while it arrives", async (coding, body) => {
  expect(body.byteLength).toBeGreaterThan(mb);
  expect(await answered(coding, body)).toEqual({
    kind: "failed",
    code: "tooLarge",
    reason: "the answer is larger than 3 MB",
  });
});

describe("a body that is not what it seems", () => {
  test.each([
    ["is cut off", gzipSync(text).subarray(0, 1.2 * mb)],
    ["has a wrong checksum", Buffer.concat([gzipSync(text).subarray(0, -8), Buffer.alloc(8, 7)])],
    ["turns to noise", Buffer.concat([gzipSync(text).subarray(0, 1.1 * mb), randomBytes(mb / 2)])],
  ])("%s", async (_, body) => {
    expect(await answered("gzip", body)).toMatchObject({ kind: "failed", code: "encoding" });
  });

  test("consists of several zstd frames, of which Node would read one", async () => {
    const body = Buffer.concat([zstdCompressSync(text.slice(0, 999)), zstdCompressSync(text.slice(999))]);
    expect(await answered("zstd", body)).toMatchObject({ kind: "failed", code: "encoding" });
  });

  test("is more than may cross the wire", async () => {
    const body = gzipSync(randomBytes(5 * mb));
    expect(await answered("gzip", body)).toMatchObject({ reason: "the answer is larger than 4 MB" });
    expect(await answered("gzip", body, { chunked: true })).toMatchObject({ reason: "the answer is larger than 3 MB" });
  });

  test("stops arriving", async () => {
    const body = gzipSync(text);
    const url = await servers.http((_, res) => {
      res.writeHead(200, { "content-encoding": "gzip", "content-length": body.byteLength });
      res.write(body.subarray(0, 1.2 * mb), () => setTimeout(() => res.destroy(), 50));
    });
    expect(await get(url)).toEqual({
      kind: "failed",
      code: "reset",
      reason: expect.stringContaining("127.0.0.1 "),
    });
  });

  test("only drips", async () => {
    const body = gzipSync(text);
    const url = await servers.http((_, res) => {
      res.writeHead(200, { "content-encoding": "gzip" }).write(body.subarray(0, 1.2 * mb));
    });
    expect(await get(url, 500)).toMatchObject({ code: "timeout", reason: expect.stringContaining("did not finish") });
  });
});

async function answered(coding: string, body: Buffer, { chunked = false } = {}): Promise<HttpResult> {
  const url = await servers.http((_, res) => {
    res.setHeader("content-encoding", coding);
    if (chunked) res.write(body, () => res.end());
    else res.end(body);
  });
  return get(url);
}

function get(url: string, timeoutMs = 10_000): Promise<HttpResult> {
  return client.request({ url, surface: "source", allowPrivate: ["127.0.0.1"], timeoutMs, ...caps });
}
