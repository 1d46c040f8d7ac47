import { expect, test } from "vitest";
import { decodePage, looksLikeText, maxPageBytes, openPage } from "./decode.ts";
import { markupOfText } from "./markup.ts";

const russian = "Министерство сообщило об открытии порта";
/** The sentence in windows-1251: А to я are 0xC0 to 0xFF in alphabetical order. */
const russian1251 = Uint8Array.from(russian, (letter) => {
  const code = letter.codePointAt(0) ?? 0;
  return code >= 0x410 && code <= 0x44f ? code - 0x410 + 0xc0 : code;
});

function bytes(...parts: (string | Uint8Array)[]): Uint8Array {
  return Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part, "latin1") : part)));
}

test.each([
  ["the HTTP charset", russian1251, "text/html; charset=windows-1251", "windows-1251", russian],
  ["a quoted HTTP charset", russian1251, 'text/html; charset="cp1251"', "windows-1251", russian],
  ["<meta charset>", bytes('<meta charset="windows-1251">', russian1251), null, "windows-1251", russian],
  [
    "<meta charset> after a long comment",
    bytes(`<!--${"x".repeat(5_000)}--><meta charset="windows-1251">`, russian1251),
    null,
    "windows-1251",
    russian,
  ],
  [
    "valid UTF-8 although windows-1251 is declared",
    Buffer.from(russian),
    "text/html; charset=windows-1251",
    "utf-8",
    russian,
  ],
  ["valid UTF-8 without any declaration", Buffer.from(russian), null, "utf-8", russian],
  [
    "<meta charset> where the HTTP charset is plainly wrong",
    bytes('<meta charset="windows-1251">', russian1251),
    "text/html; charset=utf-8",
    "windows-1251",
    russian,
  ],
  ["windows-1252 for other bytes", bytes("caf\xe9 \x96 ouvert"), null, "windows-1252", "café – ouvert"],
  ["an unknown charset as if none was given", Buffer.from(russian), "text/html; charset=x-none", "utf-8", russian],
])("reads %s", (_, body, contentType, encoding, text) => {
  const decoded = decodePage(body, contentType);
  expect(decoded.encoding).toBe(encoding);
  expect(decoded.html).toContain(text);
});

test("reads UTF-16 by its byte order mark and drops the mark", () => {
  const decoded = decodePage(
    bytes(Uint8Array.of(0xff, 0xfe), Buffer.from("<p>Порт</p>", "utf16le")),
    "text/html; charset=utf-8",
  );
  expect(decoded).toEqual({ html: "<p>Порт</p>", encoding: "utf-16le", cut: false });
});

test("keeps UTF-8 with a broken character as UTF-8", () => {
  const decoded = decodePage(
    bytes('<meta charset="utf-8">', Buffer.from(russian.repeat(100)), Uint8Array.of(0xd0)),
    null,
  );
  expect(decoded.encoding).toBe("utf-8");
});

test("leaves out what is beyond the limit, without a broken character at the cut", () => {
  const decoded = decodePage(Buffer.from(`a${"я".repeat(maxPageBytes)}`), null);
  expect(decoded.cut).toBe(true);
  expect(decoded.html.length).toBe(maxPageBytes / 2);
  expect(decoded.html).not.toContain("\uFFFD");
});

test("passes a string through", () => {
  expect(decodePage("<p>ok</p>", "text/html; charset=windows-1251")).toEqual({
    html: "<p>ok</p>",
    encoding: "utf-8",
    cut: false,
  });
});

test.each([
  ["bytes", Buffer.from("a\0b")],
  ["UTF-16 bytes", Buffer.from("\uFEFFa\0b", "utf16le")],
  ["a string", "a\0b\uD800"],
])("removes NUL and lone surrogates from %s", (_, body) => {
  expect(decodePage(body).html.replace("\uFFFD", "")).toBe("ab");
});

test.each([
  ["plain text", "Just a line\r\n\tand another\f", true],
  ["an empty page", "", true],
  ["a page in a wrong encoding here and there", `${"word ".repeat(100)}\uFFFD\uFFFD`, true],
  ["bytes of a picture", "\x89PNG\x1a\x01\x02\x03IHDR\x04", false],
])("tells %s from what is no text", (_, text, expected) => {
  expect(looksLikeText(markupOfText(text))).toBe(expected);
});

test.each([
  ["text", "<p>Порт</p>", null],
  ["UTF-8", Buffer.from("<p>Порт – Ça 😀</p>"), null],
  ["UTF-8 with a byte order mark", bytes("\xef\xbb\xbf", Buffer.from("<p>Порт</p>")), "text/html; charset=utf-16"],
  ["UTF-16 by the HTTP charset", Buffer.from("<p>port</p>", "utf16le"), "text/html; charset=utf-16"],
  ["UTF-16 by its byte order mark", bytes("\xff\xfe", Buffer.from("<p>Порт</p>", "utf16le")), null],
  ["bytes that are UTF-8 and declared UTF-16", Buffer.from("<p>port</p>"), "text/html; charset=utf-16"],
  ["UTF-8 with NUL", bytes("<p>a\0b</p>"), null],
  ["windows-1251", bytes('<meta charset="windows-1251">', russian1251), null],
  ["UTF-8 that is cut within a character", Buffer.from(`a${"я".repeat(maxPageBytes)}`), null],
  ["nothing", new Uint8Array(), null],
])("opens the same text as it decodes: %s", (_, body, contentType) => {
  const { markup, cut } = openPage(body, contentType);
  const decoded = decodePage(body, contentType);
  expect({ html: markup.textBetween(0, markup.signs.length), cut }).toEqual({ html: decoded.html, cut: decoded.cut });
});
