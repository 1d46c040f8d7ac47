import { describe, expect, test } from "vitest";
import { storable, storableJson, storableOrNull } from "./clean.ts";
import { pack, unpack } from "./compress.ts";

describe("a text from outside", () => {
  test.each([
    ["plain", "plain"],
    ["", ""],
    ["a\0b\0", "ab"],
    ["lone \uD800 high", "lone \uFFFD high"],
    ["lone \uDC00 low", "lone \uFFFD low"],
    ["whole \u{1F600} pair", "whole \u{1F600} pair"],
    ["\uD83D\0\uDE00", "\u{1F600}"],
    ["tabs\tand\nlines", "tabs\tand\nlines"],
  ])("%j is stored as %j", (text, expected) => {
    expect(storable(text)).toBe(expected);
    expect(storableOrNull(text)).toBe(expected);
  });

  test.each([null, undefined])("that is not there (%s) is null", (text) => {
    expect(storableOrNull(text)).toBeNull();
  });
});

test("JSON is cleaned in every value and every name, however deep", () => {
  const value = { "na\0me": ["a\0", { deep: "\uD800" }], n: 1, none: null, yes: true, at: new Date(0) };
  expect(JSON.parse(storableJson(value))).toEqual({
    name: ["a", { deep: "\uFFFD" }],
    n: 1,
    none: null,
    yes: true,
    at: "1970-01-01T00:00:00.000Z",
  });
});

describe("a compressed body", () => {
  test.each([
    ["text", "Grüße \u{1F600}".repeat(1000)],
    ["nothing", ""],
  ])("of %s comes back as it was, and smaller", (_what, text) => {
    const packed = pack(text);
    expect(unpack(packed).toString("utf8")).toBe(text);
    if (text !== "") expect(packed.byteLength).toBeLessThan(text.length / 10);
  });

  test("of bytes that are no text comes back as it was", () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
    expect(new Uint8Array(unpack(pack(bytes)))).toEqual(bytes);
  });

  test("that would unfold to more than the limit is refused", () => {
    expect(() => unpack(pack(Buffer.alloc(65 * 1024 * 1024)))).toThrow(/larger than|too large|Cannot create/i);
  });
});
