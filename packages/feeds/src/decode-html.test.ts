import { expect, test } from "vitest";
import { decodeHtml } from "./decode-html.ts";

/** "Ново" in windows-1251. */
const cyrillic = Uint8Array.of(0xcd, 0xee, 0xe2, 0xee);
const utf8 = new TextEncoder().encode("Ново");

test.each([
  ["UTF-8 without a word about it", [utf8], "", "Ново"],
  [
    "a byte order mark before all else",
    [Uint8Array.of(0xef, 0xbb, 0xbf), utf8],
    "text/html; charset=windows-1251",
    "Ново",
  ],
  ["the header", [cyrillic], "text/html; charset=windows-1251", "Ново"],
  ["the header before the page", ['<meta charset="utf-8">', cyrillic], "text/html; charset=cp1251", "Ново"],
  ["meta charset", ['<meta charset="windows-1251">', cyrillic], "text/html", "Ново"],
  [
    "meta http-equiv",
    ['<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">', cyrillic],
    "",
    "Ново",
  ],
  ["meta after a long comment", [`<!--${"x".repeat(5000)}--><meta charset="windows-1251">`, cyrillic], "", "Ново"],
  ["meta where the header is wrong", ['<meta charset="windows-1251">', cyrillic], "text/html; charset=utf-8", "Ново"],
  ["UTF-8 where a header nobody knows stands", [utf8], "text/html; charset=none", "Ново"],
  ["UTF-8 cut off in a character", [utf8.subarray(0, 7)], "", "Нов\ufffd"],
  [
    "UTF-16 by its mark",
    [Uint8Array.of(0xff, 0xfe), Buffer.from("Ново", "utf16le")],
    "text/html; charset=utf-8",
    "Ново",
  ],
  ["windows-1252 when nothing is said", [Uint8Array.of(0x93, 0xe9)], "", "“é"],
  ["windows-949 behind the name euc-kr", [Uint8Array.of(0x81, 0x41)], "text/html; charset=euc-kr", "갂"],
])("reads %s", (_, parts, contentType, text) => {
  expect(decodeHtml(Buffer.concat(parts.map((part) => Buffer.from(part))), contentType).replace(/<[^]*>/, "")).toBe(
    text,
  );
});

test("drops NUL and mends half characters, which PostgreSQL refuses", () => {
  expect(decodeHtml(Uint8Array.of(0x61, 0, 0x62), "")).toBe("ab");
  expect(decodeHtml(Uint8Array.of(0xff, 0xfe, 0x00, 0xd8, 0x41, 0), "").isWellFormed()).toBe(true);
});
