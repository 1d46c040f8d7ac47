import { expect, test } from "vitest";
import { decodeDocument } from "./decode.ts";

const cyrillic = Uint8Array.of(0xcd, 0xee, 0xe2, 0xee); // "Ново" in windows-1251
const utf8 = new TextEncoder().encode("Ново");

test.each([
  ["UTF-8 without a word about it", utf8, "", "Ново"],
  ["UTF-8 with a mark", Uint8Array.of(0xef, 0xbb, 0xbf, ...utf8), "text/xml; charset=windows-1251", "Ново"],
  ["UTF-16, little end first", Uint8Array.of(0xff, 0xfe, 0x41, 0), "", "A"],
  ["UTF-16, big end first, without a mark", Uint8Array.of(0, 0x3c, 0, 0x61), "", "<a"],
  ["the charset of the header", cyrillic, 'text/xml; charset="windows-1251"', "Ново"],
  ["the declaration", withProlog("windows-1251", cyrillic), "text/xml", "Ново"],
  ["the header before the declaration", withProlog("iso-8859-1", utf8), "text/xml;charset=utf-8", "Ново"],
  ["the declaration when the header is wrong", withProlog("windows-1251", cyrillic), "text/xml; charset=utf-8", "Ново"],
  ["a declaration of UTF-16 that cannot be", withProlog("utf-16", utf8), "", "Ново"],
  ["an unknown charset", utf8, "text/xml; charset=klingon", "Ново"],
  ["what is in no charset at all", Uint8Array.of(0x93, 0xe9), "", "“é"],
  ["UTF-8 cut off in a character", utf8.subarray(0, 7), "", "Нов\ufffd"],
  [
    "UTF-8 with one broken character of many",
    Buffer.concat([Buffer.from("Ново ".repeat(20)), cyrillic]),
    "",
    `${"Ново ".repeat(20)}\ufffd\ufffd\ufffd\ufffd`,
  ],
  ["UTF-16 in name only", utf8, "text/xml; charset=utf-16", "Ново"],
  ["UTF-32 with a mark", Uint8Array.of(0xff, 0xfe, 0, 0, 0x41, 0, 0, 0), "", "A"],
  ["UTF-32 without, big end first", Uint8Array.of(0, 0, 0, 0x3c, 0, 1, 0xf6, 0), "", "<😀"],
  ["windows-949 behind the name euc-kr", Uint8Array.of(0x81, 0x41), "text/xml; charset=euc-kr", "갂"],
  ["HKSCS behind the name big5", Uint8Array.of(0x87, 0x40), "text/xml; charset=big5", "䏰"],
])("reads %s", (_, bytes, contentType, text) => {
  expect(decodeDocument(bytes, contentType).replace(/^<\?xml.*\?>/, "")).toBe(text);
});

test("drops NUL and mends half characters, which PostgreSQL refuses", () => {
  expect(decodeDocument(Uint8Array.of(0x61, 0, 0x62), "")).toBe("ab");
  expect(decodeDocument(Uint8Array.of(0xff, 0xfe, 0x00, 0xd8, 0x41, 0), "").isWellFormed()).toBe(true);
});

function withProlog(encoding: string, bytes: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.from(`<?xml version="1.0" encoding="${encoding}"?>`), bytes]);
}
