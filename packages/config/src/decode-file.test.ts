import { describe, expect, it } from "vitest";
import { decodeFile } from "./decode-file.ts";

function problemOf(bytes: Uint8Array) {
  const decoded = decodeFile("sources.yaml", bytes);
  return decoded.ok ? null : decoded.problem;
}

describe("decodeFile", () => {
  it("drops a byte order mark", () => {
    const decoded = decodeFile("sources.yaml", Buffer.from("\uFEFFversion: 1"));
    expect(decoded).toMatchObject({ ok: true, source: { text: "version: 1" } });
  });

  it("keeps a replacement character that is really in the file", () => {
    expect(problemOf(Buffer.from("name: \uFFFD"))).toBeNull();
  });

  it.each([
    ["a lone Latin-1 byte", Buffer.from("a: x\nb: \u00e9t\u00e9\n", "latin1"), 2, 4, "the byte 0xE9"],
    [
      "a wrong byte behind a real U+FFFD",
      Buffer.concat([Buffer.from("é\uFFFD\n"), Buffer.from([0x80])]),
      2,
      1,
      "the byte 0x80",
    ],
    ["a sequence cut off at the end", Buffer.from([0x61, 0xe2, 0x82]), 1, 2, "the byte 0xE2"],
    ["half of a surrogate pair", Buffer.from([0xed, 0xa0, 0x80]), 1, 1, "the byte 0xED"],
    ["a wrong byte behind a byte order mark", Buffer.from([0xef, 0xbb, 0xbf, 0x61, 0xff]), 1, 2, "the byte 0xFF"],
    ["UTF-16", Buffer.from("\uFEFFa: 1", "utf16le"), 1, 1, "UTF-16"],
  ])("places %s", (_, bytes, line, column, found) => {
    expect(problemOf(bytes)).toMatchObject({ file: "sources.yaml", line, column, found });
  });

  it("refuses a file over 1 MB", () => {
    expect(problemOf(new Uint8Array(10_000_000))?.message).toBe(
      "the file is too large: found 10.0 MB, expected at most 1 MB.",
    );
    expect(problemOf(Buffer.alloc(1_000_000, "a"))).toBeNull();
  });
});
