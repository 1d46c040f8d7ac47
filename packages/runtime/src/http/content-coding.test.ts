import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { codingsOf, decodeAll } from "./content-coding.ts";

const page = `<?xml version="1.0"?><rss><title>Größe</title>${"<item/>".repeat(50)}</rss>`;
const maxBytes = 10_000;

describe("the header", () => {
  test.each([
    ["", []],
    ["identity", []],
    ["None", []],
    ["utf-8", []],
    ["gzip", ["gzip"]],
    ["X-GZip", ["gzip"]],
    [" br , identity", ["br"]],
    ["gzip, br", ["br", "gzip"]],
    ["deflate,zstd,", ["zstd", "deflate"]],
  ])("%j means %j, the last one first", (header, names) => {
    expect(codingsOf(header).map(({ name }) => name)).toEqual(names);
  });

  test.each([
    ["compress", "not supported"],
    ["constructor", "not supported"],
    ["gzip, gzip, gzip", "3 times"],
  ])("%j is refused", (header, words) => {
    expect(() => codingsOf(header)).toThrow(words);
  });
});

test.each([
  ["gzip", gzipSync(page)],
  ["gzip in two bodies", gzipSync(page.slice(0, 99)), gzipSync(page.slice(99))],
  ["gzip padded with zeros", gzipSync(page), Buffer.alloc(9)],
  ["gzip with junk behind it", gzipSync(page), "<!-- cached by a plugin -->"],
  ["deflate", deflateSync(page)],
  ["deflate without its header", deflateRawSync(page)],
  ["deflate that is gzip", gzipSync(page)],
  ["br", brotliCompressSync(page)],
  ["zstd", zstdCompressSync(page)],
  ["zstd in two frames", zstdCompressSync(page.slice(0, 99)), zstdCompressSync(page.slice(99))],
  ["zstd behind a frame to be skipped", Buffer.from("502a4d1803000000616263", "hex"), zstdCompressSync(page)],
])("undoes %s", (name, ...parts) => {
  expect(decoded(Buffer.concat(parts.map((part) => Buffer.from(part))), name)).toBe(page);
});

describe("text that is only called packed", () => {
  test.each(["gzip", "deflate", "br", "zstd"])("%s", (name) => {
    expect(decoded(Buffer.from(page), name)).toBe(page);
    expect(decoded(Buffer.from('{"a":1}'), name)).toBe('{"a":1}');
    expect(decoded(Buffer.from("\ufeff<rss/>", "utf16le"), name)).toContain("<\0r\0s");
  });

  test("once, and packed the other time", () => {
    const [first, second] = codingsOf("gzip, gzip");
    if (first === undefined || second === undefined) throw new Error("two codings were expected");
    expect(decodeAll(decodeAll(gzipSync(page), first, maxBytes), second, maxBytes).toString()).toBe(page);
  });
});

test.each([
  ["gzip", gzipSync(page).subarray(0, 60)],
  ["gzip", Buffer.from("PNG\0\x01\x02\x03")],
  ["deflate", deflateSync(page).subarray(0, 60)],
  ["br", brotliCompressSync(page).subarray(0, 60)],
  ["zstd", zstdCompressSync(page).subarray(0, 60)],
  ["zstd", Buffer.concat([zstdCompressSync(page), zstdCompressSync(page).subarray(0, 30)])],
])("broken %s fails", (name, bytes) => {
  expect(() => decoded(bytes, name)).toThrow("broken or cut off");
});

test.each([
  ["gzip", gzipSync(Buffer.alloc(maxBytes + 1))],
  ["gzip with junk behind it", gzipSync(Buffer.alloc(maxBytes + 1)), "junk"],
  ["br", brotliCompressSync(Buffer.alloc(maxBytes + 1))],
  ["zstd", zstdCompressSync(Buffer.alloc(maxBytes + 1))],
  ["zstd in two frames", zstdCompressSync(Buffer.alloc(maxBytes)), zstdCompressSync(Buffer.alloc(9))],
])("%s over the cap fails", (name, ...parts) => {
  const bytes = Buffer.concat(parts.map((part) => Buffer.from(part)));
  expect(() => decoded(bytes, name)).toThrow("larger than 9.8 KB");
});

test.each([
  ["gzip", gzipSync(Buffer.alloc(maxBytes))],
  ["br", brotliCompressSync(Buffer.alloc(maxBytes))],
  ["zstd", zstdCompressSync(Buffer.alloc(maxBytes))],
])("%s just under the cap does not fail", (name, bytes) => {
  expect(decoded(bytes, name)).toHaveLength(maxBytes);
});

function decoded(bytes: Buffer, name: string): string {
  const [coding] = codingsOf(name.split(" ")[0] ?? "");
  if (coding === undefined) throw new Error(`${name} is no coding`);
  return Buffer.from(decodeAll(bytes, coding, maxBytes)).toString();
}
